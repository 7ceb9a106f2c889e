import type { PaymentStatus } from '@emanet/contracts/states'
import type { PaymentRecord } from '@emanet/providers/ports'
import type { Deps } from '../deps.ts'
import { PAYMENT } from '../payments/payments.states.ts'
import { type Db, violates, withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { transition } from '../platform/transition.ts'
import { applyCapture, applyRejection, type PaidRecord } from './apply-capture.ts'

/**
 * What iyzico's word on an attempt came to.
 * - `settled` money was taken and has its disposition, now or before
 * - `declined` · `unpaid` no money; what iyzico's fraud team rejected counts as declined
 * - `in_progress` the buyer is at her bank
 * - `unanswered` iyzico gave no answer that could be trusted; nothing changed
 */
export type Settled = 'settled' | 'declined' | 'unpaid' | 'in_progress' | 'unanswered'

/**
 * The one path from iyzico's truth to ours. The browser's return, the webhook, the poller, expiry, the buyer's next press
 * and an operator all come here; a repeat, or many at once, changes nothing twice.
 * @param cause who asks; noted on the timeline.
 */
export async function settlePayment(deps: Deps, paymentId: string, cause: string): Promise<Settled> {
  const running = inFlight.get(paymentId)
  // Whoever comes while iyzico is being asked may know of something newer than that answer: ask once more, for all of them.
  if (running) {
    running.next ??= running.done.then(
      () => settlePayment(deps, paymentId, cause),
      () => settlePayment(deps, paymentId, cause),
    )
    return running.next
  }
  const done = askAndApply(deps, paymentId, cause).finally(() => inFlight.delete(paymentId))
  inFlight.set(paymentId, { done, next: undefined })
  return done
}

/** Per process; between processes the row locks decide. */
const inFlight = new Map<string, { done: Promise<Settled>; next: Promise<Settled> | undefined }>()

async function askAndApply(deps: Deps, paymentId: string, cause: string): Promise<Settled> {
  const attempt = await findAttempt(deps.db, paymentId)
  if (!attempt) return 'unpaid'
  if (attempt.status === 'captured' || attempt.status === 'refunding' || attempt.status === 'refunded') return 'settled'
  if (attempt.is_rejected) return 'declined'

  const answer =
    attempt.token === null
      ? await deps.payments.findPayment({ paymentId })
      : await deps.payments.fetchPayment({ token: attempt.token, paymentId })
  if (answer.kind !== 'ok') {
    deps.log.warn({ paymentId, cause, reason: answer.reason }, 'iyzico could not be asked about a payment')
    return 'unanswered'
  }
  return apply(deps, attempt, answer.payment, cause)
}

async function apply(deps: Deps, attempt: Attempt, record: PaymentRecord, cause: string): Promise<Settled> {
  if (record.state === 'paid') {
    return applyPaid(deps, attempt, record, cause)
  }
  await deps.db.query(sql`update payments set last_asked_at = now() where id = ${attempt.id}`)
  if (attempt.status === 'review') {
    // Money was taken: only a plain word on this very payment may say that its review ended badly.
    if (record.state !== 'declined' || record.implied) return 'settled'
    await withTx(deps.db, (tx) => applyRejection(tx, attempt.id, cause))
    deps.poke()
    return 'declined'
  }
  if (record.state === 'in_progress') return 'in_progress'
  if (record.state === 'declined') {
    const moved = await withTx(deps.db, (tx) =>
      transition(tx, PAYMENT, attempt.id, 'fail', {
        cause,
        set: sql`failure_code = ${record.code}, failure_reason = ${record.reason}, last_asked_at = now()`,
      }),
    )
    // While this answer was on its way, a newer one said that money was taken.
    return moved === 'refused' ? 'settled' : 'declined'
  }
  if (attempt.status === 'pending' && attempt.is_over)
    await withTx(deps.db, (tx) => transition(tx, PAYMENT, attempt.id, 'abandon', { cause }))
  return 'unpaid'
}

async function applyPaid(deps: Deps, attempt: Attempt, record: PaidRecord, cause: string): Promise<Settled> {
  try {
    const disposition = await withTx(deps.db, (tx) => applyCapture(tx, attempt.id, record, cause))
    deps.poke()
    if (disposition === 'mismatch') deps.log.error({ paymentId: attempt.id }, 'a payment does not match its order and is sent back')
    return disposition === 'rejected' ? 'declined' : 'settled'
  } catch (error) {
    if (!violates(error, 'one_row_per_provider_payment')) throw error
    deps.log.error({ paymentId: attempt.id, providerPaymentId: record.providerPaymentId }, 'iyzico names one payment for two attempts')
    return 'unanswered'
  }
}

type Attempt = { id: string; status: PaymentStatus; token: string | null; is_rejected: boolean; is_over: boolean }

async function findAttempt(db: Db, paymentId: string): Promise<Attempt | undefined> {
  const rows = await db.query<Attempt>(sql`
    select id, status, token, disposition is not distinct from 'rejected' as is_rejected,
      coalesce(token_expires_at, created_at + interval '1800 seconds') + interval '300 seconds' < now() as is_over
    from payments
    where id = ${paymentId}`)
  return rows[0]
}
