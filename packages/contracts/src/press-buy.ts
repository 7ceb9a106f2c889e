import type { Problem } from './errors.ts'
import type { placeOrder } from './orders.ts'
import type { Output } from './route.ts'
import { isAwaited, isOver } from './states.ts'

type Placed = Output<typeof placeOrder>

export type PurchaseOutcome = { kind: 'placed'; placed: Placed } | { kind: 'refused'; problem: Problem } | { kind: 'lost' }

/** Milliseconds before each repeat; the same key makes repeating safe. */
const PAUSES_MS = [1_000, 2_000, 4_000]

/**
 * Presses Buy. An answer that was lost is asked for again under the same key, at most four times in all. A key lives with
 * its open order: one whose order has ended is forgotten and the purchase sent anew; one whose order is paid is forgotten
 * for the next purchase, but this press may come from a screen that has not heard of the payment, so it buys no second one.
 * @param press.onRepeat told the number of the attempt about to be made, from 2.
 */
export async function pressBuy(press: {
  send: () => Promise<PurchaseOutcome>
  forgetKey: () => void | Promise<void>
  onRepeat: (attempt: number) => void
}): Promise<PurchaseOutcome> {
  for (let attempt = 0; ; attempt++) {
    const outcome = await press.send()
    if (outcome.kind === 'placed' && !isAwaited(outcome.placed.order.status)) {
      await press.forgetKey()
      return isOver(outcome.placed.order.status) ? press.send() : outcome
    }
    const pause = PAUSES_MS[attempt]
    if (outcome.kind !== 'lost' || pause === undefined) return outcome
    await new Promise((resolve) => setTimeout(resolve, pause))
    press.onRepeat(attempt + 2)
  }
}

/** What an error answer to Buy means: a server that failed may have placed the order all the same. */
export function purchaseRefused(problem: Problem): PurchaseOutcome {
  return problem.status >= 500 && problem.code !== 'payment.unreachable' ? { kind: 'lost' } : { kind: 'refused', problem }
}
