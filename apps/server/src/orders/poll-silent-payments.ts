import type { Deps } from '../deps.ts'
import { eachOf } from '../platform/each-of.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { settlePayment } from './settle-payment.ts'

/** How often the timer runs this, in seconds. */
export const POLL_PERIOD_S = 3

/** Turns of the poller that a small budget has saved up, per process. */
const saved = new WeakMap<Deps, number>()

/**
 * Asks iyzico about payments of which nothing was heard: 15 s after the page was opened, then every minute while it can
 * still be paid, then less and less often; never more than the budget allows, those that waited longest first. This, not
 * the webhook, is the guarantee that no paid order is lost.
 */
export async function pollSilentPayments(deps: Deps): Promise<void> {
  const budget = (saved.get(deps) ?? 1) + (deps.config.iyzico.pollsPerMinute * POLL_PERIOD_S) / 60
  const limit = Math.floor(budget)
  saved.set(deps, Math.min(1, budget - limit))
  if (limit === 0) return
  const due = await deps.db.query<{ id: string }>(sql`
    update payments p
    set checks = p.checks + 1, next_check_at = ${NEXT_CHECK}
    where p.id in (
      select id from payments where next_check_at <= now() order by next_check_at limit ${limit} for update skip locked
    )
    returning p.id`)
  await eachOf(due, { log: deps.log, what: 'settling a silent payment', atOnce: 4 }, (id) => settlePayment(deps, id, 'poller'))
}

/**
 * Every minute while the page lives and 15 minutes more. After that an attempt that nobody waits for is asked about hourly
 * to 24 h, then never again. One that an order still waits for, or that is under review: every 15 minutes to 90 minutes,
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
