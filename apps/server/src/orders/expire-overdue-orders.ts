import type { Deps } from '../deps.ts'
import { sql } from '../platform/sql.ts'
import { closeUnpaidOrder } from './close-unpaid-order.ts'

const BATCH = 20
/** An order whose buyer is at her bank, or about which iyzico cannot be asked, is looked at again after this long. */
const AGAIN_AFTER_MS = 15_000

const notBefore = new Map<string, number>()

/** Expires orders whose time is up, oldest first; iyzico is asked about each one before. */
export async function expireOverdueOrders(deps: Deps): Promise<void> {
  const now = deps.clock.now().getTime()
  for (const [orderId, at] of notBefore) if (at <= now) notBefore.delete(orderId)
  const overdue = await deps.db.query<{ id: string }>(sql`
    select id from orders
    where status = 'pending_payment' and expires_at <= now() and id <> all(${[...notBefore.keys()]}::uuid[])
    order by expires_at
    limit ${BATCH}`)
  for (const { id } of overdue) {
    // One order that cannot be closed must not keep those behind it from being looked at.
    const closed = await closeUnpaidOrder(deps, id, 'expire', 'expiry').catch((error: unknown) => {
      deps.log.error({ err: error, orderId: id }, 'an overdue order could not be closed')
    })
    if (closed !== 'closed' && closed !== 'paid') notBefore.set(id, now + AGAIN_AFTER_MS)
  }
}
