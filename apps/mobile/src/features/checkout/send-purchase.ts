import { ApiProblem } from '@emanet/contracts/client'
import type { Problem } from '@emanet/contracts/errors'
import { type PurchaseOutcome, pressBuy } from '@emanet/contracts/press-buy'
import { isAwaited, isOver } from '@emanet/contracts/states'
import { TERMS_VERSION } from '@emanet/messages/terms-version'
import { RETURN_TO } from '../../platform/open-payment'
import { api } from '../session/api.ts'
import { attemptKey, forgetAttempt, noteAnswer, type Purchase } from './attempts.ts'
import { forgetPress, noteOrder, notePress } from './open-purchases.ts'

/**
 * Presses Buy. What is bought and under which key is stored before anything is sent, and the order's id before anything is
 * done with it, so that a killed app finds its way back.
 * @param onRepeat told the number of the attempt about to be made, from 2.
 */
export async function sendPurchase(userId: string, purchase: Purchase, onRepeat: (attempt: number) => void): Promise<PurchaseOutcome> {
  const outcome = await pressBuy({ send: () => sendOnce(userId, purchase), forgetKey: () => forgetAttempt(purchase), onRepeat })
  if (outcome.kind === 'placed' && isAwaited(outcome.placed.order.status)) await noteAnswer(purchase)
  return outcome
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
    if (isOver(body.order.status)) await forgetPress({ userId, productId })
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
