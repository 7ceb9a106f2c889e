'use client'

import { usePathname, useSearchParams } from 'next/navigation'

/** The box keeps what was searched for; an operator's search of orders is not that. */
export function SearchInput({ placeholder }: { placeholder: string }) {
  const onList = usePathname() === '/'
  const typed = useSearchParams().get('q') ?? ''
  const q = onList ? typed : ''
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
