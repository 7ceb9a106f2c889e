'use client'

import { useLinkStatus } from 'next/link'

/** Breathes over a link while its page is on the way; shown only when the way is long enough to be noticed. */
export function LinkPending() {
  const { pending } = useLinkStatus()
  return pending ? <span aria-hidden="true" className="link-pending" /> : null
}
