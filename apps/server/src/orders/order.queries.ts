import { AppError } from '@emanet/contracts/errors'
import type { order } from '@emanet/contracts/orders'
import type { HoldStatus, OrderAction, OrderStatus, PaymentStatus, ShipmentStatus } from '@emanet/contracts/states'
import type { z } from 'zod'
import type { Config } from '../config.ts'
import type { Db } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { shownName } from '../platform/shown-name.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { BUYER_ACTIONS } from './orders.states.ts'

export type OrderView = z.output<typeof order>

export type AddressSnapshot = {
  fullName: string
  phone: string
  city: string
  district: string
  neighbourhood: string | null
  line: string
  postalCode: string | null
}

/** One order with all that belongs to it, as `order` of the contract needs it. */
export type OrderRow = {
  id: string
  number: string
  status: OrderStatus
  buyer_id: string
  seller_id: string
  buyer_name: string
  seller_name: string
  product_id: string
  product_title: string
  product_condition: string
  product_image_id: string | null
  item_kurus: number
  shipping_kurus: number
  fee_kurus: number
  total_kurus: number
  address: AddressSnapshot
  created_at: Date
  expires_at: Date
  payment_status: PaymentStatus | null
  payment_url: string | null
  failure_code: string | null
  hold_status: HoldStatus | null
  hold_amount_kurus: number
  hold_seller_kurus: number
  shipment_status: ShipmentStatus | null
  carrier: string
  reference: string
  tracking_number: string | null
  tracking_url: string | null
  refunds: { status: string; amountKurus: number; reason: string }[]
  timeline: { at: string; event: string }[]
}

/** What is known of an order in the moment it was placed and its payment page opened. */
export type FreshOrder = {
  orderId: string
  number: string
  createdAt: Date
  expiresAt: Date
  pageUrl: string
  productId: string
  title: string
  condition: string
  image_id: string | null
  buyer_id: string
  buyer_name: string
  seller_id: string
  seller_name: string
  address: AddressSnapshot
  itemKurus: number
  shippingKurus: number
  feeKurus: number
  totalKurus: number
}

/** The row that reading it back would give. */
export function freshOrderRow(fresh: FreshOrder): OrderRow {
  return {
    id: fresh.orderId,
    number: fresh.number,
    status: 'pending_payment',
    buyer_id: fresh.buyer_id,
    seller_id: fresh.seller_id,
    buyer_name: fresh.buyer_name,
    seller_name: fresh.seller_name,
    product_id: fresh.productId,
    product_title: fresh.title,
    product_condition: fresh.condition,
    product_image_id: fresh.image_id,
    item_kurus: fresh.itemKurus,
    shipping_kurus: fresh.shippingKurus,
    fee_kurus: fresh.feeKurus,
    total_kurus: fresh.totalKurus,
    address: fresh.address,
    created_at: fresh.createdAt,
    expires_at: fresh.expiresAt,
    payment_status: 'pending',
    payment_url: fresh.pageUrl,
    failure_code: null,
    hold_status: null,
    hold_amount_kurus: 0,
    hold_seller_kurus: 0,
    shipment_status: null,
    carrier: '',
    reference: '',
    tracking_number: null,
    tracking_url: null,
    refunds: [],
    timeline: [{ at: fresh.createdAt.toISOString(), event: 'order.created' }],
  }
}

/** The payment that speaks for the order is the one that paid it, or else the latest attempt. */
const ORDER_ROWS = sql`
  select o.id, o.number, o.status, o.buyer_id, o.seller_id, b.full_name as buyer_name, s.full_name as seller_name,
    o.product_id, o.product_title, o.product_condition, o.product_image_id,
    o.item_kurus, o.shipping_kurus, o.fee_kurus, o.total_kurus, o.address, o.created_at, o.expires_at,
    pay.status as payment_status, pay.failure_code,
    case when o.status = 'pending_payment' and pay.status = 'pending' and pay.token_expires_at > now() then pay.page_url end as payment_url,
    h.status as hold_status, h.amount_kurus as hold_amount_kurus, h.seller_kurus as hold_seller_kurus,
    sh.status as shipment_status, sh.carrier, sh.reference, sh.tracking_number, sh.tracking_url,
    (select coalesce(jsonb_agg(jsonb_build_object('status', r.status, 'amountKurus', r.amount_kurus, 'reason', r.reason) order by r.created_at), '[]')
       from refunds r where r.order_id = o.id) as refunds,
    (select jsonb_agg(jsonb_build_object('at', to_char(c.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              'event', c.noun || '.' || case when c.to_status = 'pending_payment' then 'created' else c.to_status end) order by c.seq)
       from state_changes c
       where c.order_id = o.id
         and (c.noun in ('order', 'shipment') or (c.noun = 'payment' and c.to_status in ('failed', 'refunding', 'refunded')))
         -- What iyzico says of an attempt that she has left for another is no news; it could come after the order was paid.
         and not (c.to_status = 'failed' and c.from_status = 'abandoned')) as timeline
  from orders o
  join users b on b.id = o.buyer_id
  join users s on s.id = o.seller_id
  left join lateral (
    select * from payments p where p.order_id = o.id
    order by (p.disposition in ('applied', 'review')) is true desc, p.attempt_no desc limit 1
  ) pay on true
  left join payment_holds h on h.order_id = o.id
  left join shipments sh on sh.order_id = o.id`

/** @param where a condition over `o` (orders), `b` (buyer) and `s` (seller). */
export async function findOrderRows(db: Db, where: Sql, limit = 1): Promise<OrderRow[]> {
  return db.query<OrderRow>(sql`${ORDER_ROWS} where ${where} order by o.id desc limit ${limit}`)
}

/** The order if the viewer may see it: its buyer, its seller or an admin. Anybody else gets undefined, as for no order. */
export async function findOrder(db: Db, viewer: Viewer, orderId: string): Promise<OrderRow | undefined> {
  const rows = await findOrderRows(db, sql`o.id = ${orderId}`)
  const row = rows[0]
  return row && roleOf(row, viewer) ? row : undefined
}

type Role = 'buyer' | 'seller' | 'admin'

export function roleOf(row: OrderRow, viewer: Viewer): Role | null {
  if (row.buyer_id === viewer.userId) return 'buyer'
  if (row.seller_id === viewer.userId) return 'seller'
  return viewer.roles.includes('admin') ? 'admin' : null
}

const UNPAID: readonly OrderStatus[] = ['pending_payment', 'payment_review', 'cancelled', 'expired']

/** What this viewer may know of the order: the seller learns the address once it is paid; only the buyer gets the payment page. */
export function orderView(row: OrderRow, role: Role, config: Config): OrderView {
  const isBuyer = role === 'buyer'
  const mayKnowAddress = role !== 'seller' || !UNPAID.includes(row.status)
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    role,
    product: {
      id: row.product_id,
      title: row.product_title,
      priceKurus: row.item_kurus,
      condition: row.product_condition,
      imageUrl: row.product_image_id === null ? null : `${config.publicApiUrl}/images/${row.product_image_id}`,
    },
    seller: { id: row.seller_id, name: shownName(row.seller_name) },
    buyer: { id: row.buyer_id, name: shownName(row.buyer_name) },
    totals: { itemKurus: row.item_kurus, shippingKurus: row.shipping_kurus, feeKurus: row.fee_kurus, totalKurus: row.total_kurus },
    address: mayKnowAddress ? row.address : null,
    payment: {
      status: row.payment_status ?? 'none',
      paymentUrl: isBuyer ? row.payment_url : null,
      failureCode: isBuyer ? row.failure_code : null,
    },
    hold:
      row.hold_status === null ? null : { status: row.hold_status, amountKurus: row.hold_amount_kurus, sellerKurus: row.hold_seller_kurus },
    shipment:
      row.shipment_status === null
        ? null
        : {
            status: row.shipment_status,
            carrier: row.carrier,
            reference: row.reference,
            trackingNumber: row.tracking_number,
            trackingUrl: row.tracking_url,
          },
    refunds: role === 'seller' ? [] : row.refunds,
    timeline: row.timeline,
    actions: isBuyer ? buyerActions(row.status) : [],
    expiresAt: row.status === 'pending_payment' ? row.expires_at.toISOString() : null,
    createdAt: row.created_at.toISOString(),
  }
}

function buyerActions(status: OrderStatus): OrderAction[] {
  return (Object.keys(BUYER_ACTIONS) as OrderAction[]).filter((action) => BUYER_ACTIONS[action].includes(status))
}

/** @throws AppError `order.not_found`, also for somebody else's order. */
export async function readOrder(deps: { db: Db; config: Config }, viewer: Viewer, orderId: string): Promise<OrderView> {
  const row = await findOrder(deps.db, viewer, orderId)
  if (!row) throw new AppError('order.not_found')
  return orderView(row, roleOf(row, viewer) as Role, deps.config)
}

/** Newest first. The cursor is the id of the last order of the page before. */
export async function listOrders(
  deps: { db: Db; config: Config },
  viewer: Viewer,
  query: { role: 'buyer' | 'seller'; cursor?: string | undefined; limit: number },
): Promise<{ items: OrderView[]; nextCursor: string | null }> {
  const mine = query.role === 'buyer' ? sql`o.buyer_id = ${viewer.userId}` : sql`o.seller_id = ${viewer.userId}`
  const rows = await findOrderRows(deps.db, sql`${mine} and ${before(query.cursor)}`, query.limit + 1)
  const page = rows.slice(0, query.limit)
  return {
    items: page.map((row) => orderView(row, query.role, deps.config)),
    nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** @throws AppError `request.invalid` for a cursor that is none of ours. */
export function before(cursor: string | undefined): Sql {
  return cursor === undefined ? sql`true` : sql`o.id < ${idOfCursor(cursor)}`
}

/** @throws AppError `request.invalid` for a cursor that is none of ours. */
export function idOfCursor(cursor: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(cursor))
    throw new AppError('request.invalid', { errors: [{ path: 'cursor', message: 'not a cursor of this list' }] })
  return cursor
}
