import type { Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { mustMove } from '../platform/transition.ts'
import { PAYMENT } from './payments.states.ts'

/** Writes the intent to send a whole payment back; `refundPayment` carries it out. One refund a payment, ever. */
export async function requestRefund(
  tx: Tx,
  refund: { paymentId: string; orderId: string; amountKurus: number; reason: 'mismatch' | 'duplicate' | 'late'; cause: string },
): Promise<void> {
  const id = newId()
  await tx.query(sql`
    with requested as (
      insert into refunds (id, payment_id, order_id, amount_kurus, reason)
      values (${id}, ${refund.paymentId}, ${refund.orderId}, ${refund.amountKurus}, ${refund.reason})
    )
    insert into state_changes (noun, subject_id, order_id, to_status, cause) values ('refund', ${id}, ${refund.orderId}, 'requested', ${refund.cause})`)
  await mustMove(tx, PAYMENT, refund.paymentId, 'refund', { cause: refund.cause })
}
