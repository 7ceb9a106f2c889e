import { useState } from 'react'
import { type Remote, useRemote } from './use-remote.ts'

type Page<T> = { items: T[]; nextCursor: string | null }

export type Pages<T> = Omit<Remote<Page<T>>, 'value' | 'put'> & { items: T[] | null; more: boolean; loadMore: () => Promise<void> }

/** A list that goes on: its first page is asked for again as `useRemote` does, further ones when the list's end is reached. */
export function usePages<T extends { id: string }>(
  name: string | null,
  ask: (cursor: string | undefined) => Promise<Page<T>>,
  everyMs?: number,
): Pages<T> {
  const { value: first, error, renewing, renew } = useRemote(name, () => ask(undefined), everyMs)
  const [rest, setRest] = useState<{ name: string | null; items: T[]; nextCursor: string | null | undefined }>({
    name,
    items: [],
    nextCursor: undefined,
  })
  const [loading, setLoading] = useState(false)
  const known = rest.name === name ? rest : { items: [], nextCursor: undefined }
  const cursor = known.nextCursor === undefined ? first?.nextCursor : known.nextCursor

  async function loadMore() {
    if (loading || !cursor) return
    setLoading(true)
    try {
      const page = await ask(cursor)
      setRest({ name, items: [...known.items, ...page.items], nextCursor: page.nextCursor })
    } catch {
      // The end of the list stays where it was; reaching it again asks again.
    } finally {
      setLoading(false)
    }
  }

  const fresh = new Set(first?.items.map((item) => item.id))
  return {
    // What moved to the first page since must not stand there twice.
    items: first ? [...first.items, ...known.items.filter((item) => !fresh.has(item.id))] : null,
    error,
    renewing,
    renew,
    more: Boolean(cursor),
    loadMore,
  }
}
