'use client'

import { WifiOff } from 'lucide-react'
import { useOffline } from '@/platform/use-offline.ts'
import { useTexts } from './texts.tsx'

export function OfflineBanner() {
  const offline = useOffline()
  const { offline: text } = useTexts()
  return (
    <div role="status" className="sticky top-0 z-40">
      {offline ? (
        <p className="flex items-center justify-center gap-2 bg-saffron-wash px-4 py-2 text-center font-medium text-saffron">
          <WifiOff className="size-4 shrink-0" aria-hidden="true" />
          {text}
        </p>
      ) : null}
    </div>
  )
}
