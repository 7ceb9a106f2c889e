'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'

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
    <Link href={`/${query}`} className="hover:text-cobalt hover:underline">
      {children}
    </Link>
  )
}
