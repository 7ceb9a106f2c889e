'use client'

import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { FormAction } from '@/platform/form-state.ts'
import { ActionForm, SubmitButton, useField } from './action-form.tsx'
import { Button } from './button.tsx'

type Props = {
  action: FormAction
  fields: Record<string, string>
  button: ReactNode
  title: string
  text: string
  yes: string
  no: string
  size?: 'small' | 'medium' | 'large'
}

/** A step that cannot be taken back asks once more, in the browser's own dialog: focus stays inside, Escape closes. */
export function ConfirmForm(props: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const close = () => dialog.current?.close()
  return (
    <>
      <Button type="button" tone="dangerQuiet" size={props.size} onClick={() => dialog.current?.showModal()}>
        {props.button}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={heading}
        className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-tile border border-line bg-surface p-6 text-ink shadow-lift"
      >
        <h2 id={heading} className="text-xl font-bold">
          {props.title}
        </h2>
        <p className="mt-2 text-ink-soft">{props.text}</p>
        <ActionForm action={props.action} className="mt-5 space-y-4">
          {Object.entries(props.fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <CloseWhenDone close={close} />
          <div className="flex flex-wrap justify-end gap-3">
            <Button type="button" tone="calm" onClick={close}>
              {props.no}
            </Button>
            <SubmitButton tone="danger">{props.yes}</SubmitButton>
          </div>
        </ActionForm>
      </dialog>
    </>
  )
}

function CloseWhenDone({ close }: { close: () => void }) {
  const { answered } = useField('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is the reason, however often `close` is made anew
  useEffect(() => {
    if (answered && !answered.problem) close()
  }, [answered])
  return null
}
