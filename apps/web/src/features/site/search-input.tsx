'use client'

import { useSearchParams } from 'next/navigation'

/** The box keeps what was searched for. */
export function SearchInput({ placeholder }: { placeholder: string }) {
  const q = useSearchParams().get('q') ?? ''
  return (
    <input
      // An uncontrolled field takes a new default only as a new field.
      key={q}
      id="search"
      type="search"
      name="q"
      defaultValue={q}
      maxLength={200}
      placeholder={placeholder}
      enterKeyHint="search"
      className="min-h-11 w-full rounded-full border border-line bg-sunken pl-10 pr-4 placeholder:text-ink-soft hover:border-line-strong focus:bg-surface"
    />
  )
}
