import { ApiProblem, type Client } from '@emanet/contracts/client'
import { TERMS_VERSION } from '@emanet/messages/terms-version'
import { RETURN_TO } from '../../platform/open-payment'
import { hasEnded } from '../orders/my-order.ts'
import { api } from '../session/api.ts'
import { attemptKey, forgetAttempt, type Purchase } from './attempts.ts'
import { forgetPress, noteOrder, notePress } from './open-purchases.ts'

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
    if (outcome.kind === 'placed' && hasEnded(outcome.placed.order)) {
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
  await notePress(userId, purchase)
  try {
    const { body } = await api().placeOrder({
      headers: { 'idempotency-key': key },
      body: { productId, addressId, expectedPriceKurus: priceKurus, termsVersion: TERMS_VERSION, returnTo: RETURN_TO },
    })
    if (hasEnded(body.order)) await forgetPress({ userId, productId })
    else await noteOrder({ userId, productId, orderId: body.orderId })
    return { kind: 'placed', placed: body }
  } catch (error) {
    if (!(error instanceof ApiProblem)) return { kind: 'lost' }
    const { problem } = error
    // The order stands though its payment page could not be opened.
    if (typeof problem['orderId'] === 'string') await noteOrder({ userId, productId, orderId: problem['orderId'] })
    else if (problem.status >= 500) return { kind: 'lost' }
    else if (isForGood(problem)) await forgetPress({ userId, productId })
    return { kind: 'refused', problem }
  }
}

/** Whether the API has looked at the purchase itself: a session that ended or a proxy in between says nothing of an earlier send. */
function isForGood({ status, code }: Problem): boolean {
  return code === 'reservations.limit' || (code !== 'server.error' && [403, 404, 409, 422].includes(status))
}
