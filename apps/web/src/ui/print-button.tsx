'use client'

import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

export function PrintButton({ children }: { children: ReactNode }) {
  return (
    <Button type="button" tone="calm" onClick={() => window.print()}>
      <Printer aria-hidden="true" />
      {children}
    </Button>
  )
}
