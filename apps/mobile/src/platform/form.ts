import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { z } from 'zod'
import { problemOf } from './api.ts'
import { useProblemSentence } from './use-problem-sentence.ts'

export type Form<F extends string> = {
  values: Record<F, string>
  errors: Partial<Record<F, string>>
  /** A sentence about the whole form. */
  problem: string | null
  busy: boolean
  set: (field: F) => (value: string) => void
  setAll: (values: Partial<Record<F, string>>) => void
  /** Checks by the contract's own schema, then sends; what is refused lands beside its field. @returns whether it was taken. */
  send: <S extends z.ZodType>(schema: S, input: Record<string, unknown>, send: (body: z.output<S>) => Promise<unknown>) => Promise<boolean>
}

export function useForm<F extends string>(initial: Record<F, string>): Form<F> {
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<Partial<Record<F, string>>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const t = useTranslations('problem')
  const sentence = useProblemSentence()

  function refuse(paths: string[], input: Record<string, unknown>) {
    const found: Record<string, string> = {}
    for (const path of paths) {
      const field = path.split('.')[0] ?? ''
      const missing = input[field] === undefined || input[field] === ''
      found[field] ??= missing ? t('required') : t.has(field as 'other') ? t(field as 'other') : t('other')
    }
    setErrors(found as Partial<Record<F, string>>)
    setProblem(t('summary', { count: Object.keys(found).length }))
  }

  return {
    values,
    errors,
    problem,
    busy,
    set: (field) => (value) => {
      setValues((known) => ({ ...known, [field]: value }))
      setErrors((known) => ({ ...known, [field]: undefined }))
    },
    setAll: (given) => setValues((known) => ({ ...known, ...given })),
    async send(schema, input, send) {
      if (busy) return false
      setErrors({})
      setProblem(null)
      const read = schema.safeParse(input)
      if (!read.success) {
        refuse(
          read.error.issues.map((issue) => issue.path.map(String).join('.')),
          input,
        )
        return false
      }
      setBusy(true)
      try {
        await send(read.data)
        return true
      } catch (error) {
        const wrong = problemOf(error)?.errors ?? []
        if (wrong.length === 0) setProblem(sentence(error))
        else
          refuse(
            wrong.map((entry) => entry.path),
            input,
          )
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}

/** The typed fields, empty ones left out, as the API wants them. */
export function filled(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))
}
