import type { OrderStatus, PaymentStatus } from '@emanet/contracts/states'
import type { PaymentRecord } from '@emanet/providers/ports'
import { refreshProductStatus } from '../catalogue/refresh-product-status.ts'
import { openHold } from '../escrow/open-hold.ts'
import { postLedger } from '../escrow/post-ledger.ts'
import { emit } from '../events.ts'
import { PAYMENT } from '../payments/payments.states.ts'
import { requestRefund } from '../payments/request-refund.ts'
import type { Tx } from '../platform/db.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { mustMove, transition } from '../platform/transition.ts'
import { type Disposition, decideDisposition } from './disposition.ts'
import { ORDER } from './orders.states.ts'

export type PaidRecord = Extract<PaymentRecord, { state: 'paid' }>

/**
 * Money was taken: decides what becomes of it, under the locks of product, order and payment, and writes all of it in the
 * caller's transaction. For a sale that is: payment captured, order paid, escrow hold with its ledger entries, product
 * sold, `order.paid`. For anything else the money is refunded, or parked while iyzico's fraud team looks.
 */
export async function applyCapture(tx: Tx, paymentId: string, record: PaidRecord, cause: string): Promise<Disposition> {
  const sale = await lockSale(tx, paymentId)
  const disposition = decideDisposition({
    before:
      sale.disposition === 'review' || sale.disposition === 'parked' ? sale.disposition : sale.disposition === null ? 'none' : 'final',
    fraudStatus: record.fraudStatus,
    matches: matchesOrder(sale, record),
    order: sale.order_status,
    otherPayment: sale.has_other_payment,
    stillFree: sale.free_unit !== null,
  })
  const write = WRITERS[disposition]
  await write(tx, sale, record, cause)
  if (disposition === 'applied' && record.sellerPayoutKurus !== null && record.sellerPayoutKurus < sale.seller_kurus) {
    await tx.query(
      sql`update payments set failure_reason = ${`the provider pays the seller ${record.sellerPayoutKurus}, promised were ${sale.seller_kurus}`} where id = ${paymentId}`,
    )
  }
  return disposition
}

/** A payment under review of which iyzico now says that it failed: its fraud team said no, in other words. */
export async function applyRejection(tx: Tx, paymentId: string, cause: string): Promise<void> {
  const rows = await tx.query<Omit<PaidRecord, 'state' | 'fraudStatus' | 'installments' | 'cardLastFour'>>(sql`
    select o.number as "orderNumber", y.provider_payment_id as "providerPaymentId", y.provider_transaction_id as "providerTransactionId",
      y.price_kurus as "priceKurus", y.paid_kurus as "paidKurus", y.currency, y.seller_payout_kurus as "sellerPayoutKurus"
    from payments y
    join orders o on o.id = y.order_id
    where y.id = ${paymentId} and y.status = 'review'`)
  if (rows[0]) await applyCapture(tx, paymentId, { ...rows[0], state: 'paid', fraudStatus: -1, installments: 1, cardLastFour: null }, cause)
}

type Sale = {
  payment_id: string
  payment_status: PaymentStatus
  disposition: Disposition | null
  order_id: string
  order_status: OrderStatus
  number: string
  total_kurus: number
  seller_kurus: number
  currency: string
  product_id: string
  has_other_payment: boolean
  /** The unit a late payment may still have; null when there is none, or the price or the seller changed. */
  free_unit: number | null
}

/** Takes the locks in the order of the house: product, order, payment. */
async function lockSale(tx: Tx, paymentId: string): Promise<Sale> {
  await tx.query(sql`
    select id from products
    where id = (select o.product_id from payments p join orders o on o.id = p.order_id where p.id = ${paymentId})
    for update`)
  await tx.query(sql`select id from orders where id = (select order_id from payments where id = ${paymentId}) for update`)
  await tx.query(sql`select id from payments where id = ${paymentId} for update`)
  const rows = await tx.query<Sale>(sql`
    select y.id as payment_id, y.status as payment_status, y.disposition, o.id as order_id, o.status as order_status, o.number,
      o.total_kurus, o.seller_kurus, o.currency, o.product_id,
      exists (select from payments other where other.order_id = o.id and other.id <> y.id and other.disposition in ('applied', 'review')) as has_other_payment,
      (select min(n) from generate_series(1, p.stock) n
        where p.status = 'active' and p.price_kurus = o.item_kurus and s.suspended_at is null
          and n not in (select unit_no from orders live where live.product_id = p.id and live.status not in ('cancelled', 'expired', 'refunded'))) as free_unit
    from payments y
    join orders o on o.id = y.order_id
    join products p on p.id = o.product_id
    join users s on s.id = o.seller_id
    where y.id = ${paymentId}`)
  return rows[0] as Sale
}

/** A kuruş off is off. `paidKurus` may exceed the price by what the bank charges for instalments, never fall short of it. */
function matchesOrder(sale: Sale, record: PaidRecord): boolean {
  return (
    record.orderNumber === sale.number &&
    record.currency === sale.currency &&
    record.priceKurus === sale.total_kurus &&
    record.paidKurus >= record.priceKurus
  )
}

type Writer = (tx: Tx, sale: Sale, record: PaidRecord, cause: string) => Promise<void>

const WRITERS: Record<Disposition, Writer> = {
  unchanged: noteAsked,
  applied: applySale,
  review: startReview,
  parked: park,
  rejected: reject,
  mismatch: (tx, sale, record, cause) => sendBack(tx, sale, record, cause, 'mismatch'),
  duplicate: (tx, sale, record, cause) => sendBack(tx, sale, record, cause, 'duplicate'),
  late: (tx, sale, record, cause) => sendBack(tx, sale, record, cause, 'late'),
}

async function noteAsked(tx: Tx, sale: Sale): Promise<void> {
  await tx.query(sql`update payments set last_asked_at = now() where id = ${sale.payment_id}`)
}

async function applySale(tx: Tx, sale: Sale, record: PaidRecord, cause: string): Promise<void> {
  await closeOtherAttempts(tx, sale, cause)
  await mustMove(tx, PAYMENT, sale.payment_id, 'capture', { cause, set: captured(record, 'applied') })
  const revived = sale.order_status === 'expired' ? { set: sql`unit_no = ${sale.free_unit}` } : {}
  await mustMove(tx, ORDER, sale.order_id, 'pay', { cause, ...revived })
  await openHold(tx, {
    orderId: sale.order_id,
    paymentId: sale.payment_id,
    amountKurus: sale.total_kurus,
    sellerKurus: sale.seller_kurus,
    cause,
  })
  const wasHeldBack = sale.disposition !== null
  await postLedger(tx, wasHeldBack ? 'review_cleared' : 'capture', sale.payment_id, {
    [wasHeldBack ? 'suspense' : 'provider']: -record.paidKurus,
    escrow: sale.total_kurus,
    surcharge: record.paidKurus - sale.total_kurus,
  })
  await refreshProductStatus(tx, sale.product_id)
  await emit(tx, 'order.paid', { orderId: sale.order_id })
}

/** Ships nothing, holds the unit without a time limit, and waits for the verdict. */
async function startReview(tx: Tx, sale: Sale, record: PaidRecord, cause: string): Promise<void> {
  await closeOtherAttempts(tx, sale, cause)
  await mustMove(tx, PAYMENT, sale.payment_id, 'review', { cause, set: captured(record, 'review') })
  await mustMove(tx, ORDER, sale.order_id, 'review', { cause })
  await postCapture(tx, sale, record)
  await refreshProductStatus(tx, sale.product_id)
  await emit(tx, 'payment.review_started', { orderId: sale.order_id })
}

/** Money without a sale, under review: iyzico itself reverses what its fraud team rejects, so nothing is refunded yet. */
async function park(tx: Tx, sale: Sale, record: PaidRecord, cause: string): Promise<void> {
  await mustMove(tx, PAYMENT, sale.payment_id, 'review', { cause, set: captured(record, 'parked') })
  await postCapture(tx, sale, record)
}

async function reject(tx: Tx, sale: Sale, record: PaidRecord, cause: string): Promise<void> {
  const set = captured(record, 'rejected')
  // After a declined card the attempt has failed already; that this payment was rejected is still to be written down.
  const moved = await transition(tx, PAYMENT, sale.payment_id, 'reject', { cause, set })
  if (moved === 'already') await tx.query(sql`update payments set ${set} where id = ${sale.payment_id}`)
  if (sale.disposition !== null)
    await postLedger(tx, 'reversal', sale.payment_id, { suspense: -record.paidKurus, provider: record.paidKurus })
  if (sale.disposition !== 'review') return
  await mustMove(tx, ORDER, sale.order_id, 'reject', { cause })
  await refreshProductStatus(tx, sale.product_id)
  await emit(tx, 'payment.rejected', { orderId: sale.order_id })
}

async function sendBack(tx: Tx, sale: Sale, record: PaidRecord, cause: string, reason: 'mismatch' | 'duplicate' | 'late'): Promise<void> {
  await mustMove(tx, PAYMENT, sale.payment_id, 'capture', { cause, set: captured(record, reason) })
  if (sale.disposition === null) await postCapture(tx, sale, record)
  await requestRefund(tx, { paymentId: sale.payment_id, orderId: sale.order_id, amountKurus: record.paidKurus, reason, cause })
}

function captured(record: PaidRecord, disposition: Disposition): Sql {
  return sql`provider_payment_id = ${record.providerPaymentId}, provider_transaction_id = ${record.providerTransactionId},
    price_kurus = ${record.priceKurus}, paid_kurus = ${record.paidKurus}, currency = ${record.currency}, fraud_status = ${record.fraudStatus},
    seller_payout_kurus = ${record.sellerPayoutKurus}, disposition = ${disposition}, failure_code = ${disposition === 'rejected' ? 'fraud' : null}, failure_reason = null,
    last_asked_at = now(), next_check_at = case when ${disposition === 'review' || disposition === 'parked'} then now() + interval '60 seconds' end`
}

async function postCapture(tx: Tx, sale: Sale, record: PaidRecord): Promise<void> {
  await postLedger(tx, 'capture', sale.payment_id, { provider: -record.paidKurus, suspense: record.paidKurus })
}

/** One open attempt at most: those that lost stay watched, for they may be paid too. */
async function closeOtherAttempts(tx: Tx, sale: Sale, cause: string): Promise<void> {
  const others = await tx.query<{ id: string }>(sql`
    select id from payments where order_id = ${sale.order_id} and id <> ${sale.payment_id} and status in ('pending', 'unknown') order by attempt_no for update`)
  for (const other of others) await mustMove(tx, PAYMENT, other.id, 'abandon', { cause })
}
