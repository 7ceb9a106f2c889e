import { AppError } from '@emanet/contracts/errors'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../platform/http.ts'
import { closeUnpaidOrder } from './close-unpaid-order.ts'
import { findOrder, type OrderView, orderView } from './order.queries.ts'

/**
 * The buyer gives an unpaid order up; its unit is free at once. Once more: the same answer.
 * @throws AppError `order.not_found` · `order.wrong_state` when it is paid (iyzico is asked first) or past that · `payment.unreachable`, nothing changed.
 */
export async function cancelOrder(deps: Deps, viewer: Viewer, orderId: string): Promise<OrderView> {
  const order = await findOwn(deps, viewer, orderId)
  if (order.status === 'cancelled') return orderView(order, 'buyer', deps.config)
  if (order.status !== 'pending_payment') throw new AppError('order.wrong_state', { orderStatus: order.status })
  const closed = await closeUnpaidOrder(deps, orderId, 'cancel', 'buyer')
  if (closed === 'unanswered') throw new AppError('payment.unreachable', { orderId, retryAfterS: 2 })
  const after = await findOwn(deps, viewer, orderId)
  if (after.status !== 'cancelled') throw new AppError('order.wrong_state', { orderStatus: after.status })
  return orderView(after, 'buyer', deps.config)
}

async function findOwn(deps: Deps, viewer: Viewer, orderId: string) {
  const row = await findOrder(deps.db, viewer, orderId)
  if (row?.buyer_id !== viewer.userId) throw new AppError('order.not_found')
  return row
}
