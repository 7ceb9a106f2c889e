'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'

/** A disclosure that works without scripts and, with them, closes on Escape, on a press elsewhere and on navigation. */
export function Menu({ label, children, button }: { label: string; button: ReactNode; children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null)
  const path = usePathname()

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is the reason to close
  useEffect(() => {
    if (details.current) details.current.open = false
  }, [path])

  useEffect(() => {
    const element = details.current
    if (!element) return
    const close = (event: Event) => {
      if (element.open && !element.contains(event.target as Node)) element.open = false
    }
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !element.open) return
      element.open = false
      element.querySelector('summary')?.focus()
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusin', close)
    element.addEventListener('keydown', closeOnEscape)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusin', close)
      element.removeEventListener('keydown', closeOnEscape)
    }
  }, [])

  return (
    <details ref={details} className="group relative">
      <summary className="flex min-h-11 list-none items-center gap-2 rounded-field px-2.5 font-semibold hover:bg-cobalt-wash">
        <span className="sr-only">{label}</span>
        {button}
      </summary>
      <div className="absolute right-0 z-30 mt-2 w-60 rounded-tile border border-line bg-surface p-2 shadow-lift">{children}</div>
    </details>
  )
}
