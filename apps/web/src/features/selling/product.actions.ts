'use server'

import { addProduct, changeProduct } from '@emanet/contracts/catalogue'
import { readLira } from '@emanet/messages/lira'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api } from '@/platform/api.ts'
import { checked, failed, typedFields } from '@/platform/form-answers.ts'
import type { FormState } from '@/platform/form-state.ts'

export async function listProduct(_: FormState, form: FormData): Promise<FormState> {
  const typed = typedFields(form)
  const read = await checked(addProduct.body, productOf(form, typed), typed)
  if (!read.ok) return read.state
  let id: string
  try {
    id = (await (await api()).addProduct({ body: read.body })).body.id
  } catch (error) {
    return failed(error, typed)
  }
  redirect(`/sell/${id}?listed=yes`)
}

export async function saveProduct(_: FormState, form: FormData): Promise<FormState> {
  const { id = '', ...typed } = typedFields(form)
  const read = await checked(changeProduct.body, productOf(form, typed), typed)
  if (!read.ok) return read.state
  try {
    await (await api()).changeProduct({ params: { id }, body: read.body })
  } catch (error) {
    return failed(error, typed)
  }
  revalidatePath(`/sell/${id}`)
  return { done: (await getTranslations('sell'))('saved') }
}

/** Pauses or resumes, whichever the pressed button says. */
export async function changeProductStatus(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get('id'))
  const status = form.get('status') === 'paused' ? 'paused' : 'active'
  try {
    await (await api()).changeProduct({ params: { id }, body: { status } })
  } catch (error) {
    return failed(error, {})
  }
  revalidatePath(`/sell/${id}`)
  const t = await getTranslations('sell')
  return { done: status === 'paused' ? t('pausedNow') : t('published') }
}

export async function removeProduct(_: FormState, form: FormData): Promise<FormState> {
  try {
    await (await api()).removeProduct({ params: { id: String(form.get('id')) } })
  } catch (error) {
    return failed(error, {})
  }
  redirect('/sell?removed=yes')
}

/**
 * Amounts are typed in lira; an amount that cannot be read stays wrong, for the schema to refuse under its field. So does a field
 * that was emptied: left out it would stay as it was, and be called saved.
 */
function productOf(form: FormData, typed: Record<string, string>): Record<string, unknown> {
  return {
    title: typed.title ?? '',
    description: typed.description ?? '',
    priceKurus: typed.priceKurus === undefined ? '' : (readLira(typed.priceKurus) ?? -1),
    shippingKurus: typed.shippingKurus === undefined ? 0 : (readLira(typed.shippingKurus) ?? -1),
    stock: typed.stock === undefined ? '' : Number(typed.stock),
    condition: typed.condition,
    images: form.getAll('images').map(String),
  }
}
