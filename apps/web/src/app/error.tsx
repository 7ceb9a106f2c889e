'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { Button, ButtonAnchor } from '@/ui/button.tsx'
import { Emptiness } from '@/ui/panel.tsx'
import { useTexts } from '@/ui/texts.tsx'

/** A page that could not be made: mostly the API being away. Trying again asks the server, not the memory. */
export default function PageFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { failure } = useTexts()
  const router = useRouter()
  const again = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <div role="alert">
      <Emptiness heading="h1" title={failure.unreachable} text={failure.unreachableText}>
        <Button type="button" onClick={again}>
          {failure.again}
        </Button>
        <ButtonAnchor href="/" tone="calm">
          {failure.home}
        </ButtonAnchor>
      </Emptiness>
      {error.digest ? <p className="mt-3 text-center text-sm text-ink-soft">{failure.reference.replace('{id}', error.digest)}</p> : null}
    </div>
  )
}
