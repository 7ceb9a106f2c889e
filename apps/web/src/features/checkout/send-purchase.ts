import { type PurchaseOutcome, pressBuy, purchaseRefused } from '@emanet/contracts/press-buy'
import { isAwaited } from '@emanet/contracts/states'
import { attemptKey, forgetAttempt, noteOrder } from './attempt-key.ts'

export type Purchase = { productId: string; addressId: string; priceKurus: number; termsVersion: string }

/** Presses Buy under the key of this purchase. @param onRepeat told the number of the attempt about to be made, from 2. */
export async function sendPurchase(purchase: Purchase, onRepeat: (attempt: number) => void): Promise<PurchaseOutcome> {
  const outcome = await pressBuy({ send: () => sendOnce(purchase), forgetKey: () => forgetAttempt(purchase), onRepeat })
  if (outcome.kind === 'placed' && isAwaited(outcome.placed.order.status)) noteOrder(purchase, outcome.placed.orderId)
  return outcome
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
    return answer.ok ? { kind: 'placed', placed: body } : purchaseRefused(body)
  } catch {
    return { kind: 'lost' }
  }
}
