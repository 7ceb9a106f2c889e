import type { ApiProblem } from '@emanet/contracts/client'
import { useRouter } from 'expo-router'
import { useRef, useState } from 'react'
import { openPayment } from '../../platform/open-payment'
import { somethingChanged } from '../../platform/use-remote.ts'
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
    setState({ kind: 'sending', attempt: 1 })
    const outcome = await sendPurchase(userId, purchase, (attempt) => setState({ kind: 'sending', attempt }))
    if (outcome.kind === 'placed') {
      setState({ kind: 'leaving' })
      const { orderId, paymentUrl } = outcome.placed
      if (paymentUrl) await openPayment(paymentUrl)
      busy.current = false
      setState({ kind: 'ready' })
      somethingChanged()
      // Closing the sheet is enough: the order's page says what became of it.
      return router.dismissTo(`/orders/${orderId}`)
    }
    busy.current = false
    if (outcome.kind === 'lost') return setState({ kind: 'lost' })
    if (outcome.problem.status === 401) {
      setState({ kind: 'ready' })
      return signIn()
    }
    const { orderId } = outcome.problem
    if (outcome.problem.code === 'payment.unreachable' && typeof orderId === 'string') return router.dismissTo(`/orders/${orderId}`)
    setState(outcome)
  }

  return { state, buy, forget: () => setState({ kind: 'ready' }) }
}
