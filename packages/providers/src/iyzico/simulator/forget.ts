import { unitsOf } from '../iyzico.wire.ts'
import { lastPayment, type Payment, type Sim, type Token } from './state.ts'

const KEPT_MAX = 20_000
/** Longer than a merchant looks for a payment whose token was lost: half an hour and a day. */
const UNPAID_KEPT_MS = 3 * 86_400_000
/** Who submitted the form in time may finish at her bank after the token's end. */
export const THREE_DS_TAIL_MS = 15 * 60_000

/** At start: pages nobody paid on, and notifications that arrived, once nobody will ask for them any more. */
export function forgetUnpaid(sim: Sim): void {
  const horizonMs = sim.nowMs() - UNPAID_KEPT_MS
  for (const token of sim.tokens.values())
    if (token.expiresAtMs < horizonMs && token.paymentIds.length === 0) sim.tokens.delete(token.token)
  for (const { id, state, dueAtMs } of sim.deliveries.values()) if (state !== 'pending' && dueAtMs < horizonMs) sim.deliveries.delete(id)
}

/** The oldest make room for new ones, except a page that can be paid, money that is held, and a notification still to come. */
export function forgetOldest(sim: Sim, max = KEPT_MAX): void {
  for (const token of sim.tokens.trim(max, (candidate) => isOver(sim, candidate)))
    for (const paymentId of token.paymentIds) sim.payments.delete(paymentId)
  sim.payments.trim(2 * max, (payment) => payment.token === null && isSettled(payment))
  sim.deliveries.trim(max, ({ state }) => state !== 'pending')
}

function isOver(sim: Sim, token: Token): boolean {
  if (token.state !== 'paid') return sim.nowMs() > token.expiresAtMs + THREE_DS_TAIL_MS
  const payment = lastPayment(sim, token)
  return payment === undefined || isSettled(payment)
}

/** Given back, released to the seller, or never taken. */
function isSettled({ status, cancels, lines }: Payment): boolean {
  if (status !== 'SUCCESS') return true
  return cancels.length > 0 || lines.every((line) => line.transactionStatus === 2 || givenBack(line) >= (unitsOf(line.paidPrice) ?? 0n))
}

function givenBack({ refunds }: Payment['lines'][number]): bigint {
  return refunds.reduce((sum, refund) => (refund.succeeded ? sum + (unitsOf(refund.price) ?? 0n) : sum), 0n)
}
