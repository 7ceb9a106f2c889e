import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

/** Deletes pictures that were uploaded more than a day ago and belong to no product, unless an order shows them. */
export async function forgetLooseImages(deps: Deps): Promise<void> {
  await withTx(deps.db, (tx) =>
    tx.query(sql`
      delete from product_images as pictures
      where pictures.product_id is null
        and pictures.created_at < now() - interval '1 day'
        and not exists (select from orders where orders.product_image_id = pictures.id)`),
  )
}
