import type { CheckoutRequest } from '@emanet/providers/ports'
import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { transition } from '../platform/transition.ts'
import { PAYMENT } from './payments.states.ts'

export type StartedPayment =
  | { kind: 'opened'; pageUrl: string }
  | { kind: 'refused'; code: string; reason: string }
  | { kind: 'unknown' }
  | { kind: 'given_up' }

/**
 * Opens iyzico's payment page for an attempt whose row is already there, and stores the token before anybody is sent to
 * it. Not repeatable: iyzico makes a new, payable token at every call, so a lost answer closes the attempt (`unknown`) and
 * it stays watched by its id. Of a refusal nothing is written: the caller cancels more than the attempt. `given_up`: somebody
 * ended this attempt while iyzico was answering; its token is watched, but nobody is sent to it.
 */
export async function startPayment(deps: Deps, request: CheckoutRequest): Promise<StartedPayment> {
  const outcome = await deps.payments.openCheckout(request)
  if (outcome.kind === 'refused') return outcome
  if (outcome.kind === 'unknown') {
    deps.log.warn({ paymentId: request.paymentId, reason: outcome.reason }, 'the payment page could not be opened')
    await withTx(deps.db, (tx) =>
      transition(tx, PAYMENT, request.paymentId, 'lose', { cause: 'iyzico', set: sql`failure_reason = ${outcome.reason}` }),
    )
    return { kind: 'unknown' }
  }
  const rows = await deps.db.query<{ status: string }>(sql`
    update payments
    set token = ${outcome.token}, page_url = ${outcome.pageUrl},
      token_expires_at = now() + make_interval(secs => ${outcome.expiresInS}), next_check_at = now() + interval '15 seconds'
    where id = ${request.paymentId} and token is null
    returning status`)
  return rows[0]?.status === 'pending' ? { kind: 'opened', pageUrl: outcome.pageUrl } : { kind: 'given_up' }
}
