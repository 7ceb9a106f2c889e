import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'
import { lockOwnProduct } from './change-product.ts'

/** Nobody can buy it from now on; live orders go on. @throws AppError `product.not_found`. */
export async function removeProduct(deps: Deps, viewer: Viewer, productId: string): Promise<void> {
  await withTx(deps.db, async (tx) => {
    await lockOwnProduct(tx, viewer, productId)
    await tx.query(sql`update products set status = 'removed', updated_at = now() where id = ${productId}`)
  })
}
