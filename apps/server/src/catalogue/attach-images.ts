import { AppError } from '@emanet/contracts/errors'
import type { Tx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

/**
 * Makes these the pictures of a product, in this order. Those it had before are let go of; orders may still show them.
 * @throws AppError `request.invalid` on `images` for one that is named twice, is not the owner's, or belongs to another product.
 */
export async function attachImages(
  tx: Tx,
  { productId, ownerId, imageIds }: { productId: string; ownerId: string; imageIds: string[] },
): Promise<void> {
  await tx.query(
    sql`update product_images set product_id = null, position = null where product_id = ${productId} and id <> all(${imageIds}::uuid[])`,
  )
  if (imageIds.length === 0) return
  const attached = await tx.query(sql`
    update product_images
    set product_id = ${productId}, position = array_position(${imageIds}::uuid[], id)
    where id = any(${imageIds}::uuid[])
      and owner_id = ${ownerId}
      and (product_id is null or product_id = ${productId})
    returning id`)
  if (attached.length === imageIds.length) return
  throw new AppError('request.invalid', {
    errors: [{ path: 'images', message: 'each must be a picture of yours that no other product has, once' }],
  })
}
