import type { Deps } from '../deps.ts'
import { eachOf } from '../platform/each-of.ts'
import { sql } from '../platform/sql.ts'
import { closeUnpaidOrder } from './close-unpaid-order.ts'

/**
 * Expires orders whose time is up, oldest first; iyzico is asked about each one before. One whose buyer is at her bank, or
 * about which iyzico cannot be asked, is looked at again 15 s later, behind those that wait. These questions, 600 a minute at
 * most, do not count against the poller's budget: a unit that nobody pays for must not stay taken because many others are silent.
 */
export async function expireOverdueOrders(deps: Deps): Promise<void> {
  const overdue = await deps.db.query<{ id: string }>(sql`
    update orders set next_expiry_at = now() + interval '15 seconds'
    where id in (
      select id from orders
      where status = 'pending_payment' and expires_at <= now() and (next_expiry_at is null or next_expiry_at <= now())
      order by coalesce(next_expiry_at, expires_at)
      limit 20
      for update skip locked
    )
    returning id`)
  await eachOf(overdue, { log: deps.log, what: 'expiring an order', atOnce: 4 }, (id) => closeUnpaidOrder(deps, id, 'expire', 'expiry'))
}
