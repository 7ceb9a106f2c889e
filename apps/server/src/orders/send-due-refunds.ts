import type { Deps } from '../deps.ts'
import { eachOf } from '../platform/each-of.ts'
import { sql } from '../platform/sql.ts'
import { refundPayment } from './refund-payment.ts'

/** Sends refunds that are due, oldest first. */
export async function sendDueRefunds(deps: Deps): Promise<void> {
  const due = await deps.db.query<{ id: string }>(sql`
    select id from refunds where status <> 'succeeded' and next_attempt_at <= now() order by next_attempt_at limit 10`)
  await eachOf(due, { log: deps.log, what: 'sending a refund' }, (id) => refundPayment(deps, id))
}
