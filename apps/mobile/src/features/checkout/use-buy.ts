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

type Placed = Extract<PurchaseOutcome, { kind: 'placed' }>['placed']

export type BuyState =
  | { kind: 'ready' }
  | { kind: 'noTerms' }
  | { kind: 'sending'; attempt: number }
  | { kind: 'leaving' }
  | { kind: 'lost' }
  | { kind: 'otherTotal'; placed: Placed }
  | { kind: 'refused'; problem: ApiProblem['problem'] }

/** `totalKurus`: what the button said. */
type Press = { purchase: Purchase | null; totalKurus: number; accepted: boolean }

/** The Buy button and all that hangs on it. Pressing twice, coming back and being killed all lead to the one order. */
export function useBuy(userId: string) {
  const [state, setState] = useState<BuyState>({ kind: 'ready' })
  const busy = useRef(false)
  const router = useRouter()
  const signIn = useSignIn()

  async function buy({ purchase, totalKurus, accepted }: Press) {
    if (busy.current || !purchase) return
    if (!accepted) return setState({ kind: 'noTerms' })
    await once(async () => {
      setState({ kind: 'sending', attempt: 1 })
      const outcome = await sendPurchase(userId, purchase, (attempt) => setState({ kind: 'sending', attempt }))
      if (outcome.kind === 'placed') {
        const { placed } = outcome
        // She agreed to what the button says. Shipping or fee may have changed since, or an older order goes on.
        const agreed = placed.paymentUrl === null || placed.order.totals.totalKurus === totalKurus
        return agreed ? pay(placed) : setState({ kind: 'otherTotal', placed })
      }
      const isSignedOut = outcome.kind === 'refused' && outcome.problem.status === 401
      setState(isSignedOut ? { kind: 'ready' } : outcome)
      if (isSignedOut) return signIn()
      if (outcome.kind === 'refused' && outcome.problem.code === 'product.unavailable') somethingChanged()
      const orderId = await orderAfter(outcome, purchase.productId)
      if (orderId !== null) router.dismissTo(`/orders/${orderId}`)
    })
  }

  async function pay({ orderId, paymentUrl }: Placed) {
    setState({ kind: 'leaving' })
    // A sheet that cannot be shown leaves the order to be paid from its page.
    if (paymentUrl) await openPayment({ paymentUrl, orderId }).catch(() => {})
    somethingChanged()
    // Closing the sheet is enough: the order's page says what became of it.
    router.dismissTo(`/orders/${orderId}`)
  }

  async function once(work: () => Promise<void>) {
    if (busy.current) return
    busy.current = true
    try {
      await work()
    } finally {
      busy.current = false
    }
  }

  return { state, buy, payAfterAll: (placed: Placed) => once(() => pay(placed)), forget: () => setState({ kind: 'ready' }) }
}

/** The order to go to, if there is one. Who bought the product herself, on another phone, has lost it to nobody. */
async function orderAfter(outcome: Exclude<PurchaseOutcome, { kind: 'placed' }>, productId: string): Promise<string | null> {
  if (outcome.kind === 'lost') return null
  const { orderId } = outcome.problem
  if (typeof orderId === 'string') return orderId
  if (outcome.problem.code !== 'product.unavailable') return null
  return (await findMyOrder(productId).catch(() => null))?.id ?? null
}
