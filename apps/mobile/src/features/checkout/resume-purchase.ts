import { findMyOrder } from '../orders/my-order.ts'
import { forgetPress, noteOrder, openPurchases } from './open-purchases.ts'
import { sendPurchase } from './send-purchase.ts'

/** A press this old is no longer sent by itself; whether it became an order is still looked up. */
const SEND_AGAIN_MS = 15 * 60 * 1000
/** Clocks of phones are off; an earlier purchase of the same product is older than this. */
const CLOCK_OFF_MS = 5 * 60 * 1000

export type Resumed = { kind: 'order'; orderId: string } | { kind: 'product'; productId: string } | { kind: 'none' }

/**
 * Where a reopened app goes on: the order of the last Buy that has not ended. Killed before the answer came, the same
 * request is sent again under its key; a press from long ago is only looked for.
 * @throws when the network is away or the session has ended; what is stored stays, and the next start tries again.
 */
export async function resumePurchase(userId: string): Promise<Resumed> {
  const [open] = await openPurchases(userId)
  if (!open) return { kind: 'none' }
  if (open.orderId !== null) return { kind: 'order', orderId: open.orderId }
  const { productId } = open
  const order = await findMyOrder(productId)
  if (order && Date.parse(order.createdAt) >= open.pressedAtMs - CLOCK_OFF_MS) {
    await noteOrder({ userId, productId, orderId: order.id })
    return { kind: 'order', orderId: order.id }
  }
  if (Date.now() - open.pressedAtMs > SEND_AGAIN_MS) {
    await forgetPress({ userId, productId })
    return { kind: 'product', productId }
  }
  const outcome = await sendPurchase(userId, open, () => {})
  if (outcome.kind === 'placed') return { kind: 'order', orderId: outcome.placed.orderId }
  if (outcome.kind === 'lost') throw new TypeError('the purchase could not be sent again')
  const { orderId: standing } = outcome.problem
  return typeof standing === 'string' ? { kind: 'order', orderId: standing } : { kind: 'product', productId }
}
