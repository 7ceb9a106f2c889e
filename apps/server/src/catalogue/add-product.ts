import type { addProduct as addProductRoute } from '@emanet/contracts/catalogue'
import { fold } from '@emanet/contracts/fold'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { attachImages } from './attach-images.ts'
import { findProduct, type Product } from './product.queries.ts'

/** @throws AppError `request.invalid` on `images` for a picture that is not the viewer's or belongs to another product. */
export async function addProduct(deps: Deps, viewer: Viewer, product: z.output<typeof addProductRoute.body>): Promise<Product> {
  const id = newId()
  await withTx(deps.db, async (tx) => {
    await tx.query(sql`
      insert into products (id, seller_id, title, description, condition, price_kurus, shipping_kurus, stock, search_text)
      values (
        ${id}, ${viewer.userId}, ${product.title}, ${product.description}, ${product.condition}, ${product.priceKurus}, ${product.shippingKurus},
        ${product.stock}, ${fold(`${product.title} ${product.description}`)}
      )`)
    await attachImages(tx, { productId: id, ownerId: viewer.userId, imageIds: product.images })
  })
  return findProduct(deps.db, deps.config, viewer, id)
}
