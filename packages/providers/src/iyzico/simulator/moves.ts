import { plainDecimal, SIGNED_FIELDS, unitsOf, unitsText } from '../iyzico.wire.ts'
import { amountOf } from './basket.ts'
import { istanbulTime, lineFields, shareOfLine } from './payments.ts'
import { type Answer, type Body, fail, shortNumber } from './replies.ts'
import { findLine, newAuthCode, nextId, type Payment, type PaymentLine, type Refund, type Sim } from './state.ts'

/** Refunds one line. Not idempotent: the same conversationId again refunds again while anything is left. */
export function refundLine(sim: Sim, request: Body): Answer {
  const { paymentTransactionId } = request
  const amount = amountOf(request.price)
  if (typeof paymentTransactionId !== 'string' || amount === null || amount === '0') return fail(request, '11')
  const found = findLine(sim, paymentTransactionId)
  if (found === undefined) return fail(request, '5087')
  const { payment, line } = found
  const fields: Body = { paymentId: payment.paymentId, paymentTransactionId, price: shortNumber(amount), retryable: false }
  if (payment.cancels.length > 0) return { ...fail(request, '8514'), fields }
  if (payment.card.refusesRefunds) return { ...fail(request, '10220'), fields }
  if ((unitsOf(amount) ?? 0n) > leftOf(line)) return { ...fail(request, '5093'), fields }
  const refund = newRefund(sim, payment, conversationIdOf(request), amount)
  line.refunds.push(refund)
  sim.payments.put(payment.paymentId, payment)
  return {
    fields: {
      ...fields,
      currency: payment.basket.currency,
      authCode: refund.authCode,
      hostReference: payment.hostReference,
      refundHostReference: refund.hostReference,
      transactionType: 'REFUND',
    },
    signedOver: SIGNED_FIELDS.refund,
  }
}

/** Refunds a sum and chooses the lines itself, in their order: for accounts without sellers only. */
export function refundAmount(sim: Sim, request: Body): Answer {
  if (sim.isMarketplace) return fail(request, '5266')
  const payment = typeof request.paymentId === 'string' ? sim.payments.get(request.paymentId) : undefined
  const amount = amountOf(request.price)
  if (amount === null || amount === '0') return fail(request, '11')
  if (payment === undefined || payment.status !== 'SUCCESS') return fail(request, '5087')
  if (payment.cancels.length > 0) return fail(request, '8514')
  let rest = unitsOf(amount) ?? 0n
  if (rest > payment.lines.reduce((sum, line) => sum + leftOf(line), 0n)) return fail(request, '5093')
  for (const line of payment.lines) {
    const left = leftOf(line)
    const part = rest < left ? rest : left
    if (part === 0n) continue
    line.refunds.push(newRefund(sim, payment, conversationIdOf(request), plainDecimal(unitsText(part)) ?? '0'))
    rest -= part
  }
  sim.payments.put(payment.paymentId, payment)
  return {
    fields: {
      paymentId: payment.paymentId,
      price: shortNumber(amount),
      currency: payment.basket.currency,
      authCode: newAuthCode(),
      hostReference: payment.hostReference,
    },
    signedOver: SIGNED_FIELDS.refund,
  }
}

/** Gives back everything; on the day of the payment in Istanbul, and before any refund. */
export function cancelPayment(sim: Sim, request: Body): Answer {
  const payment = typeof request.paymentId === 'string' ? sim.payments.get(request.paymentId) : undefined
  if (payment === undefined || payment.status !== 'SUCCESS') return fail(request, '5086')
  if (payment.cancels.length > 0) return { ...fail(request, '8514'), fields: { paymentId: payment.paymentId, retryable: false } }
  if (payment.card.refusesRefunds) return { ...fail(request, '10220'), fields: { paymentId: payment.paymentId, retryable: false } }
  const isToday = istanbulTime(payment.createdAtMs).slice(0, 10) === istanbulTime(sim.nowMs()).slice(0, 10)
  if (!isToday || payment.lines.some((line) => line.refunds.length > 0)) return fail(request, '5094')
  const cancel = newRefund(sim, payment, conversationIdOf(request), payment.paidPrice)
  payment.cancels.push(cancel)
  sim.payments.put(payment.paymentId, payment)
  return {
    fields: {
      paymentId: payment.paymentId,
      price: shortNumber(payment.paidPrice),
      currency: payment.basket.currency,
      authCode: cancel.authCode,
      hostReference: payment.hostReference,
      cancelHostReference: cancel.hostReference,
    },
  }
}

/** Lets the seller's part of a line go into the next payout run, or takes that back. */
export function approveLine(sim: Sim, request: Body, { to }: { to: 1 | 2 }): Answer {
  if (!sim.isMarketplace) return fail(request, '5067')
  const { paymentTransactionId } = request
  if (typeof paymentTransactionId !== 'string' || paymentTransactionId === '') return fail(request, '11')
  const found = findLine(sim, paymentTransactionId)
  if (found === undefined) return fail(request, '5087')
  const { payment, line } = found
  const seller = line.subMerchantKey === null ? undefined : sim.sellers.get(line.subMerchantKey)
  const isStuck = payment.cancels.length > 0 || leftOf(line) === 0n || line.isPaidOut === true || seller === undefined || !seller.iban
  if (isStuck || line.transactionStatus !== (to === 2 ? 1 : 2)) return fail(request, '5068')
  line.transactionStatus = to
  sim.payments.put(payment.paymentId, payment)
  return { fields: { paymentTransactionId } }
}

/** Another seller, or another part for the seller, while the line is not approved. */
export function changeLine(sim: Sim, request: Body): Answer {
  const { paymentTransactionId, subMerchantKey } = request
  const subMerchantPrice = amountOf(request.subMerchantPrice)
  if (typeof paymentTransactionId !== 'string' || typeof subMerchantKey !== 'string' || subMerchantPrice === null)
    return fail(request, '11')
  const found = findLine(sim, paymentTransactionId)
  if (found === undefined) return fail(request, '5087')
  const { payment, line } = found
  if (sim.sellers.get(subMerchantKey) === undefined) return fail(request, '5078')
  if ((unitsOf(subMerchantPrice) ?? 0n) > (unitsOf(line.price) ?? 0n)) return fail(request, '5080')
  if (line.transactionStatus === 2) return fail(request, '5068')
  line.subMerchantKey = subMerchantKey
  line.subMerchantPrice = subMerchantPrice
  sim.payments.put(payment.paymentId, payment)
  return { fields: lineFields(line, shareOfLine(sim, payment, line), payment) }
}

/** Pays out what was approved (the bank's night run). Returns how many lines it paid. */
export function runPayout(sim: Sim): number {
  let count = 0
  for (const payment of sim.payments.values()) {
    const due = payment.lines.filter((line) => line.transactionStatus === 2 && line.isPaidOut !== true)
    if (due.length === 0 || payment.cancels.length > 0) continue
    for (const line of due) line.isPaidOut = true
    sim.payments.put(payment.paymentId, payment)
    count += due.length
  }
  return count
}

/** What of a line was not given back yet. */
function leftOf(line: PaymentLine): bigint {
  return line.refunds.reduce(
    (left, refund) => (refund.succeeded ? left - (unitsOf(refund.price) ?? 0n) : left),
    unitsOf(line.paidPrice) ?? 0n,
  )
}

function newRefund(sim: Sim, payment: Payment, conversationId: string | null, price: string): Refund {
  return {
    refundTxId: nextId(sim, 'refund'),
    conversationId,
    price,
    succeeded: true,
    createdAtMs: sim.nowMs(),
    authCode: newAuthCode(),
    hostReference: `${payment.hostReference}-02`,
  }
}

function conversationIdOf(request: Body): string | null {
  return typeof request.conversationId === 'string' ? request.conversationId : null
}
