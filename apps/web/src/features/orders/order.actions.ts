'use server'

import { revalidatePath } from 'next/cache'
import { api } from '@/platform/api.ts'
import { failed } from '@/platform/form-answers.ts'
import type { FormState } from '@/platform/form-state.ts'

/** Gives an unpaid order up. Whatever the answer, the page shows the order as it now is. */
export async function cancelOrder(_: FormState, form: FormData): Promise<FormState> {
  const id = String(form.get('id'))
  try {
    await (await api()).cancelOrder({ params: { id } })
    return {}
  } catch (error) {
    return await failed(error, {})
  } finally {
    revalidatePath(`/orders/${id}`)
  }
}
