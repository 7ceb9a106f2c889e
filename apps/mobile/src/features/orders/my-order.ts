import { isAwaited, isOver } from '@emanet/contracts/states'
import type { Order } from '@emanet/messages/order-story'
import { api } from '../session/api.ts'

/**
 * My order of this product that has not fallen through, one that awaits payment before those that are paid. Looked for among my
 * newest hundred; behind those the API's refusal still names it.
 */
export async function findMyOrder(productId: string): Promise<Order | null> {
  const { body } = await api().listOrders({ query: { role: 'buyer', limit: 100 } })
  const live = body.items.filter((order) => order.product.id === productId && !isOver(order.status))
  return live.find(({ status }) => isAwaited(status)) ?? live[0] ?? null
}
