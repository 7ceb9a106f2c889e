import { useFocusEffect } from 'expo-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { changes, recall, remember } from './heard.ts'
import { useStore } from './store.ts'
import { useForeground } from './use-foreground.ts'

export type Remote<T> = {
  value: T | null
  /** Why the last asking failed; the value may still be shown. */
  error: unknown
  /** Asked for by hand, so that the pull stays visible until the answer. */
  renewing: boolean
  renew: () => Promise<void>
  /** Puts in what an action answered. */
  put: (value: T) => void
}

type Asking = { name: string; turn: number; answer: Promise<void> }

/** Milliseconds until the next asking, or how to tell from what was heard last. */
type Pace<T> = number | ((value: T | null) => number | undefined)

/**
 * Asks when the screen opens, when it comes back, when the app comes to the front, after `somethingChanged`, and every
 * `everyMs` while it is looked at. One asking at a time, the latest counts; after a failure it waits longer, up to 15 s.
 */
export function useRemote<T>(name: string | null, ask: () => Promise<T>, everyMs?: Pace<T>): Remote<T> {
  const [state, setState] = useState<{ name: string | null; value: T | null; error: unknown }>({
    name,
    value: recall<T>(name),
    error: null,
  })
  const [renewing, setRenewing] = useState(false)
  const [focused, setFocused] = useState(true)
  const foreground = useForeground()
  const turn = useStore(changes)
  const asking = useRef<Asking | null>(null)
  const failures = useRef(0)
  const latest = useRef({ name, ask, everyMs })
  latest.current = { name, ask, everyMs }

  useFocusEffect(
    useCallback(() => {
      setFocused(true)
      return () => setFocused(false)
    }, []),
  )

  const load = useCallback((): Promise<void> => {
    const { name: asked, ask: question } = latest.current
    if (asked === null) return Promise.resolve()
    // An answer that was asked for under another name or before a change is no answer to this.
    const turnNow = changes.get()
    if (asking.current?.name === asked && asking.current.turn === turnNow) return asking.current.answer
    const mine: Asking = { name: asked, turn: turnNow, answer: Promise.resolve() }
    const settle = (answer: { value: T } | { error: unknown }) => {
      if (asking.current !== mine) return
      asking.current = null
      failures.current = 'error' in answer ? failures.current + 1 : 0
      if ('value' in answer) remember(asked, answer.value)
      setState({ name: asked, value: recall<T>(asked), error: 'error' in answer ? answer.error : null })
    }
    mine.answer = question().then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    )
    asking.current = mine
    return mine.answer
  }, [])

  const pauseMs = useCallback((): number | undefined => {
    if (failures.current > 0) return Math.min(15_000, 2_000 * 2 ** (failures.current - 1))
    const { name: asked, everyMs: pace } = latest.current
    return typeof pace === 'function' ? pace(recall<T>(asked)) : pace
  }, [])
  useRounds({ watching: focused && foreground && name !== null, because: `${turn} ${name}`, load, pauseMs })

  const renew = useCallback(async () => {
    setRenewing(true)
    await load()
    setRenewing(false)
  }, [load])
  const put = useCallback((value: T) => {
    const { name: known } = latest.current
    // What is under way was asked before this.
    asking.current = null
    if (known !== null) remember(known, value)
    setState({ name: known, value, error: null })
  }, [])
  const current = state.name === name ? state : { value: recall<T>(name), error: null }
  return { value: current.value, error: current.error, renewing, renew, put }
}

type Rounds = { watching: boolean; because: string; load: () => Promise<void>; pauseMs: () => number | undefined }

/** Asks at once, for each new reason, and again after each pause for as long as somebody watches. */
function useRounds({ watching, because, load, pauseMs }: Rounds): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `because` is a reason to ask again, not an input
  useEffect(() => {
    if (!watching) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let over = false
    const round = async () => {
      await load()
      if (over) return
      const pause = pauseMs()
      if (pause !== undefined) timer = setTimeout(round, pause)
    }
    void round()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [watching, because, load, pauseMs])
}
