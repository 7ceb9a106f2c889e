import type { Db } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

/** What a message about an order may say, in the words of whom it goes to. */
export type OrderFacts = {
  order_id: string
  number: string
  product_title: string
  item_kurus: number
  shipping_kurus: number
  fee_kurus: number
  total_kurus: number
  seller_kurus: number
  tracking_number: string | null
  tracking_url: string | null
  address: { fullName: string; city: string; district: string }
  role: 'buyer' | 'seller'
  user_id: string
  email: string
  full_name: string
  language: 'tr' | 'en'
}

/** Undefined when the user has no part in the order. */
export async function findOrderFacts(db: Db, orderId: string, userId: string): Promise<OrderFacts | undefined> {
  const rows = await db.query<OrderFacts>(sql`
    select o.id as order_id, o.number, o.product_title, o.item_kurus, o.shipping_kurus, o.fee_kurus, o.total_kurus, o.seller_kurus, o.address,
      sh.tracking_number, sh.tracking_url, case when o.buyer_id = u.id then 'buyer' else 'seller' end as role,
      u.id as user_id, u.email, u.full_name, u.language
    from orders o
    join users u on u.id in (o.buyer_id, o.seller_id)
    left join shipments sh on sh.order_id = o.id
    where o.id = ${orderId} and u.id = ${userId}`)
  return rows[0]
}
