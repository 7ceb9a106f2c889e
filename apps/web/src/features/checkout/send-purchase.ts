import type { Problem } from '@emanet/contracts/errors'
import type { placeOrder } from '@emanet/contracts/orders'
import type { Output } from '@emanet/contracts/route'
import { attemptKey, forgetAttempt } from './attempt-key.ts'

type Placed = Output<typeof placeOrder>

export type Purchase = { productId: string; addressId: string; priceKurus: number; termsVersion: string }

export type PurchaseOutcome = { kind: 'placed'; placed: Placed } | { kind: 'refused'; problem: Problem } | { kind: 'lost' }

/** Milliseconds before each repeat; the same key makes repeating safe. */
const PAUSES_MS = [1_000, 2_000, 4_000]

/**
 * Presses Buy. An answer that was lost is asked for again under the same key, at most four times in all.
 * @param onRepeat told the number of the attempt about to be made, from 2.
 */
export async function sendPurchase(purchase: Purchase, onRepeat: (attempt: number) => void): Promise<PurchaseOutcome> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await sendOnce(purchase)
    if (outcome.kind === 'placed' && hasEnded(outcome.placed)) {
      // The key belonged to an order that is over; she presses Buy for a new one.
      forgetAttempt(purchase)
      return sendOnce(purchase)
    }
    const pause = PAUSES_MS[attempt]
    if (outcome.kind !== 'lost' || pause === undefined) return outcome
    await new Promise((resolve) => setTimeout(resolve, pause))
    onRepeat(attempt + 2)
  }
}

async function sendOnce({ productId, addressId, priceKurus, termsVersion }: Purchase): Promise<PurchaseOutcome> {
  try {
    const answer = await fetch('/bff/orders', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'idempotency-key': attemptKey({ productId, addressId, priceKurus }),
      },
      body: JSON.stringify({ productId, addressId, expectedPriceKurus: priceKurus, termsVersion, returnTo: 'web' }),
      signal: AbortSignal.timeout(25_000),
    })
    const body = await answer.json()
    if (answer.ok) return { kind: 'placed', placed: body }
    if (answer.status >= 500 && body.code !== 'payment.unreachable') return { kind: 'lost' }
    return { kind: 'refused', problem: body }
  } catch {
    return { kind: 'lost' }
  }
}

function hasEnded({ order }: Placed): boolean {
  return order.status === 'cancelled' || order.status === 'expired' || order.status === 'refunded'
}
