'use server'

import { addAddress, changeAddress } from '@emanet/contracts/catalogue'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '@/platform/api.ts'
import { checked, failed, typedFields } from '@/platform/form-answers.ts'
import type { FormState } from '@/platform/form-state.ts'

/** Saves an address and goes on with the purchase, the new address chosen. */
export async function addAddressForCheckout(_: FormState, form: FormData): Promise<FormState> {
  const { productId, ...typed } = typedFields(form)
  const saved = await saveNew(typed)
  if ('state' in saved) return saved.state
  redirect(`/checkout/${encodeURIComponent(productId ?? '')}?address=${saved.id}`)
}

export async function addMyAddress(_: FormState, form: FormData): Promise<FormState> {
  const saved = await saveNew(typedFields(form))
  if ('state' in saved) return saved.state
  redirect('/account/addresses')
}

export async function changeMyAddress(_: FormState, form: FormData): Promise<FormState> {
  const { id, ...typed } = typedFields(form)
  const read = await checked(changeAddress.body, { ...EMPTIED, ...typed }, typed)
  if (!read.ok) return read.state
  try {
    await (await api()).changeAddress({ params: { id: id ?? '' }, body: read.body })
  } catch (error) {
    return failed(error, typed)
  }
  redirect('/account/addresses')
}

export async function removeMyAddress(_: FormState, form: FormData): Promise<FormState> {
  try {
    await (await api()).removeAddress({ params: { id: String(form.get('id')) } })
  } catch (error) {
    return failed(error, {})
  }
  revalidatePath('/account/addresses')
  return { done: (await getTranslations('address'))('removed') }
}

/** What a field that was emptied says: left out it would stay as it was, and be called saved. */
const EMPTIED = { fullName: '', phone: '', city: '', district: '', line: '', neighbourhood: null, postalCode: null }

async function saveNew(typed: Record<string, string>): Promise<{ id: string } | { state: FormState }> {
  const read = await checked(addAddress.body, typed, typed)
  if (!read.ok) return { state: read.state }
  try {
    return { id: (await (await api()).addAddress({ body: read.body })).body.id }
  } catch (error) {
    return { state: await failed(error, typed) }
  }
}
