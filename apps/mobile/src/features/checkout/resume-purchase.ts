import { problemOf } from '../../platform/api.ts'
import { api } from '../session/api.ts'
import { type OpenPurchase, readOpenPurchase, writeOpenPurchase } from './attempts.ts'
import { sendPurchase } from './send-purchase.ts'

/** A press this old is no longer sent by itself; whether it became an order is still looked up. */
const SEND_AGAIN_MS = 15 * 60 * 1000

export type Resumed = { kind: 'order'; orderId: string } | { kind: 'product'; productId: string } | { kind: 'none' }

/**
 * Where a reopened app goes on: the order of the last Buy that has not ended. Killed before the answer came, the same
 * request is sent again under its key; a press from long ago is only looked for.
 * @throws when the network is away; what is stored stays, and the next start tries again.
 */
export async function resumePurchase(userId: string): Promise<Resumed> {
  const open = await readOpenPurchase()
  if (!open || open.userId !== userId) return { kind: 'none' }
  if (open.orderId !== null) return { kind: 'order', orderId: open.orderId }
  const orderId = await findOrder(open)
  if (orderId !== null) {
    await writeOpenPurchase({ ...open, orderId })
    return { kind: 'order', orderId }
  }
  if (Date.now() - open.pressedAtMs > SEND_AGAIN_MS) {
    await writeOpenPurchase(null)
    return { kind: 'product', productId: open.productId }
  }
  const outcome = await sendPurchase(userId, open, () => {})
  if (outcome.kind === 'placed') return { kind: 'order', orderId: outcome.placed.orderId }
  if (outcome.kind === 'lost') throw new TypeError('the purchase could not be sent again')
  const { orderId: standing } = outcome.problem
  return typeof standing === 'string' ? { kind: 'order', orderId: standing } : { kind: 'product', productId: open.productId }
}

/** The order that the unanswered request made, if it arrived. */
async function findOrder(open: OpenPurchase): Promise<string | null> {
  try {
    const { body } = await api().listOrders({ query: { role: 'buyer', limit: 20 } })
    // Clocks of phones are off; the order of an earlier purchase of this product has ended long before.
    const after = open.pressedAtMs - 5 * 60 * 1000
    return body.items.find((order) => order.product.id === open.productId && Date.parse(order.createdAt) >= after)?.id ?? null
  } catch (error) {
    if (problemOf(error)?.status === 401) return null
    throw error
  }
}
