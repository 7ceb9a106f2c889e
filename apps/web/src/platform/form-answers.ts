import 'server-only'
import { ApiProblem } from '@emanet/contracts/client'
import { errorSentence } from '@emanet/messages/catalogue'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import { loginPath } from './api.ts'
import type { FormState } from './form-state.ts'
import { currentLanguage } from './translations.ts'

/** The typed fields of a form, empty ones left out. Names starting with `$` are the framework's. */
export function typedFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [name, value] of form) if (typeof value === 'string' && value.trim() !== '' && !name.startsWith('$')) fields[name] = value
  return fields
}

/** Reads `input` by the contract's own schema; the answer for the form when it does not fit. */
export async function checked<S extends z.ZodType>(
  schema: S,
  input: Record<string, unknown>,
  typed: Record<string, string>,
): Promise<{ ok: true; body: z.output<S> } | { ok: false; state: FormState }> {
  const result = schema.safeParse(input)
  if (result.success) return { ok: true, body: result.data }
  return {
    ok: false,
    state: await refused(
      result.error.issues.map((issue) => issue.path.map(String).join('.')),
      typed,
      (field) => (input[field] === undefined || input[field] === '' ? 'required' : field),
    ),
  }
}

/** Turns a failed call into the form's answer. An ended session leads to the sign-in page and back. */
export async function failed(error: unknown, typed: Record<string, string>): Promise<FormState> {
  if (!(error instanceof ApiProblem)) {
    const t = await getTranslations('failure')
    return { problem: `${t('unreachable')}. ${t('unsent')}`, values: echo(typed) }
  }
  const { problem } = error
  if (problem.status === 401 && problem.code !== 'auth.bad_credentials') redirect(await loginPath())
  if (problem.errors?.length)
    return refused(
      problem.errors.map((entry) => entry.path),
      typed,
      (field) => REFUSED_BY_API[field] ?? field,
    )
  const sentence = errorSentence(problem.code, await currentLanguage())
  if (error.retryAfterS === null || problem.status !== 429) return { problem: sentence, values: echo(typed) }
  const wait = (await getTranslations('failure'))('wait', { seconds: error.retryAfterS })
  return { problem: `${sentence} ${wait}`, values: echo(typed) }
}

/** What the API alone can find wrong with a value that the contract's schema lets through. */
const REFUSED_BY_API: Record<string, string> = { password: 'passwordCommon', stock: 'stockHeld', images: 'imagesUnusable' }

/** @param wordOf the field's sentence in the catalogue. */
async function refused(paths: string[], typed: Record<string, string>, wordOf: (field: string) => string): Promise<FormState> {
  const t = await getTranslations('problem')
  const errors: Record<string, string> = {}
  for (const path of paths) {
    const field = path.split('.')[0] ?? ''
    const word = wordOf(field) as 'other'
    errors[field] ??= t.has(word) ? t(word) : t('other')
  }
  return { errors, problem: t('summary', { count: Object.keys(errors).length }), values: echo(typed) }
}

function echo(typed: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => name !== 'password' && name !== 'identityNumber'))
}
