import type { Kurus } from '@emanet/contracts/money'
import type { RefundStatus } from '@emanet/contracts/states'
import type { PaymentHistory, Refused } from '@emanet/providers/ports'
import type { Deps } from '../deps.ts'
import { postLedger } from '../escrow/post-ledger.ts'
import { emit } from '../events.ts'
import { PAYMENT, REFUND } from '../payments/payments.states.ts'
import { type Tx, withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { mustMove, transition } from '../platform/transition.ts'

/**
 * Sends a requested refund, or finds out what became of one. Looks before it sends, every time: iyzico would refund again
 * while balance remains. `manual` means that iyzico refused it and a person is told. It goes on being tried: the refusal may
 * pass (an empty balance, a bank's bad day), and what the person sends back in iyzico's panel is seen only by looking.
 */
export async function refundPayment(deps: Deps, refundId: string): Promise<RefundStatus> {
  const refund = await claimRefund(deps, refundId)
  if (!refund) return 'succeeded'

  const seen = await deps.payments.fetchHistory({ providerPaymentId: refund.provider_payment_id })
  if (seen.kind === 'unknown') return postpone(deps, refund, seen.reason)
  if (seen.kind === 'ok' && isRefunded(seen.history, refund)) return finish(deps, refund, refundIdOf(seen.history, refund))
  // A report may lag behind the payment. A refund that was never sent needs none: iyzico refuses more than remains.
  const wasSent = refund.status !== 'requested'
  if (seen.kind === 'refused' && wasSent) return lookAgain(deps, refund, seen)

  await withTx(deps.db, (tx) => transition(tx, REFUND, refund.id, 'submit', { cause: 'refund' }))
  const sent = await deps.payments.refund({
    refundId: refund.id,
    providerPaymentId: refund.provider_payment_id,
    providerTransactionId: refund.provider_transaction_id,
    amountKurus: refund.amount_kurus,
    currency: refund.currency,
    reason: refund.reason === 'duplicate' ? 'double_payment' : 'other',
  })
  if (sent.kind === 'ok') return finish(deps, refund, sent.providerRefundId)
  if (sent.kind === 'unknown') return postpone(deps, refund, sent.reason)
  // A second sending that is refused may mean that the first arrived and the report lags behind.
  return wasSent && refund.status !== 'manual' ? lookAgain(deps, refund, sent) : giveUp(deps, refund, sent)
}

/** After this long a payment that iyzico took and does not report, or a refund that it neither reports nor does, is a person's. */
const UNREPORTED_FOR_S = 24 * 3600

function lookAgain(deps: Deps, refund: Refund, refused: Refused): Promise<RefundStatus> {
  return refund.age_s < UNREPORTED_FOR_S ? postpone(deps, refund, refused.reason) : giveUp(deps, refund, refused)
}

type Refund = {
  id: string
  age_s: number
  payment_id: string
  order_id: string
  status: RefundStatus
  amount_kurus: Kurus
  reason: string
  attempts: number
  provider_payment_id: string
  provider_transaction_id: string
  currency: string
}

/** One attempt at a time: the next is due no sooner than the deadlines of this one allow. */
async function claimRefund(deps: Deps, refundId: string): Promise<Refund | undefined> {
  const rows = await deps.db.query<Refund>(sql`
    update refunds r
    set attempts = r.attempts + 1, next_attempt_at = now() + interval '60 seconds'
    from payments p
    where r.id = ${refundId} and p.id = r.payment_id and r.status <> 'succeeded' and r.next_attempt_at <= now()
    returning r.id, extract(epoch from now() - r.created_at)::float as age_s, r.payment_id, r.order_id, r.status, r.amount_kurus, r.reason, r.attempts, p.provider_payment_id, p.provider_transaction_id, p.currency`)
  return rows[0]
}

function isRefunded(history: PaymentHistory, refund: Refund): boolean {
  return history.refunds.some((one) => one.refundId === refund.id && one.succeeded) || history.refundedKurus >= refund.amount_kurus
}

function refundIdOf(history: PaymentHistory, refund: Refund): string {
  return history.refunds.find((one) => one.refundId === refund.id)?.refundId ?? refund.id
}

async function finish(deps: Deps, refund: Refund, providerRefundId: string): Promise<RefundStatus> {
  await withTx(deps.db, async (tx: Tx) => {
    await tx.query(sql`select id from payments where id = ${refund.payment_id} for update`)
    const moved = await transition(tx, REFUND, refund.id, 'succeed', {
      cause: 'iyzico',
      set: sql`provider_refund_id = ${providerRefundId}, last_error = null`,
    })
    if (moved !== 'moved') return
    await mustMove(tx, PAYMENT, refund.payment_id, 'finishRefund', { cause: 'iyzico' })
    await postLedger(tx, 'refund', refund.id, { suspense: -refund.amount_kurus, refunded: refund.amount_kurus })
    await emit(tx, 'payment.refunded', { orderId: refund.order_id, paymentId: refund.payment_id })
  })
  deps.poke()
  return 'succeeded'
}

/** No answer: 10 s, 20 s, 40 s … at most an hour, a little spread, and looked up before it is sent again. */
async function postpone(deps: Deps, refund: Refund, reason: string): Promise<RefundStatus> {
  const delayS = Math.min(3600, 10 * 2 ** Math.min(refund.attempts - 1, 9)) * (0.75 + Math.random() / 2)
  await withTx(deps.db, async (tx) => {
    await transition(tx, REFUND, refund.id, 'lose', { cause: 'refund' })
    await tx.query(
      sql`update refunds set last_error = ${reason}, next_attempt_at = now() + make_interval(secs => ${delayS}) where id = ${refund.id}`,
    )
  })
  return 'unknown'
}

/** Refused: a person is told, and it is tried again every hour, after a day every day. */
async function giveUp(deps: Deps, refund: Refund, refused: Refused): Promise<RefundStatus> {
  const reason = `${refused.code} ${refused.reason}`
  const delayS = refund.age_s < 24 * 3600 ? 3600 : 24 * 3600
  deps.log.error({ refundId: refund.id, orderId: refund.order_id, reason }, 'a refund needs a person')
  await withTx(deps.db, async (tx) => {
    await transition(tx, REFUND, refund.id, 'giveUp', { cause: 'iyzico' })
    await tx.query(
      sql`update refunds set last_error = ${reason}, next_attempt_at = now() + make_interval(secs => ${delayS}) where id = ${refund.id} and status = 'manual'`,
    )
  })
  return 'manual'
}
