import { isOver } from '@emanet/contracts/states'
import type { Order } from '@emanet/messages/order-story'
import { api } from '../session/api.ts'

/** My latest order of this product that has not fallen through. */
export async function findMyOrder(productId: string): Promise<Order | null> {
  const { body } = await api().listOrders({ query: { role: 'buyer', limit: 20 } })
  return body.items.find((order) => order.product.id === productId && !isOver(order.status)) ?? null
}
