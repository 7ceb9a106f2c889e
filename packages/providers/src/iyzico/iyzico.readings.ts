import type { Kurus } from '@emanet/contracts/money'
import type { PaymentHistory, PaymentRecord } from '../ports.ts'
import { asObject, kurusBelow, kurusOf, unitsOf } from './iyzico.wire.ts'

type Body = Record<string, unknown>
type PaidRecord = Extract<PaymentRecord, { state: 'paid' }>

/** The buyer is at her bank, or the money is on another way than a card. Not a failure. */
const UNDER_WAY = new Set([
  'INIT_THREEDS',
  'CALLBACK_THREEDS',
  'CALLBACK_PECCO',
  'BKM_POS_SELECTED',
  'INIT_APM',
  'INIT_BANK_TRANSFER',
  'INIT_CREDIT',
  'PENDING_CREDIT',
  'INIT_CONTACTLESS',
])

/** A payment that is not a success; null when the status is none we know. A FAILURE without a code is a buyer in 3-D Secure. */
export function readUnfinished(body: Body): PaymentRecord | null {
  const { paymentStatus } = body
  if (typeof paymentStatus !== 'string') return null
  if (UNDER_WAY.has(paymentStatus)) return { state: 'in_progress' }
  if (paymentStatus !== 'FAILURE') return null
  const code = idText(body.errorCode)
  if (code === null) return { state: 'in_progress' }
  return { state: 'declined', code, reason: textOf(body.errorMessage) ?? 'declined', orderNumber: textOf(body.basketId) }
}

/** A captured payment of one basket line; a string says why the body is not one. The signature is the caller's to check. */
export function readPaid(body: Body): PaidRecord | string {
  const lines = listOf(body.itemTransactions)
  const [line] = lines
  if (line === undefined || lines.length !== 1) return `${lines.length} basket lines instead of one`
  if (body.phase !== undefined && body.phase !== 'AUTH' && body.phase !== 'POST_AUTH') return `phase ${String(body.phase)} is not a capture`
  const providerPaymentId = idText(body.paymentId)
  const providerTransactionId = idText(line.paymentTransactionId)
  const orderNumber = textOf(body.basketId)
  const currency = textOf(body.currency)
  const priceKurus = typeof body.price === 'string' ? kurusOf(body.price) : null
  const paidKurus = amountBelow(body.paidPrice)
  if (providerPaymentId === null || providerTransactionId === null) return 'an id is missing'
  if (orderNumber === null || currency === null) return 'basketId or currency is missing'
  if (priceKurus === null || paidKurus === null || paidKurus === 0) return 'price or paidPrice is no amount'
  return {
    state: 'paid',
    providerPaymentId,
    providerTransactionId,
    orderNumber,
    priceKurus,
    paidKurus,
    currency,
    fraudStatus: fraudStatusOf(body.fraudStatus),
    installments: typeof body.installment === 'number' ? body.installment : 1,
    sellerPayoutKurus: amountBelow(line.subMerchantPayoutAmount),
    cardLastFour: textOf(body.lastFourDigits),
  }
}

/** One payment of the reporting service. Its amounts may be finer than a kuruş, so they are added up before rounding down. */
export function readHistory(payment: Body): PaymentHistory | string {
  const providerPaymentId = idText(payment.paymentId)
  if (providerPaymentId === null) return 'paymentId is missing'
  const lines = listOf(payment.itemTransactions)
  const moves = [
    ...lines.flatMap((line) => listOf(line.refunds)).map((row) => ({ refundId: idText(row.refundConversationId) ?? '', row })),
    ...listOf(payment.cancels).map((row) => ({ refundId: idText(row.cancelConversationId) ?? '', row })),
  ]
  const refunds: PaymentHistory['refunds'] = []
  let refundedUnits = 0n
  for (const { refundId, row } of moves) {
    const units = typeof row.refundPrice === 'string' ? unitsOf(row.refundPrice) : null
    const amountKurus = kurusBelow(units)
    if (units === null || amountKurus === null) return 'a refund has no amount'
    const succeeded = saysSuccess(row.refundStatus)
    if (succeeded) refundedUnits += units
    refunds.push({ refundId, amountKurus, succeeded })
  }
  const refundedKurus = kurusBelow(refundedUnits) as Kurus
  const paidKurus = amountBelow(payment.paidPrice)
  const isAllBack = payment.paymentRefundStatus === 'TOTALLY_REFUNDED' && paidKurus !== null && paidKurus > refundedKurus
  return {
    providerPaymentId,
    refundedKurus: isAllBack ? paidKurus : refundedKurus,
    refunds,
    approved: lines.length > 0 && lines.every((line) => line.transactionStatus === 2),
    paid: isReportedPaid(payment),
    fraudStatus: fraudStatusOf(payment.fraudStatus),
  }
}

/** The payments of a reporting answer; null when it has none to list and does not say so. */
export function reportedPayments(body: Body): Body[] | null {
  return Array.isArray(body.payments) ? listOf(body.payments) : null
}

/** Of all the numbers reporting has for a status, only 1 is a success. */
export function isReportedPaid(payment: Body): boolean {
  return saysSuccess(payment.paymentStatus)
}

/** Reporting writes its statuses as numbers; older answers of iyzico write the same as text. */
function saysSuccess(status: unknown): boolean {
  return status === 1 || (typeof status === 'string' && /^(1|success)$/i.test(status))
}

/** iyzico writes one id as a number here and as text there. */
export function idText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return textOf(value)
}

/** Strict: `"1"` as text is not the number 1, and what was not said is a review. */
function fraudStatusOf(value: unknown): 1 | 0 | -1 | null {
  return value === 1 || value === 0 || value === -1 ? value : null
}

function amountBelow(value: unknown): Kurus | null {
  return typeof value === 'string' ? kurusBelow(unitsOf(value)) : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function listOf(value: unknown): Body[] {
  return Array.isArray(value) ? value.map(asObject).filter((item) => item !== null) : []
}
