import type { PaymentStatus } from '@emanet/contracts/states'
import type { Deps } from '../deps.ts'
import { settlePayment } from '../orders/settle-payment.ts'
import { eachOf } from '../platform/each-of.ts'
import { sql } from '../platform/sql.ts'

/** A notification may come before we stored the token it is about; after this long it is not ours. */
const UNMATCHED_FOR_S = 600
/** iyzico may say SUCCESS before its retrieve does. */
const UNPAID_FOR_S = 24 * 3600
const OPEN: readonly PaymentStatus[] = ['pending', 'unknown', 'failed', 'abandoned', 'review']

/** What a stored notification sets off: iyzico is asked about the payment it names. Repeating it changes nothing. */
export async function settleNotification(deps: Deps, inboxId: string): Promise<void> {
  const notification = await matchNotification(deps, inboxId)
  if (!notification) return
  if (notification.payment_id === null) return notification.age_s > UNMATCHED_FOR_S ? finish(deps, inboxId, 'unmatched') : undefined
  const isOpen = OPEN.includes(notification.payment_status as PaymentStatus)
  if (!isOpen) return finish(deps, inboxId, 'settled')
  const answer = await settlePayment(deps, notification.payment_id, 'webhook')
  if (notification.is_processed) return
  if (answer === 'settled' || answer === 'declined') return finish(deps, inboxId, answer)
  const isSuccess = notification.status === 'SUCCESS'
  if (answer !== 'unanswered' && (!isSuccess || notification.age_s > UNPAID_FOR_S)) return finish(deps, inboxId, answer)
}

/** Notifications whose processing was cut off, failed, or came too early; a little later each time. */
export async function settleDueNotifications(deps: Deps): Promise<void> {
  const due = await deps.db.query<{ id: string }>(sql`
    update webhook_inbox
    set attempts = attempts + 1,
      next_attempt_at = now() + case when received_at > now() - interval '15 minutes' then make_interval(secs => least(60, power(2, least(attempts, 6)))) else interval '1 hour' end
    where id in (
      select id from webhook_inbox
      where processed_at is null and next_attempt_at <= now() and received_at < now() - interval '2 seconds'
      order by next_attempt_at
      limit 20
      for update skip locked
    )
    returning id`)
  await eachOf(due, { log: deps.log, what: 'settling a notification' }, (id) => settleNotification(deps, id))
}

type Notification = {
  payment_id: string | null
  payment_status: PaymentStatus | null
  status: string
  age_s: number
  is_processed: boolean
}

/** The stored notification with the payment it is about; found only now when its token was stored after it came. */
async function matchNotification(deps: Deps, inboxId: string): Promise<Notification | undefined> {
  const rows = await deps.db.query<Notification>(sql`
    with matched as (
      update webhook_inbox w set payment_id = (select id from payments p where p.token = w.token)
      where w.id = ${inboxId} and w.payment_id is null and w.token is not null and exists (select from payments p where p.token = w.token)
      returning w.payment_id
    )
    select coalesce(w.payment_id, (select payment_id from matched)) as payment_id, w.status, w.processed_at is not null as is_processed,
      extract(epoch from now() - w.received_at)::float as age_s,
      (select p.status from payments p where p.id = coalesce(w.payment_id, (select payment_id from matched))) as payment_status
    from webhook_inbox w
    where w.id = ${inboxId}`)
  return rows[0]
}

async function finish(deps: Deps, inboxId: string, outcome: string): Promise<void> {
  await deps.db.query(
    sql`update webhook_inbox set processed_at = now(), outcome = ${outcome} where id = ${inboxId} and processed_at is null`,
  )
}
