import { ApiProblem, type Client } from '@emanet/contracts/client'
import { TERMS_VERSION } from '@emanet/messages/terms-version'
import { RETURN_TO } from '../../platform/open-payment'
import { api } from '../session/api.ts'
import { attemptKey, forgetAttempt, type Purchase, writeOpenPurchase } from './attempts.ts'

type Placed = Awaited<ReturnType<Client['placeOrder']>>['body']
type Problem = ApiProblem['problem']

export type PurchaseOutcome = { kind: 'placed'; placed: Placed } | { kind: 'refused'; problem: Problem } | { kind: 'lost' }

/** Milliseconds before each repeat; the same key makes repeating safe. */
const PAUSES_MS = [1_000, 2_000, 4_000]

/**
 * Presses Buy. What is bought and under which key is stored before anything is sent, and the order's id before anything is
 * done with it, so that a killed app finds its way back. An answer that was lost is asked for again under the same key.
 * @param onRepeat told the number of the attempt about to be made, from 2.
 */
export async function sendPurchase(userId: string, purchase: Purchase, onRepeat: (attempt: number) => void): Promise<PurchaseOutcome> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await sendOnce(userId, purchase)
    if (outcome.kind === 'placed' && hasEnded(outcome.placed)) {
      // The key belonged to an order that is over; she presses Buy for a new one.
      await forgetAttempt(purchase)
      return sendOnce(userId, purchase)
    }
    const pause = PAUSES_MS[attempt]
    if (outcome.kind !== 'lost' || pause === undefined) return outcome
    await new Promise((resolve) => setTimeout(resolve, pause))
    onRepeat(attempt + 2)
  }
}

async function sendOnce(userId: string, purchase: Purchase): Promise<PurchaseOutcome> {
  const { productId, addressId, priceKurus } = purchase
  const key = await attemptKey(purchase)
  const open = { ...purchase, key, userId, pressedAtMs: Date.now() }
  await writeOpenPurchase({ ...open, orderId: null })
  try {
    const { body } = await api().placeOrder({
      headers: { 'idempotency-key': key },
      body: { productId, addressId, expectedPriceKurus: priceKurus, termsVersion: TERMS_VERSION, returnTo: RETURN_TO },
    })
    await writeOpenPurchase(hasEnded(body) ? null : { ...open, orderId: body.orderId })
    return { kind: 'placed', placed: body }
  } catch (error) {
    if (!(error instanceof ApiProblem)) return { kind: 'lost' }
    const { problem } = error
    if (problem.status >= 500 && problem.code !== 'payment.unreachable') return { kind: 'lost' }
    // The order stands though the payment page could not be opened; otherwise there is none.
    await writeOpenPurchase(
      typeof problem['orderId'] === 'string' && problem.status === 503 ? { ...open, orderId: problem['orderId'] } : null,
    )
    return { kind: 'refused', problem }
  }
}

function hasEnded({ order }: Placed): boolean {
  return order.status === 'cancelled' || order.status === 'expired' || order.status === 'refunded'
}
