import { setTimeout as pause } from 'node:timers/promises'
import type { Figure } from '../bench.ts'
import { query } from '../rows.ts'
import { type Paid, placeAndPay } from './paying.ts'
import type { System } from './system.ts'

const SETTLED_WITHIN_S = 90

/** Orders that are paid, and of which neither the browser nor iyzico tells us. */
export function paySilently(system: System, products: readonly string[]): Promise<Paid[]> {
  return placeAndPay(system, products)
}

/** Waits for the poller to have found them all; a bounded demonstration, of as many as fit iyzico's budget easily. */
export async function whenSilentAreSettled({ databaseUrl, say }: System, silent: readonly Paid[]): Promise<Figure[]> {
  if (silent.length === 0) return []
  say(`waiting for the poller to find ${silent.length} payments that nobody told us of`)
  const ids = silent.map((paid) => paid.orderId)
  const giveUpAt = Date.now() + SETTLED_WITHIN_S * 1000
  for (;;) {
    const paid = await query<{ id: string; at: Date }>(
      databaseUrl,
      'select id, paid_at as at from orders where id = any($1) and paid_at is not null',
      [ids],
    )
    const isOver = Date.now() > giveUpAt
    if (paid.length < silent.length && !isOver) {
      await pause(250)
      continue
    }
    const at = new Map(paid.map((row) => [row.id, row.at.getTime()]))
    const slowest = Math.max(...silent.map((one) => ((at.get(one.orderId) ?? Number.POSITIVE_INFINITY) - one.paidAtMs) / 1000))
    const measured = Number.isFinite(slowest)
      ? `the last of ${silent.length} after ${slowest.toFixed(1)} s`
      : `${paid.length} of ${silent.length}`
    return [
      {
        name: 'paid, and nobody told us: settled by the poller',
        target: `≤ ${SETTLED_WITHIN_S} s`,
        measured,
        isGood: slowest <= SETTLED_WITHIN_S,
      },
    ]
  }
}
