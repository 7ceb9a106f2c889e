import type { Deps } from '../deps.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { settlePayment } from './settle-payment.ts'

const PERIOD_S = 3
const AT_ONCE = 4

/**
 * Asks iyzico about payments of which nothing was heard: 15 s after the page was opened, then every minute while it can
 * still be paid, then less and less often; never more than the budget allows, those that waited longest first. This, not
 * the webhook, is the guarantee that no paid order is lost.
 */
export async function pollSilentPayments(deps: Deps): Promise<void> {
  const limit = Math.max(1, Math.floor((deps.config.iyzico.pollsPerMinute * PERIOD_S) / 60))
  const due = await deps.db.query<{ id: string }>(sql`
    update payments p
    set checks = p.checks + 1, next_check_at = ${NEXT_CHECK}
    from orders o
    where o.id = p.order_id and p.id in (
      select id from payments where next_check_at <= now() order by next_check_at limit ${limit} for update skip locked
    )
    returning p.id`)
  const queue = due.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { id } of queue) {
        await settlePayment(deps, id, 'poller').catch((error: unknown) => deps.log.error({ err: error, paymentId: id }, 'a payment could not be settled'))
      }
    }),
  )
}

/**
 * While the page and 3-D Secure can still bring money (and 10 minutes more): every minute. An attempt that nobody waits for
 * any more: hourly to 24 h, then never. One that an order still waits for, or that is under review: 10, 15, 20, 30 minutes,
 * hourly to 24 h, then daily, whatever its age.
 */
const OVER_AT: Sql = sql`coalesce(p.token_expires_at, p.created_at + interval '1800 seconds')`
const NEXT_CHECK: Sql = sql`
  case
    when now() < ${OVER_AT} + interval '15 minutes' then now() + interval '60 seconds'
    when p.status in ('failed', 'abandoned') and now() > ${OVER_AT} + interval '24 hours' then null
    when p.status in ('failed', 'abandoned') then now() + interval '1 hour'
    when now() < ${OVER_AT} + interval '90 minutes' then now() + interval '15 minutes'
    when now() < ${OVER_AT} + interval '24 hours' then now() + interval '1 hour'
    else now() + interval '1 day'
  end`
