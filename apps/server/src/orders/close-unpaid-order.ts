import { refreshProductStatus } from '../catalogue/refresh-product-status.ts'
import type { Deps } from '../deps.ts'
import { emit } from '../events.ts'
import { PAYMENT } from '../payments/payments.states.ts'
import { type Db, type Tx, withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { mustMove } from '../platform/transition.ts'
import { ORDER } from './orders.states.ts'
import { settlePayment } from './settle-payment.ts'

/**
 * - `closed` the order is expired or cancelled (now or before) and its unit is free
 * - `paid` iyzico says money was taken: the order moved on
 * - `waits` the buyer is at her bank, or the page is just being opened
 * - `unanswered` iyzico cannot be asked, so nothing changed
 */
export type Closed = 'closed' | 'paid' | 'waits' | 'unanswered'

/**
 * Ends an order that nobody paid: `expire` when its time is up, `cancel` when the buyer gives it up. Every attempt that
 * could have been paid is asked about first; iyzico decides, however long it cannot be asked.
 */
export async function closeUnpaidOrder(deps: Deps, orderId: string, action: 'expire' | 'cancel', cause: string): Promise<Closed> {
  const attempts = await findPayableAttempts(deps.db, orderId)
  for (const attempt of attempts) {
    const answer = await settlePayment(deps, attempt.id, cause)
    if (answer === 'unanswered') return 'unanswered'
    if (answer === 'in_progress' && action === 'expire' && !attempt.is_over) return 'waits'
  }
  return withTx(deps.db, (tx) => close(tx, orderId, action, cause))
}

/** Attempts whose page, with the time 3-D Secure may take, was still alive when they were last asked about. */
async function findPayableAttempts(db: Db, orderId: string): Promise<{ id: string; is_over: boolean }[]> {
  return db.query(sql`
    with attempts as (
      select id, attempt_no, status, last_asked_at, coalesce(token_expires_at, created_at + interval '1800 seconds') + interval '300 seconds' as over_at
      from payments
      where order_id = ${orderId} and status in ('pending', 'unknown', 'failed', 'abandoned') and not (token is null and status = 'failed')
    )
    select id, over_at < now() as is_over
    from attempts
    where last_asked_at is null or last_asked_at < over_at
    order by attempt_no`)
}

async function close(tx: Tx, orderId: string, action: 'expire' | 'cancel', cause: string): Promise<Closed> {
  const products = await tx.query<{ id: string }>(sql`
    select p.id from products p where p.id = (select product_id from orders where id = ${orderId}) for update`)
  const orders = await tx.query<{ status: string; is_due: boolean; is_opening: boolean }>(sql`
    select o.status, o.expires_at <= now() as is_due,
      (select count(*)::int from payments p where p.order_id = o.id and p.status in ('pending', 'unknown') and p.token is null and p.created_at > now() - interval '12 seconds') > 0 as is_opening
    from orders o
    where o.id = ${orderId}
    for update of o`)
  const order = orders[0]
  const product = products[0]
  if (!order || !product) return 'closed'
  if (order.status === ORDER.actions.expire.to || order.status === ORDER.actions.cancel.to) return 'closed'
  if (order.status !== 'pending_payment') return 'paid'
  if (action === 'expire' && (!order.is_due || order.is_opening)) return 'waits'

  await mustMove(tx, ORDER, orderId, action, { cause })
  const open = await tx.query<{ id: string }>(
    sql`select id from payments where order_id = ${orderId} and status in ('pending', 'unknown') order by attempt_no for update`,
  )
  for (const payment of open) await mustMove(tx, PAYMENT, payment.id, 'abandon', { cause })
  await refreshProductStatus(tx, product.id)
  await emit(tx, action === 'expire' ? 'order.expired' : 'order.cancelled', { orderId })
  return 'closed'
}
