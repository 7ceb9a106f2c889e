'use client'

import { useRouter } from 'next/navigation'
import { startTransition, useEffect, useRef } from 'react'
import { readFailure } from '@/platform/failure-digest.ts'
import { useOffline } from '@/platform/use-offline.ts'
import { Button, ButtonAnchor } from '@/ui/button.tsx'
import { Emptiness } from '@/ui/panel.tsx'
import { useTexts } from '@/ui/texts.tsx'

/** A page that could not be made, and why. Trying again asks the server, not the memory; where waiting helps it does so by itself. */
export default function PageFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { failure } = useTexts()
  const router = useRouter()
  const offline = useOffline()
  const { kind, waitS, reference } = readFailure(error.digest)
  const again = useRef(() => {})
  again.current = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })

  // biome-ignore lint/correctness/useExhaustiveDependencies: each failure waits anew
  useEffect(() => {
    if (offline || waitS === 0) return
    const timer = setTimeout(() => again.current(), waitS * 1000)
    return () => clearTimeout(timer)
  }, [error, offline, waitS])

  const [title, text] = offline
    ? [failure.offline, failure.offlineText]
    : kind === 'busy'
      ? [failure.busy, failure.busyText.replace('{seconds}', String(waitS))]
      : kind === 'unreachable'
        ? [failure.unreachable, failure.unreachableRetry]
        : [failure.title, failure.text]
  return (
    <div role="alert" data-failure={offline ? 'offline' : kind}>
      <Emptiness heading="h1" title={title} text={text}>
        <Button type="button" onClick={() => again.current()}>
          {failure.again}
        </Button>
        <ButtonAnchor href="/" tone="calm">
          {failure.home}
        </ButtonAnchor>
      </Emptiness>
      {reference ? <p className="mt-3 text-center text-sm text-ink-soft">{failure.reference.replace('{id}', reference)}</p> : null}
    </div>
  )
}
