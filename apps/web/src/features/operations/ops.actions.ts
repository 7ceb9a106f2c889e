'use server'

import { revalidatePath } from 'next/cache'
import { getTranslations } from 'next-intl/server'
import { api } from '@/platform/api.ts'
import { failed } from '@/platform/form-answers.ts'
import type { FormState } from '@/platform/form-state.ts'

/** Sends a dead e-mail, push or shipment again. */
export async function redriveEffect(_: FormState, form: FormData): Promise<FormState> {
  try {
    await (await api()).opsRedrive({ params: { id: String(form.get('id')) } })
  } catch (error) {
    return failed(error, {})
  } finally {
    revalidatePath('/ops/effects')
  }
  return { done: (await getTranslations('ops'))('redriven') }
}
