'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'

/** After a navigation the keyboard and the screen reader go on at the new page's content, not where the last link was. */
export function FocusContent({ id }: { id: string }) {
  const path = usePathname()
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    document.getElementById(id)?.focus({ preventScroll: true })
  }, [id, path])
  return null
}
