import { AppError } from '@emanet/contracts/errors'
import type { Kurus } from '@emanet/contracts/money'
import type { OrderStatus } from '@emanet/contracts/states'
import type { CheckoutRequest } from '@emanet/providers/ports'
import { refreshProductStatus } from '../catalogue/refresh-product-status.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { emit } from '../events.ts'
import { PAYMENT } from '../payments/payments.states.ts'
import { startPayment } from '../payments/start-payment.ts'
import { type Db, withTx } from '../platform/db.ts'
import { unseal } from '../platform/seal.ts'
import { sql } from '../platform/sql.ts'
import { transition } from '../platform/transition.ts'
import type { AddressSnapshot } from './order.queries.ts'
import { ORDER } from './orders.states.ts'

/** What the payment provider needs to know of an attempt that is already in the database. */
export type CheckoutFacts = {
  payment_id: string
  order_id: string
  number: string
  total_kurus: Kurus
  seller_kurus: Kurus
  seller_key: string
  product_id: string
  product_title: string
  address: AddressSnapshot
  buyer_id: string
  buyer_name: string
  email: string
  phone: string | null
  identity_number_sealed: Buffer | null
  language: 'tr' | 'en'
  buyer_ip: string | undefined
}

/**
 * Asks iyzico for the page of an attempt whose row exists, outside any transaction, and writes down what came of it.
 * @throws AppError `payment.unreachable` (the order stands, the attempt is `unknown`), `payment.refused` (order cancelled, unit free),
 *   `order.wrong_state` (it was cancelled, or paid, while iyzico was being asked).
 */
export async function openPaymentPage(deps: Deps, facts: CheckoutFacts): Promise<{ pageUrl: string }> {
  const started = await startPayment(deps, checkoutRequest(deps.config, facts))
  if (started.kind === 'opened') return { pageUrl: started.pageUrl }
  if (started.kind === 'given_up') await assertAwaitsPayment(deps.db, facts.order_id)
  if (started.kind !== 'refused') throw new AppError('payment.unreachable', { orderId: facts.order_id, retryAfterS: 1 })
  await cancelRefused(deps, facts, started)
  throw new AppError('payment.refused', { orderId: facts.order_id, reason: started.reason })
}

function checkoutRequest(config: Config, facts: CheckoutFacts): CheckoutRequest {
  const words = facts.buyer_name.trim().split(/\s+/)
  const surname = words.pop() as string
  const { neighbourhood, postalCode, ...address } = facts.address
  return {
    paymentId: facts.payment_id,
    orderNumber: facts.number,
    totalKurus: facts.total_kurus,
    currency: 'TRY',
    sellerKurus: facts.seller_kurus,
    sellerKey: facts.seller_key,
    itemId: facts.product_id,
    itemTitle: facts.product_title,
    itemCategory: 'İkinci el',
    buyer: {
      id: facts.buyer_id,
      name: words.join(' ') || surname,
      surname,
      email: facts.email,
      phone: facts.phone ?? facts.address.phone,
      identityNumber: facts.identity_number_sealed
        ? unseal(config.dataKey, facts.identity_number_sealed)
        : config.iyzico.buyerIdPlaceholder,
      // An IPv4 address that came in over IPv6 is still one.
      ...(facts.buyer_ip === undefined ? {} : { ip: facts.buyer_ip.replace(/^::ffff:(?=\d+\.)/i, '') }),
    },
    shippingAddress: { ...address, ...(neighbourhood ? { neighbourhood } : {}), ...(postalCode ? { postalCode } : {}) },
    callbackUrl: `${config.publicApiUrl}/payments/iyzico/callback`,
    installments: config.iyzico.installments,
    language: facts.language,
  }
}

async function assertAwaitsPayment(db: Db, orderId: string): Promise<void> {
  const rows = await db.query<{ status: OrderStatus }>(sql`select status from orders where id = ${orderId}`)
  const orderStatus = rows[0]?.status
  if (orderStatus !== 'pending_payment') throw new AppError('order.wrong_state', { orderId, orderStatus })
}

async function cancelRefused(deps: Deps, facts: CheckoutFacts, refusal: { code: string; reason: string }): Promise<void> {
  await withTx(deps.db, async (tx) => {
    await tx.query(sql`select id from products where id = ${facts.product_id} for update`)
    const moved = await transition(tx, ORDER, facts.order_id, 'cancel', { cause: 'iyzico' })
    await transition(tx, PAYMENT, facts.payment_id, 'fail', {
      cause: 'iyzico',
      set: sql`failure_code = ${refusal.code}, failure_reason = ${refusal.reason}, next_check_at = null`,
    })
    if (moved !== 'moved') return
    await refreshProductStatus(tx, facts.product_id)
    await emit(tx, 'order.cancelled', { orderId: facts.order_id })
  })
  deps.log.warn({ orderId: facts.order_id, code: refusal.code, reason: refusal.reason }, 'iyzico refused an order')
}

type StoredFacts = Omit<CheckoutFacts, 'payment_id' | 'buyer_ip'>

/** The same facts of an order that is there already, for its next attempt. Undefined when the provider does not know its seller. */
export async function findCheckoutFacts(db: Db, orderId: string): Promise<StoredFacts | undefined> {
  const rows = await db.query<StoredFacts>(sql`
    select o.id as order_id, o.number, o.total_kurus, o.seller_kurus, account.seller_key, o.product_id, o.product_title,
      o.address, o.buyer_id, b.full_name as buyer_name, b.email, b.phone, b.identity_number_sealed, o.language
    from orders o
    join users b on b.id = o.buyer_id
    join payout_accounts account on account.user_id = o.seller_id and account.seller_key is not null
    where o.id = ${orderId}`)
  return rows[0]
}
