import { useRef } from 'react'
import type { NativeScrollEvent, NativeSyntheticEvent } from 'react-native'
import { type Remote, useRemote } from './use-remote.ts'

type Page<T> = { items: T[]; nextCursor: string | null }
/** `pages`: how many of the API's make it up. */
type Shown<T> = Page<T> & { pages: number }

export type Pages<T> = Omit<Remote<Shown<T>>, 'value' | 'put'> & { items: T[] | null; more: boolean; loadMore: () => Promise<void> }

/**
 * A list that goes on when its end is reached. Asked for again, as `useRemote` does, it is read as far as it was shown, so
 * that nothing is lost between a first page that has moved and the rest.
 */
export function usePages<T extends { id: string }>(
  name: string | null,
  ask: (cursor: string | undefined) => Promise<Page<T>>,
  everyMs?: number,
): Pages<T> {
  const shown = useRef<Shown<T> | null>(null)
  const { value, error, renewing, renew, put } = useRemote(name, () => readPages(ask, shown.current?.pages ?? 1), everyMs)
  shown.current = value
  const loading = useRef(false)

  async function loadMore() {
    if (loading.current || !value?.nextCursor) return
    loading.current = true
    try {
      const next = await ask(value.nextCursor)
      // Another list, or this one asked for again, is shown by now.
      if (shown.current === value) put(joined(value, next))
    } catch {
      // The end of the list stays where it was; reaching it again asks again.
    } finally {
      loading.current = false
    }
  }

  return { items: value?.items ?? null, error, renewing, renew, more: Boolean(value?.nextCursor), loadMore }
}

/**
 * For `onScroll`: asks for more from half a screen before the end. `onEndReached` alone is called once for a height, so a search
 * that fills as much as the list before it would stop at its first page.
 */
export function whenNearEnd(loadMore: () => Promise<void>) {
  return ({ nativeEvent }: NativeSyntheticEvent<NativeScrollEvent>): void => {
    const { contentOffset, layoutMeasurement, contentSize } = nativeEvent
    if (contentOffset.y + 1.5 * layoutMeasurement.height > contentSize.height) void loadMore()
  }
}

async function readPages<T extends { id: string }>(
  ask: (cursor: string | undefined) => Promise<Page<T>>,
  count: number,
): Promise<Shown<T>> {
  let shown: Shown<T> = { ...(await ask(undefined)), pages: 1 }
  while (shown.pages < count && shown.nextCursor) shown = joined(shown, await ask(shown.nextCursor))
  return shown
}

/** What moved down while the list was read must not stand there twice. */
function joined<T extends { id: string }>(shown: Shown<T>, next: Page<T>): Shown<T> {
  const known = new Set(shown.items.map((item) => item.id))
  return {
    items: [...shown.items, ...next.items.filter((item) => !known.has(item.id))],
    nextCursor: next.nextCursor,
    pages: shown.pages + 1,
  }
}
