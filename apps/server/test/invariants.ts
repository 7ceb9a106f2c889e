import type { Db } from '../src/platform/db.ts'
import { type Sql, sql } from '../src/platform/sql.ts'

const LIVE = sql`('pending_payment', 'payment_review', 'paid', 'shipped', 'delivered', 'completed', 'disputed')`
const PAID_SIDE = sql`('paid', 'shipped', 'delivered', 'completed', 'disputed')`
const TAKEN = sql`('captured', 'review', 'refunding', 'refunded')`

/**
 * What must be true at every moment; each query returns the offending rows.
 * Two of its 36 are not here: I31 has nothing to look at (a key is written together with its order, never before), and I33
 * needs iyzico's own books (`world.expectIyzicoToAgree`).
 */
export const INVARIANTS: Record<string, Sql> = {
  'I01 at most one live order per unit': sql`
    select product_id, unit_no from orders where status in ${LIVE} group by 1, 2 having count(*) > 1`,
  'I01b at most as many live orders as units, on units that exist': sql`
    select p.id from products p join orders o on o.product_id = p.id and o.status in ${LIVE} group by p.id having count(*) > p.stock or max(o.unit_no) > p.stock`,
  'I02 I03 I04 a product is active, reserved or sold as its live orders say': sql`
    select p.id, p.status from products p
    left join lateral (
      select count(*) as live, count(*) filter (where o.status in ('pending_payment', 'payment_review')) as unpaid from orders o where o.product_id = p.id and o.status in ${LIVE}
    ) o on true
    where p.status in ('active', 'reserved', 'sold')
      and p.status <> case when o.live < p.stock then 'active' when o.unpaid > 0 then 'reserved' else 'sold' end`,
  'I05 a paid order has exactly one applied payment of its price and currency': sql`
    select o.id from orders o left join payments y on y.order_id = o.id and y.disposition = 'applied'
    where o.status in ${PAID_SIDE}
    group by o.id having count(y.id) <> 1 or bool_or(y.price_kurus <> o.total_kurus or y.currency <> o.currency or y.paid_kurus < o.total_kurus or y.fraud_status <> 1)`,
  'I06 an applied payment belongs to a paid or refunded order': sql`
    select y.id from payments y join orders o on o.id = y.order_id where y.disposition = 'applied' and o.status not in ${PAID_SIDE} and o.status <> 'refunded'`,
  'I07 an applied payment has exactly one hold of the order total, and no other has one': sql`
    select y.id from payments y join orders o on o.id = y.order_id left join payment_holds h on h.payment_id = y.id
    where (y.disposition = 'applied' and (h.id is null or h.amount_kurus <> o.total_kurus or h.seller_kurus <> o.seller_kurus)) or (y.disposition is distinct from 'applied' and h.id is not null)`,
  'I08 every ledger transaction sums to zero': sql`select transaction_id from ledger_entries group by 1 having sum(amount_kurus) <> 0`,
  'I08b every ledger transaction has entries': sql`select t.id from ledger_transactions t where not exists (select from ledger_entries e where e.transaction_id = t.id)`,
  'I09 the ledger sums to zero': sql`select sum(amount_kurus) from ledger_entries having sum(amount_kurus) <> 0`,
  'I10 no account but the provider is negative': sql`
    select account from ledger_entries where account <> 'provider' group by 1 having sum(amount_kurus) < 0`,
  'I11 money taken is posted exactly once': sql`
    select y.id from payments y left join ledger_transactions t on t.kind = 'capture' and t.source_id = y.id where y.status in ${TAKEN} group by y.id having count(t.id) <> 1`,
  'I12 taken = escrow + suspense + surcharge + refunded': sql`
    select taken, held from (select coalesce(sum(paid_kurus), 0) as taken from payments where status in ${TAKEN}) p,
      (select coalesce(sum(amount_kurus), 0) as held from ledger_entries where account <> 'provider') l
    where taken <> held`,
  'I13 escrow = open holds': sql`
    select escrow, holds from (select coalesce(sum(amount_kurus), 0) as escrow from ledger_entries where account = 'escrow') l,
      (select coalesce(sum(amount_kurus), 0) as holds from payment_holds where status in ('held', 'frozen')) h
    where escrow <> holds`,
  'I14 refunds never exceed the payment': sql`
    select y.id from payments y join refunds r on r.payment_id = y.id where r.status <> 'manual' group by y.id, y.paid_kurus having sum(r.amount_kurus) > y.paid_kurus`,
  'I15 money without a sale has its refund': sql`
    select y.id from payments y left join refunds r on r.payment_id = y.id
    where y.disposition in ('late', 'duplicate', 'mismatch') group by y.id, y.paid_kurus having coalesce(sum(r.amount_kurus), 0) <> y.paid_kurus`,
  'I16 money owed back is back, or a person knows, within 24 h': sql`
    select id from refunds where status in ('requested', 'submitted', 'unknown') and created_at < now() - interval '24 hours'`,
  'I17 every event is relayed, or put aside with its error': sql`
    select id from outbox where relayed_at is null and attempts = 0 and next_attempt_at < now() - interval '2 minutes'`,
  'I18 the last noted state of an order is its state, and the first is its beginning': sql`
    select o.id from orders o
    where o.status is distinct from (select to_status from state_changes c where c.noun = 'order' and c.subject_id = o.id order by seq desc limit 1)
      or 'pending_payment' is distinct from (select to_status from state_changes c where c.noun = 'order' and c.subject_id = o.id order by seq limit 1)`,
  'I18b the same for payments, holds, refunds and shipments': sql`
    select x.noun, x.id from (
      select 'payment' as noun, id, status from payments union all select 'hold', id, status from payment_holds
      union all select 'refund', id, status from refunds union all select 'shipment', id, status from shipments
    ) x
    where x.status is distinct from (select to_status from state_changes c where c.noun = x.noun and c.subject_id = x.id order by seq desc limit 1)`,
  'I19 only legal moves happened': sql`
    select subject_id, from_status, to_status from state_changes
    where noun = 'order' and (coalesce(from_status, '-'), to_status) not in (
      ('-', 'pending_payment'), ('pending_payment', 'payment_review'), ('pending_payment', 'paid'), ('pending_payment', 'expired'), ('pending_payment', 'cancelled'),
      ('expired', 'paid'), ('payment_review', 'paid'), ('payment_review', 'cancelled'), ('paid', 'shipped'), ('shipped', 'delivered'))`,
  'I20 each move starts where the last one ended': sql`
    select * from (
      select noun, subject_id, from_status, lag(to_status) over (partition by noun, subject_id order by seq) as before from state_changes
    ) c where from_status is distinct from before`,
  'I21 a relayed order.paid has its e-mails and its shipment': sql`
    select o.id, c.channel, c.recipient from orders o
    join outbox b on b.event = 'order.paid' and b.payload ->> 'orderId' = o.id::text and b.relayed_at is not null
    cross join lateral (values ('email', o.buyer_id::text), ('email', o.seller_id::text), ('shipment', 'carrier')) c (channel, recipient)
    where not exists (select from effects e where e.event = 'order.paid' and e.subject_id = o.id and e.channel = c.channel and e.recipient = c.recipient)`,
  'I21b a paid order has exactly one order.paid': sql`
    select o.id from orders o left join outbox b on b.event = 'order.paid' and b.payload ->> 'orderId' = o.id::text
    where o.paid_at is not null group by o.id having count(b.id) <> 1`,
  'I22 a paid order has its shipment row, or its job is known to be stuck': sql`
    select o.id from orders o
    where o.status = 'paid' and o.paid_at < now() - interval '2 minutes' and not exists (select from shipments s where s.order_id = o.id)
      and not exists (select from effects e where e.order_id = o.id and e.channel = 'shipment' and e.last_error is not null)`,
  'I22b a done shipment effect has its shipment': sql`
    select e.id from effects e left join shipments s on s.order_id = e.order_id where e.channel = 'shipment' and e.status = 'done' and (s.id is null or s.status = 'pending')`,
  'I23 effects and references are unique': sql`
    select event, subject_id::text, channel, recipient from effects group by 1, 2, 3, 4 having count(*) > 1 union all select reference, '', '', '' from shipments group by 1 having count(*) > 1`,
  'I24 no effect waits for over an hour': sql`select id from effects where status in ('pending', 'sending') and next_attempt_at < now() - interval '1 hour'`,
  'I25 no unit stays reserved once its time and its pages are over and iyzico said so': sql`
    select o.id from orders o
    where o.status = 'pending_payment' and o.expires_at < now() - interval '60 seconds' and not exists (
      select from payments y
      where y.order_id = o.id and coalesce(y.last_asked_at < greatest(o.expires_at, coalesce(y.token_expires_at, y.created_at + interval '1800 seconds') + interval '300 seconds'), true))`,
  'I26 no open payment is forgotten': sql`select id from payments where status in ('pending', 'unknown', 'review') and next_check_at is null`,
  'I27 every notification about a payment of ours is worked on': sql`
    select id from webhook_inbox where processed_at is null and attempts = 0 and next_attempt_at < now() - interval '2 minutes'`,
  'I28 nothing unsigned is in the inbox, and an outcome has its instant': sql`select id from webhook_inbox where (processed_at is null) <> (outcome is null)`,
  'I29 a settled notification has its money': sql`
    select w.id from webhook_inbox w left join payments y on y.id = w.payment_id where w.outcome = 'settled' and (y.id is null or y.provider_payment_id is null)`,
  'I30 order and product agree on the seller, and nobody bought from herself': sql`
    select o.id from orders o join products p on p.id = o.product_id where o.seller_id <> p.seller_id or o.buyer_id = o.seller_id`,
  'I32 a key names one order of its buyer': sql`
    select k.key from idempotency_keys k join orders o on o.id = k.order_id where o.buyer_id <> k.buyer_id`,
  'I34 a refunded payment has a refund that succeeded': sql`
    select y.id from payments y left join refunds r on r.payment_id = y.id where (y.status = 'refunded') <> (coalesce(r.status, '') = 'succeeded') and y.status in ('refunded', 'refunding')`,
  'I35 refunded in the ledger = refunds that succeeded': sql`
    select l, r from (select coalesce(sum(amount_kurus), 0) as l from ledger_entries where account = 'refunded') a, (select coalesce(sum(amount_kurus), 0) as r from refunds where status = 'succeeded') b where l <> r`,
  'I36 a hold is open until its order is completed or refunded': sql`
    select h.id from payment_holds h join orders o on o.id = h.order_id where (h.status = 'released') <> (o.status = 'completed') or (h.status = 'refunded') <> (o.status = 'refunded')`,
  'I39 at most one open payment per order, and none of an order that is over': sql`
    select o.id from orders o join payments y on y.order_id = o.id and y.status in ('pending', 'unknown')
    group by o.id, o.status having count(*) > 1 or o.status <> 'pending_payment'`,
  'I40 the split of an order adds up': sql`
    select id from orders where total_kurus <> item_kurus + shipping_kurus + fee_kurus or commission_kurus > item_kurus or seller_kurus >= total_kurus`,
  'I41 a parcel is never ahead of its order': sql`
    select s.id from shipments s join orders o on o.id = s.order_id
    where (s.status in ('accepted', 'in_transit', 'out_for_delivery') and o.status = 'paid') or (s.status = 'delivered' and o.status in ('paid', 'shipped'))`,
}

export async function brokenInvariants(db: Db): Promise<{ invariant: string; rows: unknown[] }[]> {
  const broken: { invariant: string; rows: unknown[] }[] = []
  for (const [invariant, query] of Object.entries(INVARIANTS)) {
    const rows = await db.query(query)
    if (rows.length > 0) broken.push({ invariant, rows: rows.slice(0, 5) })
  }
  return broken
}
