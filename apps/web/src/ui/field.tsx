'use client'

import { typeIban, typePhone } from '@emanet/messages/masks'
import type { ReactNode } from 'react'
import { useField } from './action-form.tsx'
import { classes } from './classes.ts'

const BOX =
  'w-full min-h-12 rounded-field border bg-surface px-3.5 py-2.5 text-ink placeholder:text-ink-soft/80 hover:border-cobalt aria-invalid:border-coral aria-invalid:border-2'

type Frame = { name: string; label: string; hint?: ReactNode; optional?: string; className?: string }

type TextFieldProps = Frame & {
  type?: 'text' | 'email' | 'password' | 'tel' | 'number'
  defaultValue?: string | undefined
  autoComplete?: string
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email'
  required?: boolean
  maxLength?: number
  placeholder?: string
  rows?: number
  mask?: 'phone' | 'iban'
  prefix?: string
  min?: number
  max?: number
}

const MASKS = { phone: typePhone, iban: typeIban }

export function TextField(props: TextFieldProps) {
  const { error, typed, edit } = useField(props.name)
  const shared = {
    id: props.name,
    name: props.name,
    defaultValue: typed ?? props.defaultValue,
    autoComplete: props.autoComplete,
    required: props.required,
    maxLength: props.maxLength,
    placeholder: props.placeholder,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': describedBy(props, error),
  } as const
  const mask = props.mask ? MASKS[props.mask] : null
  return (
    <FieldFrame {...props} error={error} onEdit={edit}>
      {props.rows ? (
        <textarea {...shared} rows={props.rows} className={classes(BOX, 'border-line-strong')} />
      ) : (
        <span className="relative block">
          {props.prefix ? (
            <span className="pointer-events-none absolute inset-y-0 left-0 grid w-10 place-items-center text-ink-soft" aria-hidden="true">
              {props.prefix}
            </span>
          ) : null}
          <input
            {...shared}
            type={props.type ?? 'text'}
            inputMode={props.inputMode}
            min={props.min}
            max={props.max}
            className={classes(BOX, 'border-line-strong', props.prefix && 'pl-10')}
            {...(mask ? { onInput: (event: React.FormEvent<HTMLInputElement>) => applyMask(event.currentTarget, mask) } : {})}
          />
        </span>
      )}
    </FieldFrame>
  )
}

/** Keeps the caret where it was among the characters that count. */
function applyMask(input: HTMLInputElement, mask: (value: string) => string): void {
  const atEnd = input.selectionStart === input.value.length
  const formatted = mask(input.value)
  // A correction in the middle is left as it was typed: moving the caret away would be worse than a missing space.
  if (atEnd && formatted !== input.value) input.value = formatted
}

export function SelectField(
  props: Frame & {
    options: readonly { value: string; label: string }[]
    defaultValue?: string | undefined
    choose?: string
    required?: boolean
    autoComplete?: string
    onChange?: (value: string) => void
  },
) {
  const { error, refused, typed, answered, edit } = useField(props.name)
  const value = typed ?? props.defaultValue ?? ''
  return (
    <FieldFrame {...props} error={error} onEdit={edit}>
      <select
        // A form's reset forgets a changed default of a select, so each answer makes a new one.
        key={answered ? `${value}${refused}` : 'first'}
        id={props.name}
        name={props.name}
        defaultValue={value}
        required={props.required}
        autoComplete={props.autoComplete}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(props, error)}
        onChange={props.onChange ? (event) => props.onChange?.(event.currentTarget.value) : undefined}
        className={classes(BOX, 'border-line-strong')}
      >
        {props.choose ? <option value="">{props.choose}</option> : null}
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

export function FieldFrame(props: Frame & { error: string | undefined; onEdit?: () => void; children: ReactNode }) {
  return (
    <div className={classes('min-w-0', props.className)} onInput={props.onEdit}>
      <label htmlFor={props.name} className="mb-1.5 flex items-baseline justify-between gap-2 font-semibold">
        {props.label}
        {props.optional ? <span className="text-sm font-normal text-ink-soft">{props.optional}</span> : null}
      </label>
      {props.children}
      {props.error ? (
        <p id={`${props.name}-error`} className="mt-1.5 text-sm font-medium text-coral">
          {props.error}
        </p>
      ) : null}
      {props.hint ? (
        <p id={`${props.name}-hint`} className="mt-1.5 text-sm text-ink-soft">
          {props.hint}
        </p>
      ) : null}
    </div>
  )
}

function describedBy(props: Frame, error: string | undefined): string | undefined {
  return [error ? `${props.name}-error` : '', props.hint ? `${props.name}-hint` : ''].filter(Boolean).join(' ') || undefined
}
