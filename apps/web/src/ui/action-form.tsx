'use client'

import { createContext, type ReactNode, use, useActionState, useEffect, useRef } from 'react'
import type { FormAction, FormState } from '@/platform/form-state.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

type Form = { state: FormState; pending: boolean }

const FormContext = createContext<Form>({ state: null, pending: false })

/** A form that posts to a server action. Works without scripts; with them the answer appears in place. */
export function ActionForm({ action, children, className }: { action: FormAction; children: ReactNode; className?: string }) {
  const [state, post, pending] = useActionState(action, null)
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (state?.errors) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])

  return (
    <form ref={form} action={post} className={className} noValidate>
      <FormContext value={{ state, pending }}>
        {state?.problem ? (
          <Notice tone="bad" live>
            {state.problem}
          </Notice>
        ) : null}
        {state?.done ? (
          <Notice tone="good" live>
            {state.done}
          </Notice>
        ) : null}
        {children}
      </FormContext>
    </form>
  )
}

/** The sentence under a field that was refused, and what was typed into it. */
export function useField(name: string): { error: string | undefined; typed: string | undefined; answered: FormState } {
  const { state } = use(FormContext)
  return { error: state?.errors?.[name], typed: state?.values?.[name], answered: state }
}

export function SubmitButton(props: React.ComponentProps<typeof Button>) {
  const { pending } = use(FormContext)
  return <Button {...props} disabled={pending || props.disabled} aria-busy={pending} />
}
