import type pg from 'pg'

export type Poke = () => void

/**
 * Wakes the relay of every worker after a commit: one NOTIFY of its own for whatever was committed in the last few
 * milliseconds. Inside the transactions themselves it would serialise all commits (measured: 11 k/s → 3.5 k/s).
 * Losing one costs at most the relay's polling period.
 */
export function createPoke(pool: pg.Pool, quietMs = 3): Poke {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    setTimeout(() => {
      waiting = false
      pool.query('notify outbox').catch(() => {})
    }, quietMs).unref()
  }
}
