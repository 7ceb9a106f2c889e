import type { Kurus } from '@emanet/contracts/money'
import type { OrderStatus, ProductStatus } from '@emanet/contracts/states'
import type { Db } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import type { AddressSnapshot } from './order.queries.ts'

/** Everything that decides about a purchase. Nulls: no such product, address, keyed order… */
export type Sight = {
  product_id: string | null
  title: string
  condition: string
  price_kurus: Kurus
  shipping_kurus: Kurus
  stock: number
  status: ProductStatus
  seller_id: string
  seller_name: string
  seller_key: string | null
  image_id: string | null
  address_id: string | null
  address: AddressSnapshot
  buyer_id: string
  buyer_name: string
  email: string
  phone: string | null
  language: 'tr' | 'en'
  identity_number_sealed: Buffer | null
  keyed_order_id: string | null
  keyed_hash: Buffer | null
  /** Her own live order of this product, an unpaid one first. */
  own_order_id: string | null
  own_status: OrderStatus | null
  /** Somebody else's unpaid order of it whose time is up. */
  overdue_order_id: string | null
  open_orders: number
  next_free_in_s: number | null
}

/** Reads it all in one round trip, without a lock. */
export async function lookAtPurchase(
  db: Db,
  purchase: { buyerId: string; productId: string; addressId: string; key: string | null },
): Promise<Sight> {
  const rows = await db.query<Sight>(sql`
    select p.id as product_id, p.title, p.condition, p.price_kurus, p.shipping_kurus, p.stock, p.status, p.seller_id,
      s.full_name as seller_name, account.seller_key,
      (select i.id from product_images i where i.product_id = p.id order by i.position limit 1) as image_id,
      a.id as address_id,
      jsonb_build_object('fullName', a.full_name, 'phone', a.phone, 'city', a.city, 'district', a.district,
        'neighbourhood', a.neighbourhood, 'line', a.line, 'postalCode', a.postal_code) as address,
      b.id as buyer_id, b.full_name as buyer_name, b.email, b.phone, b.language, b.identity_number_sealed,
      keyed.order_id as keyed_order_id, keyed.request_hash as keyed_hash,
      own.id as own_order_id, own.status as own_status,
      case when p.status = 'reserved' then (
        select o.id from orders o
        where o.product_id = p.id and o.status = 'pending_payment' and o.expires_at < now() and o.buyer_id <> b.id limit 1) end as overdue_order_id,
      open.orders as open_orders, open.next_free_in_s
    from users b
    left join products p on p.id = ${purchase.productId}
    left join users s on s.id = p.seller_id
    left join payout_accounts account on account.user_id = p.seller_id and account.status = 'active' and s.suspended_at is null
    left join addresses a on a.id = ${purchase.addressId} and a.user_id = b.id and a.removed_at is null
    left join idempotency_keys keyed on keyed.buyer_id = b.id and keyed.key = ${purchase.key}
    left join lateral (
      select id, status from orders o
      where o.buyer_id = b.id and o.product_id = p.id and o.status not in ('cancelled', 'expired', 'refunded')
      order by o.status = 'pending_payment' desc, o.id desc limit 1) own on true
    left join lateral (
      select count(*)::int as orders, ceil(extract(epoch from min(o.expires_at) - now()))::int as next_free_in_s
      from orders o where o.buyer_id = b.id and o.status = 'pending_payment') open on true
    where b.id = ${purchase.buyerId}`)
  return rows[0] as Sight
}
