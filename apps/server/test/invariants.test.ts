import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../src/platform/db.ts'
import { type Sql, toStatement } from '../src/platform/sql.ts'
import { brokenInvariants, INVARIANTS } from './invariants.ts'
import { createWorld, type World } from './world.ts'

/** The constraints and triggers that forbid most of this come first; the corruption has to take them away. */
const UNGUARDED = `
  drop index one_live_order_per_unit;
  drop index one_open_payment_per_order;
  drop index one_applied_payment_per_order;
  drop index one_row_per_provider_payment;
  alter table ledger_entries disable trigger user;
  alter table ledger_transactions disable trigger user;
  alter table ledger_transactions drop constraint posted_once;
  alter table orders drop constraint total_is_the_sum, drop constraint seller_gets_less_than_total, drop constraint nobody_buys_from_herself;
  alter table payments drop constraint captured_with_disposition, drop constraint captured_with_amounts;
  alter table refunds drop constraint refunds_payment_id_key, drop constraint succeeded_with_instant;
  alter table shipments drop constraint shipments_order_id_key, drop constraint shipments_reference_key, drop constraint shipments_barcode_key, drop constraint tracking_from_acceptance;
  alter table effects drop constraint one_effect_per_event_channel_recipient;
  alter table webhook_inbox drop constraint outcome_when_processed;
  alter table payment_holds drop constraint payment_holds_order_id_key, drop constraint payment_holds_payment_id_key, drop constraint seller_share_within_hold;
  alter table orders disable trigger user`

/** PAID, PENDING and LATE are orders of the world below: sold, unpaid, paid late and refunded. */
const CORRUPTIONS: Record<string, string> = {
  'I01 at most one live order per unit': `update orders set status = 'pending_payment' where id = LATE; update orders set product_id = (select product_id from orders where id = PAID), unit_no = 1 where id = LATE`,
  'I01b at most as many live orders as units, on units that exist': `update orders set unit_no = 2 where id = PAID`,
  'I02 I03 I04 a product is active, reserved or sold as its live orders say': `update products set status = 'active' where id = (select product_id from orders where id = PAID)`,
  'I05 a paid order has exactly one applied payment of its price and currency': `update payments set price_kurus = price_kurus - 1 where order_id = PAID`,
  'I06 an applied payment belongs to a paid or refunded order': `update orders set status = 'cancelled' where id = PAID`,
  'I07 an applied payment has exactly one hold of the order total, and no other has one': `update payment_holds set amount_kurus = amount_kurus - 1 where order_id = PAID`,
  'I08 every ledger transaction sums to zero': `update ledger_entries set amount_kurus = amount_kurus + 1 where account = 'escrow'`,
  'I08b every ledger transaction has entries': `insert into ledger_transactions (id, kind, source_id) values (gen_random_uuid(), 'capture', gen_random_uuid())`,
  'I09 the ledger sums to zero': `delete from ledger_entries where account = 'provider'`,
  'I10 no account but the provider is negative': `update ledger_entries set amount_kurus = -amount_kurus where account = 'escrow'`,
  'I11 money taken is posted exactly once': `insert into ledger_transactions (id, kind, source_id) select gen_random_uuid(), 'capture', id from payments where order_id = PAID`,
  'I12 taken = escrow + suspense + surcharge + refunded': `update payments set paid_kurus = paid_kurus + 1 where order_id = PAID`,
  'I13 escrow = open holds': `update payment_holds set status = 'released' where order_id = PAID`,
  'I14 refunds never exceed the payment': `update refunds set amount_kurus = amount_kurus + 1 where order_id = LATE`,
  'I15 money without a sale has its refund': `delete from refunds where order_id = LATE`,
  'I16 money owed back is back, or a person knows, within 24 h': `update refunds set status = 'unknown', succeeded_at = null, created_at = now() - interval '25 hours' where order_id = LATE`,
  'I17 every event is relayed, or put aside with its error': `insert into outbox (id, event, payload, next_attempt_at) values (gen_random_uuid(), 'order.created', '{}', now() - interval '3 minutes')`,
  'I18 the last noted state of an order is its state, and the first is its beginning': `delete from state_changes where noun = 'order' and to_status = 'paid'`,
  'I18b the same for payments, holds, refunds and shipments': `delete from state_changes where noun = 'hold'`,
  'I19 only legal moves happened': `insert into state_changes (noun, subject_id, order_id, from_status, to_status, cause) values ('order', PAID, PAID, 'paid', 'pending_payment', 'nobody')`,
  'I20 each move starts where the last one ended': `update state_changes set from_status = 'expired' where noun = 'order' and to_status = 'paid'`,
  'I21 a relayed order.paid has its e-mails and its shipment': `delete from effects where order_id = PAID and channel = 'shipment'`,
  'I21b a paid order has exactly one order.paid': `insert into outbox (id, event, payload, relayed_at) select gen_random_uuid(), event, payload, now() from outbox where event = 'order.paid'`,
  'I22 a paid order has its shipment row, or its job is known to be stuck': `delete from shipment_events; delete from shipments where order_id = PAID; update orders set paid_at = now() - interval '3 minutes' where id = PAID`,
  'I22b a done shipment effect has its shipment': `update shipments set status = 'pending' where order_id = PAID`,
  'I23 effects and references are unique': `insert into effects (id, event, subject_id, channel, recipient) select gen_random_uuid(), event, subject_id, channel, recipient from effects where channel = 'shipment'`,
  'I24 no effect waits for over an hour': `update effects set status = 'pending', next_attempt_at = now() - interval '2 hours' where channel = 'shipment'`,
  'I25 no unit stays reserved once its time and its pages are over and iyzico said so': `
    update orders set expires_at = now() - interval '2 hours' where id = PENDING;
    update payments set token_expires_at = now() - interval '2 hours', last_asked_at = now() where order_id = PENDING`,
  'I26 no open payment is forgotten': `update payments set next_check_at = null where order_id = PENDING`,
  'I27 every notification about a payment of ours is worked on': `insert into webhook_inbox (id, dedupe_key, event, status, body, next_attempt_at) values (gen_random_uuid(), 'x', 'X', 'SUCCESS', '', now() - interval '3 minutes')`,
  'I28 nothing unsigned is in the inbox, and an outcome has its instant': `insert into webhook_inbox (id, dedupe_key, event, status, body, outcome) values (gen_random_uuid(), 'x', 'X', 'SUCCESS', '', 'settled')`,
  'I29 a settled notification has its money': `insert into webhook_inbox (id, dedupe_key, event, status, body, outcome, processed_at) values (gen_random_uuid(), 'x', 'X', 'SUCCESS', '', 'settled', now())`,
  'I30 order and product agree on the seller, and nobody bought from herself': `update orders set buyer_id = seller_id where id = PAID`,
  'I32 a key names one order of its buyer': `insert into idempotency_keys (buyer_id, key, order_id, request_hash) select seller_id, 'hers', id, '' from orders where id = PAID`,
  'I34 a refunded payment has a refund that succeeded': `update refunds set status = 'manual', succeeded_at = null where order_id = LATE`,
  'I35 refunded in the ledger = refunds that succeeded': `update refunds set status = 'manual', succeeded_at = null where order_id = LATE`,
  'I36 a hold is open until its order is completed or refunded': `update payment_holds set status = 'refunded' where order_id = PAID`,
  'I39 at most one open payment per order, and none of an order that is over': `update orders set status = 'expired' where id = PENDING`,
  'I40 the split of an order adds up': `update orders set seller_kurus = total_kurus where id = PAID`,
  'I41 a parcel is never ahead of its order': `update shipments set status = 'delivered' where order_id = PAID`,
}

let world: World
let ids: Record<string, string>
beforeAll(async () => {
  world = await createWorld()
  const paid = await world.purchase()
  await world.pay(paid.token, { callback: true })
  const late = await world.purchase()
  await late.buyer.client.cancelOrder({ params: { id: late.orderId } })
  await world.pay(late.token)
  await world.webhook(late.token)
  const pending = await world.purchase()
  await world.drain()
  ids = { PAID: paid.orderId, LATE: late.orderId, PENDING: pending.orderId }
})
afterAll(() => world?.close())

it('a world with a sale, a refund and an open order breaks no invariant', async () => {
  await world.expectBooksToBalance()
})

it('every flow ends with every invariant', () => {
  const flows = fileURLToPath(new URL('./flows/', import.meta.url))
  const careless = readdirSync(flows).filter((file) => !readFileSync(flows + file, 'utf8').includes('expectToEndWell()'))
  expect(careless).toEqual([])
})

it('every invariant has its corruption', () => {
  expect(Object.keys(CORRUPTIONS).sort()).toEqual(Object.keys(INVARIANTS).sort())
})

describe('without the constraints of the database', () => {
  it.each(Object.entries(CORRUPTIONS))('%s: its query finds the corruption', async (invariant, corruption) => {
    const client = await world.deps.db.pool.connect()
    try {
      await client.query('begin')
      await client.query(UNGUARDED)
      await client.query(corruption.replace(/\b(PAID|LATE|PENDING)\b/g, (name) => `'${ids[name]}'`))
      expect((await brokenInvariants(within(client))).map((broken) => broken.invariant)).toContain(invariant)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})

describe('the constraints of the database come first', () => {
  const REFUSED: [string, string][] = [
    [
      'one_live_order_per_unit',
      `update orders set status = 'pending_payment', product_id = (select product_id from orders where id = PAID) where id = LATE`,
    ],
    ['one_applied_payment_per_order', `update payments set disposition = 'applied', order_id = PAID, attempt_no = 2 where order_id = LATE`],
    [
      'one_open_payment_per_order',
      `insert into payments (id, order_id, attempt_no, return_to, amount_kurus) select gen_random_uuid(), PENDING, 2, 'web', 1`,
    ],
    [
      'one_row_per_provider_payment',
      `update payments set provider_payment_id = (select provider_payment_id from payments where order_id = PAID) where order_id = LATE`,
    ],
    [
      'posted_once',
      `insert into ledger_transactions (id, kind, source_id) select gen_random_uuid(), 'capture', id from payments where order_id = PAID`,
    ],
    ['total_is_the_sum', `update orders set total_kurus = total_kurus - 1 where id = PAID`],
    ['nobody_buys_from_herself', `update orders set buyer_id = seller_id where id = PAID`],
    ['captured_with_disposition', `update payments set disposition = null where order_id = PAID`],
    [
      'refunds_payment_id_key',
      `insert into refunds (id, payment_id, order_id, amount_kurus, reason) select gen_random_uuid(), payment_id, order_id, 1, 'late' from refunds`,
    ],
    [
      'payment_holds_order_id_key',
      `insert into payment_holds (id, order_id, payment_id, amount_kurus, seller_kurus) select gen_random_uuid(), PAID, id, 2, 1 from payments where order_id = LATE`,
    ],
    [
      'shipments_order_id_key',
      `insert into shipments (id, order_id, carrier, reference, barcode) values (gen_random_uuid(), PAID, 'aras', 'x', 'x')`,
    ],
    [
      'one_effect_per_event_channel_recipient',
      `insert into effects (id, event, subject_id, channel, recipient) select gen_random_uuid(), event, subject_id, channel, recipient from effects limit 1`,
    ],
  ]
  it.each(REFUSED)('%s refuses it', async (constraint, statement) => {
    await expect(attempt(statement)).rejects.toMatchObject({ constraint })
  })

  it('the ledger takes no unbalanced transaction and no change', async () => {
    await expect(
      attempt(`with t as (insert into ledger_transactions (id, kind, source_id) values (gen_random_uuid(), 'capture', gen_random_uuid()) returning id)
        insert into ledger_entries select id, 'escrow', 5 from t`),
    ).rejects.toThrow('does not sum to zero')
    await expect(attempt(`update ledger_entries set amount_kurus = amount_kurus + 1`)).rejects.toThrow('append-only')
    await expect(attempt(`delete from ledger_transactions`)).rejects.toThrow('append-only')
  })
})

/** Commits, so that deferred constraints speak too. */
async function attempt(statement: string): Promise<void> {
  await world.deps.db.pool.query(statement.replace(/\b(PAID|LATE|PENDING)\b/g, (name) => `'${ids[name]}'`))
}

function within(client: PoolClient): Db {
  return {
    query: async <Row>(query: Sql) =>
      (await client.query({ text: toStatement(query).text, values: toStatement(query).values })).rows as Row[],
  }
}
