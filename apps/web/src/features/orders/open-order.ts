import 'server-only'
import { ApiProblem } from '@emanet/contracts/client'
import type { Order } from '@emanet/messages/order-story'
import { api, hasSession } from '@/platform/api.ts'

/** My order for this product that still waits for payment, so that "reserved" is never said to the one who reserved it. */
export async function findOpenOrder(productId: string): Promise<Order | null> {
  if (!(await hasSession())) return null
  try {
    const { body } = await (await api()).listOrders({ query: { role: 'buyer', limit: 20 } })
    return body.items.find((order) => order.product.id === productId && order.status === 'pending_payment') ?? null
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 401) return null
    throw error
  }
}
