'use server'

import { changeMe, putPayoutAccount } from '@emanet/contracts/accounts'
import { revalidatePath } from 'next/cache'
import { getTranslations } from 'next-intl/server'
import { api } from '@/platform/api.ts'
import { checked, failed, typedFields } from '@/platform/form-answers.ts'
import type { FormState } from '@/platform/form-state.ts'

export async function saveProfile(_: FormState, form: FormData): Promise<FormState> {
  const typed = typedFields(form)
  const read = await checked(changeMe.body, { ...typed, fullName: typed.fullName ?? '', phone: typed.phone ?? null }, typed)
  if (!read.ok) return read.state
  try {
    await (await api()).changeMe({ body: read.body })
  } catch (error) {
    return failed(error, typed)
  }
  revalidatePath('/account')
  return { done: (await getTranslations('account'))('saved') }
}

export async function savePayoutAccount(_: FormState, form: FormData): Promise<FormState> {
  const typed = typedFields(form)
  const read = await checked(putPayoutAccount.body, typed, typed)
  if (!read.ok) return read.state
  const t = await getTranslations('payout')
  try {
    const { body } = await (await api()).putPayoutAccount({ body: read.body })
    revalidatePath('/account/payout')
    if (body.status === 'rejected') return { problem: t('reason', { reason: body.reason ?? t('rejected') }) }
    return { done: t(body.status === 'pending' ? 'pending' : 'saved') }
  } catch (error) {
    return failed(error, typed)
  }
}
