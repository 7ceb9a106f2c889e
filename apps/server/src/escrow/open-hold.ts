import type { Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'

/** The buyer's money is entrusted to us from here on. Commission and fees leave the hold at its release. */
export async function openHold(
  tx: Tx,
  hold: { orderId: string; paymentId: string; amountKurus: number; sellerKurus: number; cause: string },
): Promise<void> {
  const id = newId()
  await tx.query(sql`
    with held as (
      insert into payment_holds (id, order_id, payment_id, amount_kurus, seller_kurus)
      values (${id}, ${hold.orderId}, ${hold.paymentId}, ${hold.amountKurus}, ${hold.sellerKurus})
    )
    insert into state_changes (noun, subject_id, order_id, to_status, cause) values ('hold', ${id}, ${hold.orderId}, 'held', ${hold.cause})`)
}
