import type { opsEffects, opsOrders } from '@emanet/contracts/ops'
import type { z } from 'zod'
import type { Config } from '../config.ts'
import { before, findOrderRows, idOfCursor, type OrderView, orderView } from '../orders/order.queries.ts'
import type { Db } from '../platform/db.ts'
import { type Sql, sql } from '../platform/sql.ts'

type Page = { cursor?: string | undefined; limit: number }
type List<T> = { items: T[]; nextCursor: string | null }

/** By order number or id, by an e-mail of either side, by status; newest first. */
export async function searchOrders(deps: { db: Db; config: Config }, query: z.output<typeof opsOrders.query>): Promise<List<OrderView>> {
  const inStatus = query.status ? sql`o.status = ${query.status}` : sql`true`
  const rows = await findOrderRows(
    deps.db,
    sql`${matches(query.q?.trim() ?? '')} and ${inStatus} and ${before(query.cursor)}`,
    query.limit + 1,
  )
  return page(
    rows.map((row) => orderView(row, 'admin', deps.config)),
    query.limit,
  )
}

/** Each kind of text by its own index. */
function matches(text: string): Sql {
  if (text === '') return sql`true`
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return sql`o.id = ${text}`
  if (!text.includes('@')) return sql`o.number = ${text.toUpperCase()}`
  return sql`o.id in (
    select of_hers.id from orders of_hers
    where of_hers.buyer_id = (select id from users where email = ${text.toLowerCase()}) or of_hers.seller_id = (select id from users where email = ${text.toLowerCase()}))`
}

export async function listWebhooks(db: Db, query: Page) {
  const rows = await db.query<{ id: string }>(sql`
    select o.id, o.received_at as "receivedAt", o.event, o.status, o.token, o.provider_payment_id as "providerPaymentId", o.duplicates,
      o.processed_at as "processedAt", o.outcome, p.order_id as "orderId"
    from webhook_inbox o
    left join payments p on p.id = o.payment_id
    where ${before(query.cursor)}
    order by o.id desc
    limit ${query.limit + 1}`)
  return page(rows, query.limit)
}

export async function listOutbox(db: Db, query: Page) {
  const rows = await db.query<{ id: string }>(sql`
    select o.id, o.event, o.payload, o.created_at as "createdAt", o.relayed_at as "relayedAt", o.attempts, o.last_error as "lastError"
    from outbox o
    where ${before(query.cursor)}
    order by o.id desc
    limit ${query.limit + 1}`)
  return page(rows, query.limit)
}

export async function listEffects(db: Db, query: z.output<typeof opsEffects.query>) {
  const inStatus = query.status ? sql`o.status = ${query.status}` : sql`true`
  return page(await findEffects(db, sql`${inStatus} and ${before(query.cursor)}`, query.limit + 1), query.limit)
}

export type EffectView = { id: string; event: string; channel: string; recipient: string; status: string }

/** @param where over `o` (effects). */
export async function findEffects(db: Db, where: Sql, limit = 1): Promise<EffectView[]> {
  return db.query<EffectView>(sql`
    select o.id, o.event, o.channel, case when o.channel = 'push' then left(o.recipient, 22) || '…' else o.recipient end as recipient, o.order_id as "orderId",
      o.status, o.attempts, o.generation, o.last_error as "lastError", o.provider_ref as "providerRef", o.created_at as "createdAt", o.updated_at as "updatedAt"
    from effects o
    where ${where}
    order by o.id desc
    limit ${limit}`)
}

/** Whatever waits longer than it should. Each row says in words why it is here. */
export async function listStuck(db: Db, query: Page) {
  const from = query.cursor === undefined ? sql`true` : sql`stuck.id > ${idOfCursor(query.cursor)}`
  const rows = await db.query<{ id: string }>(sql`
    select kind, id, "orderId", min(since) as since, string_agg(reason, ' · ') as reason from (
      select 'effect' as kind, e.id::text as id, e.order_id as "orderId", e.created_at as since, e.channel || ' given up: ' || coalesce(e.last_error, 'unknown') as reason
        from effects e where e.status = 'dead'
      union all
      select 'effect', e.id::text, e.order_id, e.created_at, e.channel || ' waiting for over an hour: ' || coalesce(e.last_error, 'not tried yet')
        from effects e where e.status in ('pending', 'sending') and e.created_at < now() - interval '1 hour'
      union all
      select 'refund', r.id::text, r.order_id, r.created_at, 'refund ' || r.status || ': ' || coalesce(r.last_error, 'no answer yet')
        from refunds r where r.status = 'manual' or (r.status <> 'succeeded' and r.created_at < now() - interval '1 hour')
      union all
      select 'payment', p.id::text, p.order_id, p.created_at, 'under review by the payment provider for over 48 hours'
        from payments p where p.status = 'review' and p.created_at < now() - interval '48 hours'
      union all
      select 'payment', p.id::text, p.order_id, p.created_at, 'the payment did not match the order and was sent back'
        from payments p where p.disposition = 'mismatch' and p.created_at > now() - interval '7 days'
      union all
      select 'payment', p.id::text, p.order_id, p.created_at, p.failure_reason
        from payments p where p.status = 'captured' and p.failure_reason is not null
      union all
      select 'order', x.id::text, x.id, x.expires_at, 'overdue, but the payment provider has not answered yet'
        from orders x where x.status = 'pending_payment' and x.expires_at < now() - interval '10 minutes'
      union all
      select 'outbox', b.id::text, null, b.created_at, b.event || ' not relayed: ' || coalesce(b.last_error, 'the relay is behind')
        from outbox b where b.relayed_at is null and b.created_at < now() - interval '60 seconds'
      union all
      select 'webhook', w.id::text, null, w.received_at, 'not processed: ' || w.event || ' ' || w.status
        from webhook_inbox w where w.processed_at is null and w.received_at < now() - interval '15 minutes'
      union all
      select 'webhook', w.id::text, null, w.received_at, 'iyzico speaks of money for a payment we do not know: ' || coalesce(w.provider_payment_id, '?')
        from webhook_inbox w where w.outcome = 'unmatched' and w.status = 'SUCCESS' and w.received_at > now() - interval '7 days'
      union all
      select 'shipment', sh.id::text, sh.order_id, sh.created_at, 'parcel ' || sh.status
        from shipments sh where sh.status in ('lost', 'returned')
    ) stuck
    where ${from}
    group by kind, id, "orderId"
    order by stuck.id
    limit ${query.limit + 1}`)
  return page(rows, query.limit)
}

function page<T extends { id: string }>(rows: T[], limit: number): List<T> {
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
