import 'server-only'
import { ApiProblem } from '@emanet/contracts/client'
import { isAwaited, isOver } from '@emanet/contracts/states'
import type { Order } from '@emanet/messages/order-story'
import { api, hasSession, READ_MAX_MS } from '@/platform/api.ts'

/**
 * My live order of this product, one that awaits payment before those that are paid, so that I am never told that somebody
 * else has it. Looked for among my newest hundred; behind those the API's refusal still names it.
 */
export async function findOwnOrder(productId: string): Promise<Order | null> {
  if (!(await hasSession())) return null
  try {
    const { body } = await (await api({ timeoutMs: READ_MAX_MS })).listOrders({ query: { role: 'buyer', limit: 100 } })
    const live = body.items.filter((order) => order.product.id === productId && !isOver(order.status))
    return live.find(({ status }) => isAwaited(status)) ?? live[0] ?? null
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 401) return null
    throw error
  }
}
