import type { image, product } from '@emanet/contracts/catalogue'
import { AppError } from '@emanet/contracts/errors'
import { fold } from '@emanet/contracts/fold'
import { kurus, orderTotals } from '@emanet/contracts/money'
import type { z } from 'zod'
import type { Config } from '../config.ts'
import { type Db, only } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { isUuid } from '../platform/ids.ts'
import { shownName } from '../platform/shown-name.ts'
import { type Sql, sql } from '../platform/sql.ts'

export type Product = z.output<typeof product>
type Page = { items: Product[]; nextCursor: string | null }

type ProductRow = {
  id: string
  title: string
  description: string
  condition: Product['condition']
  price_kurus: number
  shipping_kurus: number
  status: Product['status']
  stock: number
  free: number
  seller_id: string
  seller_name: string
  images: { id: string; width: number; height: number }[]
  created_at: Date
}

const PUBLIC_STATUSES = sql`('active', 'reserved', 'sold')`

/**
 * A page of products, newest first. `seller: 'me'` lists the viewer's own, drafts and paused ones too.
 * @throws AppError `auth.required` for `seller=me` without a token, `request.invalid` for a cursor that is not one.
 */
export async function listProducts(
  db: Db,
  config: Config,
  viewer: Viewer | null,
  query: { q?: string | undefined; seller?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page> {
  if (query.seller === 'me' && !viewer) throw new AppError('auth.required')
  const shown =
    query.seller === 'me' ? sql`products.seller_id = ${viewer?.userId} and products.status <> 'removed'` : publicProducts(query.seller)
  const rows = await db.query<ProductRow>(sql`
    ${SELECT}
    where ${shown}${matching(query.q)}${query.cursor === undefined ? sql`` : sql` and products.id < ${cursorOf(query.cursor)}`}
    order by products.id desc
    limit ${query.limit + 1}`)
  const items = rows.slice(0, query.limit).map((row) => productOf(row, config, viewer))
  return { items, nextCursor: rows.length > query.limit ? (items.at(-1) as Product).id : null }
}

/** Drafts and paused products are there for their seller alone. @throws AppError `product.not_found`. */
export async function findProduct(db: Db, config: Config, viewer: Viewer | null, productId: string): Promise<Product> {
  const rows = await db.query<ProductRow>(sql`
    ${SELECT}
    where products.id = ${productId}
      and (products.status in ${PUBLIC_STATUSES} or products.status <> 'removed' and products.seller_id = ${viewer?.userId ?? null})`)
  return productOf(only(rows, 'product.not_found'), config, viewer)
}

export function imageOf(config: Config, row: { id: string; width: number; height: number }): z.output<typeof image> {
  return { id: row.id, url: `${config.publicApiUrl}/images/${row.id}`, width: row.width, height: row.height }
}

/** A product's units less its live orders are free. */
const SELECT: Sql = sql`
  select products.id, products.title, products.description, products.condition, products.price_kurus, products.shipping_kurus, products.status, products.stock,
    products.seller_id, products.created_at, users.full_name as seller_name,
    greatest(0, products.stock - (
      select count(*)
      from orders
      where orders.product_id = products.id and orders.status not in ('cancelled', 'expired', 'refunded')
    ))::int as free,
    coalesce((
      select json_agg(json_build_object('id', pictures.id, 'width', pictures.width, 'height', pictures.height) order by pictures.position)
      from product_images as pictures
      where pictures.product_id = products.id
    ), '[]') as images
  from products
  join users on users.id = products.seller_id`

function publicProducts(sellerId: string | undefined): Sql {
  const anySeller = sql`products.status in ${PUBLIC_STATUSES}`
  return sellerId === undefined ? anySeller : sql`${anySeller} and products.seller_id = ${sellerId}`
}

/** Every word of the question stands somewhere in title or description. */
function matching(q: string | undefined): Sql {
  const words = fold(q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return sql``
  return sql` and products.search_text like all(${words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)}::text[])`
}

/** @throws AppError `request.invalid` for anything but an id. */
export function cursorOf(cursor: string): string {
  if (isUuid(cursor)) return cursor
  throw new AppError('request.invalid', { errors: [{ path: 'cursor', message: 'not a cursor of this list' }] })
}

function productOf(row: ProductRow, config: Config, viewer: Viewer | null): Product {
  const { itemKurus, shippingKurus, feeKurus, totalKurus } = orderTotals(
    { priceKurus: kurus(row.price_kurus), shippingKurus: kurus(row.shipping_kurus) },
    config.rates,
  )
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    condition: row.condition,
    priceKurus: row.price_kurus,
    shippingKurus: row.shipping_kurus,
    currency: 'TRY',
    status: row.status,
    stock: row.free,
    ...(row.seller_id === viewer?.userId ? { stockTotal: row.stock } : {}),
    seller: { id: row.seller_id, name: shownName(row.seller_name) },
    images: row.images.map((picture) => imageOf(config, picture)),
    totals: { itemKurus, shippingKurus, feeKurus, totalKurus },
    createdAt: row.created_at.toISOString(),
  }
}
