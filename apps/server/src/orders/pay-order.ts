import { AppError } from '@emanet/contracts/errors'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../platform/http.ts'
import { resumeOrder } from './resume-order.ts'

/**
 * A payment page for an order that awaits payment: the open one, or a new attempt.
 * @throws AppError `order.wrong_state` when it does not await payment (any more), and what `resumeOrder` throws.
 */
export async function payOrder(
  deps: Deps,
  viewer: Viewer,
  orderId: string,
  returnTo?: 'web' | 'app' | 'app_web',
): Promise<{ paymentUrl: string }> {
  const order = await resumeOrder(deps, viewer, orderId, returnTo)
  if (order.payment.paymentUrl === null) throw new AppError('order.wrong_state', { orderStatus: order.status })
  return { paymentUrl: order.payment.paymentUrl }
}
