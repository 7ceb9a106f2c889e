'use client'

import { createContext, type ReactNode, use, useActionState, useEffect, useId, useRef, useState } from 'react'
import type { FormAction, FormState } from '@/platform/form-state.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** `held`: why the form cannot be sent just now. */
type Form = { state: FormState; pending: boolean; held: string | null; hold: (reason: string | null) => void }

const FormContext = createContext<Form>({ state: null, pending: false, held: null, hold: () => undefined })

/** A form that posts to a server action. Works without scripts; with them the answer appears in place. */
export function ActionForm({ action, children, className }: { action: FormAction; children: ReactNode; className?: string }) {
  const [state, post, pending] = useActionState(action, null)
  const [held, hold] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (state?.errors) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])

  return (
    <form ref={form} action={post} className={className} noValidate>
      <FormContext value={{ state, pending, held, hold }}>
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

/** Keeps the form from being sent while there is a reason, which stands at its button. */
export function useHold(reason: string | null): void {
  const { hold } = use(FormContext)
  useEffect(() => {
    hold(reason)
    return () => hold(null)
  }, [hold, reason])
}

export function SubmitButton(props: React.ComponentProps<typeof Button>) {
  const { pending, held } = use(FormContext)
  const reason = useId()
  const disabled = pending || held !== null || props.disabled
  return (
    <>
      <Button {...props} disabled={disabled} aria-busy={pending} aria-describedby={held ? reason : undefined} />
      {held ? (
        <p id={reason} role="status" className="mt-2 text-sm text-ink-soft">
          {held}
        </p>
      ) : null}
    </>
  )
}
