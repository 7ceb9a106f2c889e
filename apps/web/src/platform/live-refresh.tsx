'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { digest } from './digest.ts'

type Watch = {
  /** Path under /bff/ whose answer is compared. */
  probe: string
  /** Digest of the answer this page was rendered from. */
  version: string
  everyMs: number
  /** Path under /bff/ of an event stream that sends the same answer at each change; polling stands in while it is away. */
  events?: string
}

export type Liveness = 'live' | 'polling' | 'away'

/**
 * Renders the page again when the server's truth has changed: at each event, on focus, and every `everyMs`. The page holds
 * no second copy of what it shows.
 */
export function useLiveRefresh({ probe, version, everyMs, events }: Watch): Liveness {
  const router = useRouter()
  const [liveness, setLiveness] = useState<Liveness>('polling')
  const rendered = useRef(version)
  rendered.current = version

  useEffect(() => {
    let seen = rendered.current
    let stopped = false
    const look = (text: string) => {
      const now = digest(text)
      if (now === seen || stopped) return
      seen = now
      router.refresh()
    }
    const report = (state: Liveness) => {
      if (!stopped) setLiveness(state)
    }
    // Without its stream the page asks; whether anybody answers is for the asking to say.
    const lost = () => {
      if (!stopped) setLiveness((before) => (before === 'live' ? 'polling' : before))
    }
    const stream = events === undefined ? null : openStream(`/bff/${events}`, { look, live: () => report('live'), lost })
    const ask = async () => {
      if (stopped || document.visibilityState === 'hidden') return
      try {
        const answer = await fetch(`/bff/${probe}`, {
          headers: { accept: 'application/json' },
          cache: 'no-store',
          signal: AbortSignal.timeout(8_000),
        })
        if (answer.ok) look(await answer.text())
        // Signed out, or gone: the page itself knows what to say.
        else if (answer.status === 401 || answer.status === 404) look(`${answer.status}`)
        if (!stream?.isOpen()) report(answer.status >= 500 ? 'away' : 'polling')
      } catch {
        if (!stream?.isOpen()) report('away')
      }
    }
    const tick = () => {
      if (stream?.isOpen() || document.visibilityState === 'hidden') return
      stream?.reopen()
      void ask()
    }
    const returned = () => {
      // A tab that nobody looks at holds no connection of the server's; shown again it asks and listens at once.
      if (document.visibilityState === 'hidden') stream?.close()
      else stream?.reopen()
      void ask()
    }
    const timer = setInterval(tick, everyMs)
    document.addEventListener('visibilitychange', returned)
    // A page that the browser shows from its memory after "back" has missed what happened meanwhile.
    for (const event of RETURNS) window.addEventListener(event, returned)
    void ask()
    return () => {
      stopped = true
      stream?.close()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', returned)
      for (const event of RETURNS) window.removeEventListener(event, returned)
    }
  }, [router, probe, everyMs, events])

  return liveness
}

const RETURNS = ['focus', 'online', 'pageshow'] as const

/** An event stream that can be opened again after the server refused it; while it only stutters the browser reconnects. */
function openStream(path: string, on: { look: (text: string) => void; live: () => void; lost: () => void }) {
  const open = () => {
    const source = new EventSource(path)
    source.addEventListener('open', on.live)
    source.addEventListener('message', (event: MessageEvent<string>) => on.look(event.data))
    source.addEventListener('order', (event) => on.look((event as MessageEvent<string>).data))
    source.addEventListener('error', on.lost)
    return source
  }
  let source = open()
  return {
    isOpen: () => source.readyState === EventSource.OPEN,
    reopen: () => {
      if (source.readyState === EventSource.CLOSED) source = open()
    },
    close: () => source.close(),
  }
}

/** For pages that only want to stay true. */
export function LiveRefresh(watch: Watch) {
  useLiveRefresh(watch)
  return null
}
