import type { Tx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

/**
 * Makes a product's status say what its live orders say: `reserved` when no unit is free and one of those orders is unpaid or
 * in review, `sold` when no unit is free otherwise, else `active`. A draft, paused or removed product keeps its status.
 * The caller holds the lock on the product's row: counted without it, the orders could change meanwhile.
 */
export async function refreshProductStatus(tx: Tx, productId: string): Promise<void> {
  await tx.query(sql`
    update products
    set status = live.product_status, updated_at = now()
    from (
      select products.id,
        case
          when count(orders.id) < products.stock then 'active'
          when bool_or(orders.status in ('pending_payment', 'payment_review')) then 'reserved'
          else 'sold'
        end as product_status
      from products
      left join orders on orders.product_id = products.id and orders.status not in ('cancelled', 'expired', 'refunded')
      where products.id = ${productId}
      group by products.id, products.stock
    ) as live
    where products.id = live.id
      and products.status in ('active', 'reserved', 'sold')
      and products.status <> live.product_status`)
}
