import type { ApiProblem } from '@emanet/contracts/client'
import type { PurchaseOutcome } from '@emanet/contracts/press-buy'
import { useRouter } from 'expo-router'
import { useRef, useState } from 'react'
import { somethingChanged } from '../../platform/heard.ts'
import { openPayment } from '../../platform/open-payment'
import { findMyOrder } from '../orders/my-order.ts'
import { useSignIn } from '../session/use-session.ts'
import type { Purchase } from './attempts.ts'
import { sendPurchase } from './send-purchase.ts'

export type BuyState =
  | { kind: 'ready' }
  | { kind: 'noTerms' }
  | { kind: 'sending'; attempt: number }
  | { kind: 'leaving' }
  | { kind: 'lost' }
  | { kind: 'refused'; problem: ApiProblem['problem'] }

/** The Buy button and all that hangs on it. Pressing twice, coming back and being killed all lead to the one order. */
export function useBuy(userId: string) {
  const [state, setState] = useState<BuyState>({ kind: 'ready' })
  const busy = useRef(false)
  const router = useRouter()
  const signIn = useSignIn()

  async function buy({ purchase, accepted }: { purchase: Purchase | null; accepted: boolean }) {
    if (busy.current || !purchase) return
    if (!accepted) return setState({ kind: 'noTerms' })
    busy.current = true
    try {
      setState({ kind: 'sending', attempt: 1 })
      const outcome = await sendPurchase(userId, purchase, (attempt) => setState({ kind: 'sending', attempt }))
      if (outcome.kind === 'placed') await pay(outcome.placed)
      setState(stateAfter(outcome))
      if (outcome.kind === 'refused' && outcome.problem.status === 401) return signIn()
      const orderId = await orderAfter(outcome, purchase.productId)
      // Closing the sheet is enough: the order's page says what became of it.
      if (orderId !== null) router.dismissTo(`/orders/${orderId}`)
    } finally {
      busy.current = false
    }
  }

  async function pay({ orderId, paymentUrl }: { orderId: string; paymentUrl: string | null }) {
    setState({ kind: 'leaving' })
    // A sheet that cannot be shown leaves the order to be paid from its page.
    if (paymentUrl) await openPayment({ paymentUrl, orderId }).catch(() => {})
    somethingChanged()
  }

  return { state, buy, forget: () => setState({ kind: 'ready' }) }
}

function stateAfter(outcome: PurchaseOutcome): BuyState {
  const isSignedOut = outcome.kind === 'refused' && outcome.problem.status === 401
  return outcome.kind === 'placed' || isSignedOut ? { kind: 'ready' } : outcome
}

/** The order to go to, if there is one. Who bought the product herself, on another phone, has lost it to nobody. */
async function orderAfter(outcome: PurchaseOutcome, productId: string): Promise<string | null> {
  if (outcome.kind === 'placed') return outcome.placed.orderId
  if (outcome.kind === 'lost') return null
  const { orderId } = outcome.problem
  if (typeof orderId === 'string') return orderId
  if (outcome.problem.code !== 'product.unavailable') return null
  return (await findMyOrder(productId).catch(() => null))?.id ?? null
}
