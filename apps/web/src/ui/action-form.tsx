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

  // The answer may stand far above the button that was pressed, and the button, disabled meanwhile, has lost the focus.
  useEffect(() => {
    if (state) form.current?.querySelector<HTMLElement>(state.errors ? '[aria-invalid="true"]' : '[role="alert"], [role="status"]')?.focus()
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

type Field = {
  /** The sentence under a field that was refused, until it is edited. */
  error: string | undefined
  refused: boolean
  typed: string | undefined
  answered: FormState
  edit: () => void
}

/** What the form's last answer says about a field, and what was typed into it. */
export function useField(name: string): Field {
  const { state } = use(FormContext)
  const [edited, setEdited] = useState<FormState>(null)
  const sentence = state?.errors?.[name]
  return {
    error: edited === state ? undefined : sentence,
    refused: sentence !== undefined,
    typed: state?.values?.[name],
    answered: state,
    edit: () => setEdited(state),
  }
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
