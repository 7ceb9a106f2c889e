import type { Order } from '@emanet/messages/order-story'
import { api } from '../session/api.ts'

/** Whether an order fell through: nothing was bought by it, and a new one may be made. */
export function hasEnded({ status }: Pick<Order, 'status'>): boolean {
  return status === 'cancelled' || status === 'expired' || status === 'refunded'
}

/** My latest order of this product that has not fallen through. */
export async function findMyOrder(productId: string): Promise<Order | null> {
  const { body } = await api().listOrders({ query: { role: 'buyer', limit: 20 } })
  return body.items.find((order) => order.product.id === productId && !hasEnded(order)) ?? null
}
