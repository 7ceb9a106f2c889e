import { createHash } from 'node:crypto'
import { AppError } from '@emanet/contracts/errors'
import { basisPoints, orderTotals, type Totals } from '@emanet/contracts/money'
import type { placeOrder as contract } from '@emanet/contracts/orders'
import type { z } from 'zod'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { isLockTimeout, type Tx, violates, withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { newId, newOrderNumber } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { closeUnpaidOrder } from './close-unpaid-order.ts'
import { lookAtPurchase, type Sight } from './look-at-purchase.ts'
import { openPaymentPage } from './open-payment-page.ts'
import { freshOrderRow, type OrderView, orderView } from './order.queries.ts'
import { resumeOrder } from './resume-order.ts'

type Purchase = z.output<typeof contract.body> & { key: string | null }
export type Placed = { isNew: boolean; orderId: string; paymentUrl: string | null; order: OrderView }

const OPEN_ORDERS_MAX = 3
const LOOKS_MAX = 5

/**
 * The Buy button: lock the product, validate it, calculate the totals, create the order, reserve the product, emit
 * `order.created`, commit; then open the payment page. The same purchase again (same key, or same buyer and product while
 * payment is awaited) is the same order with a page that works.
 *
 * It looks before it locks, so that whoever cannot have the product hears so without queueing; a bounded lock wait that
 * ran out, or a race lost at a unique index, looks again.
 * @throws AppError every code of the contract's `placeOrder.errors`.
 */
export async function placeOrder(deps: Deps, viewer: Viewer, purchase: Purchase): Promise<Placed> {
  for (let looks = 1; ; looks++) {
    const sight = await lookAtPurchase(deps.db, { buyerId: viewer.userId, ...purchase })
    const again = await repeatOf(deps, viewer, purchase, sight)
    if (again) return again
    try {
      if (looks < LOOKS_MAX && (await endedByExpiry(deps, sight))) continue
      const plan = { purchase, sight, totals: assertBuyable(deps.config, viewer, purchase, sight) }
      const reserved = await withTx(deps.db, (tx) => reserve(tx, deps.config, plan))
      if (reserved !== 'changed') return await openPage(deps, viewer, plan, reserved)
    } catch (error) {
      const lostRace =
        isLockTimeout(error) || violates(error, 'one_live_order_per_unit') || violates(error, 'one_order_per_idempotency_key')
      if (!lostRace) throw error
      if (looks === LOOKS_MAX && isLockTimeout(error)) throw new AppError('server.busy')
    }
    if (looks === LOOKS_MAX) throw new AppError('product.unavailable', { productStatus: sight.status })
  }
}

/** A purchase that may go ahead, as far as could be seen. */
type Plan = { purchase: Purchase; sight: Sight; totals: Totals }

/** Hers already? Then the same order again, also under this key from now on. */
async function repeatOf(deps: Deps, viewer: Viewer, purchase: Purchase, sight: Sight): Promise<Placed | null> {
  if (sight.keyed_order_id !== null && !sight.keyed_hash?.equals(requestHash(purchase))) throw new AppError('idempotency.mismatch')
  const isAwaited = sight.own_status === 'pending_payment' || sight.own_status === 'payment_review'
  const orderId = sight.keyed_order_id ?? (isAwaited ? sight.own_order_id : null)
  if (orderId === null) return null
  if (purchase.key !== null && sight.keyed_order_id === null) {
    await deps.db.query(sql`
      insert into idempotency_keys (buyer_id, key, order_id, request_hash)
      values (${viewer.userId}, ${purchase.key}, ${orderId}, ${requestHash(purchase)})
      on conflict do nothing`)
  }
  const resumed = await resumeOrder(deps, viewer, orderId, purchase.returnTo)
  return { isNew: false, orderId, paymentUrl: resumed.payment.paymentUrl, order: resumed }
}

/** A buyer who meets somebody's overdue reservation sets off its end instead of waiting for the sweep: it expired, or it was paid. */
async function endedByExpiry(deps: Deps, sight: Sight): Promise<boolean> {
  if (sight.overdue_order_id === null) return false
  const ended = await closeUnpaidOrder(deps, sight.overdue_order_id, 'expire', 'another buyer')
  return ended === 'closed' || ended === 'paid'
}

function requestHash(purchase: Purchase): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([purchase.productId, purchase.addressId, purchase.expectedPriceKurus ?? null]))
    .digest()
}

/** The totals, when everything visible allows the purchase. @throws AppError the reason why it does not. */
function assertBuyable(config: Config, viewer: Viewer, purchase: Purchase, sight: Sight): Totals {
  if (sight.product_id === null || sight.status === 'draft') throw new AppError('product.not_found')
  if (sight.seller_id === viewer.userId) throw new AppError('product.own')
  if (sight.address_id === null) throw new AppError('address.not_found')
  if (sight.status !== 'active')
    throw new AppError('product.unavailable', {
      productStatus: sight.status,
      ...(sight.own_order_id === null ? {} : { orderId: sight.own_order_id }),
    })
  if (purchase.expectedPriceKurus !== undefined && purchase.expectedPriceKurus !== sight.price_kurus)
    throw new AppError('product.price_changed', { priceKurus: sight.price_kurus })
  if (sight.seller_key === null) throw new AppError('seller.not_payable')
  if (config.rateLimits && sight.open_orders >= OPEN_ORDERS_MAX) throw tooManyOpenOrders(sight)
  const totals = orderTotals({ priceKurus: sight.price_kurus, shippingKurus: sight.shipping_kurus }, config.rates)
  if (!coversProviderFee(totals, config)) throw new AppError('order.below_minimum')
  return totals
}

function tooManyOpenOrders(sight: Sight): AppError {
  return new AppError('reservations.limit', { retryAfterS: Math.max(1, sight.next_free_in_s ?? 60) })
}

/** iyzico takes its fee out of our part; if that were too small the seller would silently be paid less than promised. */
function coversProviderFee(totals: Totals, config: Config): boolean {
  const fee = basisPoints(totals.totalKurus, config.iyzico.feeBp) + 1 + config.iyzico.feeKurus
  return totals.sellerKurus > 0 && totals.totalKurus - totals.sellerKurus >= fee
}

type Reserved = { orderId: string; number: string; paymentId: string; createdAt: Date; expiresAt: Date }

/** `changed`: the product is not what the look saw; look again. */
async function reserve(tx: Tx, config: Config, plan: Plan): Promise<Reserved | 'changed'> {
  const { sight } = plan
  // The lock makes two buyers of one product queue up here, not at the payment page. The other one, on the buyer, keeps her
  // fourth tab from slipping under the limit of open orders.
  const rows = await tx.query<{ price_kurus: number; shipping_kurus: number; stock: number; status: string }>(
    config.rateLimits
      ? sql`
          select price_kurus, shipping_kurus, stock, status, pg_advisory_xact_lock(hashtextextended(${sight.buyer_id}, 0))
          from products
          where id = ${sight.product_id}
          for update`
      : sql`select price_kurus, shipping_kurus, stock, status from products where id = ${sight.product_id} for update`,
  )
  const locked = rows[0]
  if (locked?.status !== 'active' || locked.price_kurus !== sight.price_kurus || locked.shipping_kurus !== sight.shipping_kurus)
    return 'changed'
  return insertOrder(tx, config, { ...plan, sight: { ...sight, stock: locked.stock } })
}

/** Order, first payment attempt, timeline, reservation and `order.created` in one statement, guarded by status and price. */
async function insertOrder(tx: Tx, config: Config, { purchase, sight, totals }: Plan): Promise<Reserved | 'changed'> {
  const ids = { orderId: newId(), number: newOrderNumber(), paymentId: newId() }
  const openOrdersMax = config.rateLimits ? OPEN_ORDERS_MAX : 1_000_000
  const rows = await tx.finish<{ created_at: Date; expires_at: Date }>(sql`
    with taken as (
      select unit_no, buyer_id, status from orders where product_id = ${sight.product_id} and status not in ('cancelled', 'expired', 'refunded')
    ),
    free as (
      select n as unit_no from generate_series(1, ${sight.stock}::int) n where n not in (select unit_no from taken)
    ),
    reserved as (
      update products set status = case when (select count(*) from free) > 1 then 'active' else 'reserved' end
      where id = ${sight.product_id} and status = 'active' and price_kurus = ${totals.itemKurus} and exists (select from free)
        and not exists (select from taken where buyer_id = ${sight.buyer_id} and status in ('pending_payment', 'payment_review'))
        and (select count(*) from orders where buyer_id = ${sight.buyer_id} and status = 'pending_payment') < ${openOrdersMax}::int
      returning id
    ),
    placed as (
      insert into orders (id, number, buyer_id, seller_id, product_id, unit_no, product_title, product_condition, product_image_id,
        item_kurus, shipping_kurus, fee_kurus, total_kurus, commission_kurus, seller_kurus, rates, address, language,
        terms_version, terms_accepted_at, expires_at)
      select ${ids.orderId}, ${ids.number}, ${sight.buyer_id}, ${sight.seller_id}, id, (select min(unit_no) from free),
        ${sight.title}, ${sight.condition}, ${sight.image_id}::uuid,
        ${totals.itemKurus}, ${totals.shippingKurus}, ${totals.feeKurus}, ${totals.totalKurus}, ${totals.commissionKurus}, ${totals.sellerKurus},
        ${JSON.stringify(config.rates)}, ${JSON.stringify(sight.address)}, ${sight.language},
        ${purchase.termsVersion ?? null}::text, case when ${purchase.termsVersion ?? null}::text is not null then now() end,
        now() + make_interval(secs => ${config.reservationTtlS})
      from reserved
      returning id, created_at, expires_at
    ),
    keyed as (
      insert into idempotency_keys (buyer_id, key, order_id, request_hash)
      select ${sight.buyer_id}, ${purchase.key}, id, ${requestHash(purchase)} from placed where ${purchase.key}::text is not null
    ),
    attempt as (
      insert into payments (id, order_id, attempt_no, return_to, amount_kurus, next_check_at)
      select ${ids.paymentId}, id, 1, ${purchase.returnTo}, ${totals.totalKurus}, now() + interval '15 seconds' from placed
    ),
    noted as (
      insert into state_changes (noun, subject_id, order_id, to_status, cause)
      select noun, subject_id, placed.id, to_status, 'buyer'
      from placed, (values ('order', ${ids.orderId}::uuid, 'pending_payment'), ('payment', ${ids.paymentId}::uuid, 'pending')) as note (noun, subject_id, to_status)
    ),
    event as (
      insert into outbox (id, event, payload) select ${newId()}, 'order.created', jsonb_build_object('orderId', id) from placed
    )
    select created_at, expires_at from placed`)
  const row = rows[0]
  return row ? { ...ids, createdAt: row.created_at, expiresAt: row.expires_at } : 'changed'
}

async function openPage(deps: Deps, viewer: Viewer, { purchase, sight, totals }: Plan, reserved: Reserved): Promise<Placed> {
  const page = await openPaymentPage(deps, {
    payment_id: reserved.paymentId,
    order_id: reserved.orderId,
    number: reserved.number,
    total_kurus: totals.totalKurus,
    seller_kurus: totals.sellerKurus,
    seller_key: sight.seller_key as string,
    product_id: purchase.productId,
    product_title: sight.title,
    address: sight.address,
    buyer_id: sight.buyer_id,
    buyer_name: sight.buyer_name,
    email: sight.email,
    phone: sight.phone,
    identity_number_sealed: sight.identity_number_sealed,
    language: sight.language,
    buyer_ip: viewer.ip,
  })
  // Put together from what is at hand: reading the order again would cost the hot path a round trip.
  const row = freshOrderRow({ ...reserved, ...sight, ...totals, productId: purchase.productId, pageUrl: page.pageUrl })
  return { isNew: true, orderId: reserved.orderId, paymentUrl: page.pageUrl, order: orderView(row, 'buyer', deps.config) }
}
