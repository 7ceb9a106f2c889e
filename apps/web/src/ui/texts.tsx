'use client'

import type { Messages } from '@emanet/messages/catalogue'
import { createContext, type ReactNode, use } from 'react'

type Texts = { failure: Messages['failure']; offline: string; pending: string }

const TextsContext = createContext<Texts | null>(null)

/** The few sentences that boundaries in the browser need; everything else is written out on the server. */
export function TextsProvider({ texts, children }: { texts: Texts; children: ReactNode }) {
  return <TextsContext value={texts}>{children}</TextsContext>
}

export function useTexts(): Texts {
  const texts = use(TextsContext)
  if (texts === null) throw new Error('useTexts outside TextsProvider')
  return texts
}
