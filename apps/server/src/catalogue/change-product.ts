import type { changeProduct as changeProductRoute } from '@emanet/contracts/catalogue'
import { AppError } from '@emanet/contracts/errors'
import { fold } from '@emanet/contracts/fold'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { only, type Tx, withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'
import { attachImages } from './attach-images.ts'
import { findProduct, type Product } from './product.queries.ts'
import { refreshProductStatus } from './refresh-product-status.ts'

type Change = z.output<typeof changeProductRoute.body>
type Locked = { title: string; description: string; status: string; live_orders: number }

/**
 * Changes what is given and leaves the rest. Live orders keep what they were placed with; pausing only stops new ones, and
 * resuming counts the units again.
 * @throws AppError `product.not_found` (also for somebody else's), `request.invalid` on `stock` for fewer units than live orders
 * hold, on `images` for pictures that cannot be used.
 */
export async function changeProduct(deps: Deps, viewer: Viewer, productId: string, change: Change): Promise<Product> {
  await withTx(deps.db, async (tx) => {
    const product = await lockOwnProduct(tx, viewer, productId)
    if (change.stock !== undefined) await assertUnitsRemain(tx, productId, change.stock)
    await writeChange(tx, productId, product, change)
    if (change.images) await attachImages(tx, { productId, ownerId: viewer.userId, imageIds: change.images })
    if (change.stock !== undefined || change.status !== undefined) await refreshProductStatus(tx, productId)
  })
  return findProduct(deps.db, deps.config, viewer, productId)
}

/** @throws AppError `product.not_found` for one that is removed or somebody else's. */
export async function lockOwnProduct(tx: Tx, viewer: Viewer, productId: string): Promise<Locked> {
  // Orders of this product wait until the change is in, and the other way round.
  const rows = await tx.query<Locked>(sql`
    select title, description, status from products where id = ${productId} and seller_id = ${viewer.userId} and status <> 'removed' for update`)
  return only(rows, 'product.not_found')
}

async function assertUnitsRemain(tx: Tx, productId: string, stock: number): Promise<void> {
  // A live order holds a unit by its number, so the highest one has to stay.
  const [units] = await tx.query<{ highest: number | null }>(sql`
    select max(unit_no) as highest from orders where product_id = ${productId} and status not in ('cancelled', 'expired', 'refunded')`)
  const held = units?.highest ?? 0
  if (stock < held)
    throw new AppError('request.invalid', { errors: [{ path: 'stock', message: `open orders hold units up to number ${held}` }] })
}

async function writeChange(tx: Tx, productId: string, product: Locked, change: Change): Promise<void> {
  const searchText = fold(`${change.title ?? product.title} ${change.description ?? product.description}`)
  await tx.query(sql`
    update products
    set title = coalesce(${change.title ?? null}, title),
      description = coalesce(${change.description ?? null}, description),
      search_text = ${searchText},
      condition = coalesce(${change.condition ?? null}, condition),
      price_kurus = coalesce(${change.priceKurus ?? null}, price_kurus),
      shipping_kurus = coalesce(${change.shippingKurus ?? null}, shipping_kurus),
      stock = coalesce(${change.stock ?? null}, stock),
      status = ${statusAfter(product.status, change.status)},
      updated_at = now()
    where id = ${productId}`)
}

/** `active` wakes a paused product up; one that is on sale, reserved or sold stays what its orders make it. */
function statusAfter(status: string, wished: Change['status']): string {
  if (wished === 'paused') return 'paused'
  if (wished === 'active' && (status === 'paused' || status === 'draft')) return 'active'
  return status
}
