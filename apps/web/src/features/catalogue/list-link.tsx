'use client'

import Link from 'next/link'
import { type MouseEvent, useEffect, useState } from 'react'

const STORE = 'emanet.list'

/** On a list of products: remembers which search and page it was, for the way back to it. */
export function RememberList({ query }: { query: string }) {
  useEffect(() => {
    try {
      sessionStorage.setItem(STORE, query)
    } catch {
      // Without storage the way back leads to the first page.
    }
  }, [query])
  return null
}

/** Back to the list as it was. */
export function ListLink({ children }: { children: React.ReactNode }) {
  const [query, setQuery] = useState('')
  useEffect(() => {
    try {
      setQuery(sessionStorage.getItem(STORE) ?? '')
    } catch {
      // See above.
    }
  }, [])
  return (
    <Link href={`/${query}`} onClick={goBack} className="hover:text-cobalt hover:underline">
      {children}
    </Link>
  )
}

/** Where the list is the page before this one, going back brings her to the product she left, not to the list's top. */
function goBack(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || !isBefore(event.currentTarget.href)) return
  event.preventDefault()
  history.back()
}

/** Browsers without the Navigation API follow the link. */
function isBefore(href: string): boolean {
  if (!('navigation' in window)) return false
  const { currentEntry } = window.navigation
  return currentEntry !== null && currentEntry.index > 0 && window.navigation.entries()[currentEntry.index - 1]?.url === href
}
