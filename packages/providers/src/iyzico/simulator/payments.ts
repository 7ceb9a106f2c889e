import { randomInt, randomUUID } from 'node:crypto'
import { plainDecimal, SIGNED_FIELDS, unitsOf, unitsText } from '../iyzico.wire.ts'
import type { TestCard } from './cards.ts'
import { simError } from './errors.ts'
import { type Answer, type Body, fail, longNumber } from './replies.ts'
import { splitLines } from './split.ts'
import { type Basket, lastPayment, newAuthCode, nextId, type Payment, type PaymentLine, type Sim } from './state.ts'

type NewPayment = {
  basket: Basket
  card: TestCard
  installment: number
  paidPrice: string
  token: string | null
  isPreauth: boolean
  fraudStatus: 1 | 0 | -1
}

/** An attempt with a card, before the bank has answered. Each has ids of its own, whatever becomes of it. */
export function newPayment(sim: Sim, { basket, card, installment, paidPrice, token, isPreauth, fraudStatus }: NewPayment): Payment {
  return {
    paymentId: nextId(sim, 'payment'),
    token,
    basket,
    paidPrice,
    installment,
    phase: isPreauth ? 'PRE_AUTH' : 'AUTH',
    status: 'INIT_THREEDS',
    error: null,
    fraudStatus,
    card: {
      bin: card.number.slice(0, 6),
      lastFour: card.number.slice(-4),
      type: card.type,
      association: card.association,
      family: card.family,
      bank: card.bank,
      refusesRefunds: card.refusesRefunds === true,
    },
    threeDsId: randomUUID(),
    mdStatus: null,
    authCode: newAuthCode(),
    hostReference: `mock${randomInt(10_000, 99_999)}iyzihostrfn`,
    lines: [],
    cancels: [],
    createdAtMs: sim.nowMs(),
  }
}

/** The bank says yes: the lines get their ids and their shares. */
export function capture(sim: Sim, payment: Payment): void {
  const price = unitsOf(payment.basket.price) ?? 0n
  const paidPrice = unitsOf(payment.paidPrice) ?? 0n
  const shares = splitLines({ lines: payment.basket.lines.map(sharesOf), price, paidPrice, tariff: sim.tariff })
  payment.status = 'SUCCESS'
  payment.error = null
  payment.lines = payment.basket.lines.map((line, index) => ({
    ...line,
    paymentTransactionId: nextId(sim, 'transaction'),
    transactionStatus: statusOfLine(payment.fraudStatus, line.subMerchantKey !== null),
    paidPrice: plainDecimal(unitsText(shares[index]?.paidPrice ?? 0n)) ?? '0',
    refunds: [],
  }))
  if (payment.fraudStatus === -1) giveBackRejected(sim, payment)
  sim.payments.put(payment.paymentId, payment)
}

export function decline(sim: Sim, payment: Payment, code: string): void {
  payment.status = 'FAILURE'
  payment.error = simError(code, payment.basket.locale)
  sim.payments.put(payment.paymentId, payment)
}

/** Ends a fraud review. */
export function settleReview(sim: Sim, payment: Payment, fraudStatus: 1 | 0 | -1): void {
  payment.fraudStatus = fraudStatus
  for (const line of payment.lines) {
    if (line.transactionStatus !== 2 || line.subMerchantKey === null)
      line.transactionStatus = statusOfLine(fraudStatus, line.subMerchantKey !== null)
  }
  if (fraudStatus === -1 && payment.cancels.length === 0) giveBackRejected(sim, payment)
  sim.payments.put(payment.paymentId, payment)
}

/** iyzico gives back what its fraud team rejects, so that the platform must not refund it again (assumed). */
function giveBackRejected(sim: Sim, payment: Payment): void {
  payment.cancels.push({
    refundTxId: nextId(sim, 'refund'),
    conversationId: null,
    price: payment.paidPrice,
    succeeded: true,
    createdAtMs: sim.nowMs(),
    authCode: newAuthCode(),
    hostReference: `${payment.hostReference}-02`,
  })
}

function statusOfLine(fraudStatus: 1 | 0 | -1, isSellers: boolean): PaymentLine['transactionStatus'] {
  return fraudStatus !== 1 ? fraudStatus : isSellers ? 1 : 2
}

function sharesOf(line: { price: string; subMerchantPrice: string | null }) {
  return { price: unitsOf(line.price) ?? 0n, subMerchantPrice: unitsOf(line.subMerchantPrice ?? '0') ?? 0n }
}

/* ------------------------------------------------------------------------------------------------- answers */

/** `POST /payment/iyzipos/checkoutform/auth/ecom/detail`: the truth about a token. */
export function retrieveCheckout(sim: Sim, request: Body): Answer {
  if (typeof request.token !== 'string' || request.token === '') return fail(request, '5132')
  const token = sim.tokens.get(request.token)
  if (token === undefined) return fail(request, '5124')
  const payment = lastPayment(sim, token)
  if (payment === undefined) return fail(request, '5122')
  const known: Body = { token: token.token, callbackUrl: token.callbackUrl, paymentStatus: 'FAILURE', paymentId: payment.paymentId }
  if (payment.basket.basketId !== null) known.basketId = payment.basket.basketId
  // The buyer is at her bank: iyzico calls that a FAILURE, and gives no code.
  if (payment.status === 'INIT_THREEDS' || payment.status === 'CALLBACK_THREEDS') return { fields: { ...known, fraudStatus: 0 } }
  if (payment.status === 'FAILURE') return { error: payment.error ?? simError('10202', token.basket.locale), fields: known }
  const fields = { ...paymentFields(sim, payment), token: token.token, callbackUrl: token.callbackUrl, paymentStatus: 'SUCCESS' }
  return { fields, signedOver: SIGNED_FIELDS.checkoutRetrieve }
}

/** `POST /payment/detail`, by iyzico's id or by the conversationId of the payment itself. */
export function paymentDetail(sim: Sim, request: Body): Answer {
  const { paymentId, paymentConversationId } = request
  if (typeof paymentId !== 'string' && typeof paymentConversationId !== 'string') return fail(request, '11')
  const payment =
    typeof paymentId === 'string'
      ? sim.payments.get(paymentId)
      : sim.payments.values().findLast((candidate) => candidate.basket.conversationId === paymentConversationId)
  if (payment === undefined) return fail(request, '5087')
  if (payment.status === 'FAILURE') {
    return {
      error: payment.error ?? simError('10202', payment.basket.locale),
      fields: { paymentId: payment.paymentId, paymentStatus: 'FAILURE', basketId: payment.basket.basketId },
    }
  }
  if (payment.status !== 'SUCCESS')
    return { fields: { paymentId: payment.paymentId, paymentStatus: payment.status, basketId: payment.basket.basketId } }
  return { fields: { ...paymentFields(sim, payment), paymentStatus: 'SUCCESS' }, signedOver: SIGNED_FIELDS.payment }
}

/** The fields that every answer about a captured payment shares. */
export function paymentFields(sim: Sim, payment: Payment): Body {
  const { basket, card } = payment
  const price = unitsOf(basket.price) ?? 0n
  const paidPrice = unitsOf(payment.paidPrice) ?? 0n
  const shares = splitLines({ lines: payment.lines.map(sharesOf), price, paidPrice, tariff: sim.tariff })
  const surcharge = paidPrice - price
  return {
    price: longNumber(price),
    paidPrice: longNumber(paidPrice),
    installment: payment.installment,
    paymentId: payment.paymentId,
    fraudStatus: payment.fraudStatus,
    merchantCommissionRate: longNumber(price === 0n ? 0n : (surcharge * 100n * 100_000_000n) / price),
    merchantCommissionRateAmount: longNumber(surcharge),
    iyziCommissionRateAmount: longNumber(shares.reduce((sum, share) => sum + share.commission, 0n)),
    iyziCommissionFee: longNumber(shares.reduce((sum, share) => sum + share.fee, 0n)),
    cardType: card.type,
    cardAssociation: card.association,
    cardFamily: card.family,
    binNumber: card.bin,
    lastFourDigits: card.lastFour,
    ...(basket.basketId === null ? {} : { basketId: basket.basketId }),
    currency: basket.currency,
    itemTransactions: shuffled(
      payment.lines.map((line, index) => lineFields(line, shares[index] as ReturnType<typeof splitLines>[number], payment)),
    ),
    authCode: payment.authCode,
    phase: payment.phase,
    hostReference: payment.hostReference,
    ...(payment.mdStatus === null ? {} : { mdStatus: payment.mdStatus }),
  }
}

/** One line as the payment service prints it. */
export function lineFields(line: PaymentLine, share: ReturnType<typeof splitLines>[number], payment: Payment): Body {
  const amounts: Body = {
    paidPrice: longNumber(share.paidPrice),
    iyziCommissionRateAmount: longNumber(share.commission),
    iyziCommissionFee: longNumber(share.fee),
    blockageRateAmountMerchant: longNumber(share.blockageMerchant),
    blockageRateAmountSubMerchant: longNumber(share.blockageSubMerchant),
    subMerchantPayoutAmount: longNumber(share.subMerchantPayout),
    merchantPayoutAmount: longNumber(share.merchantPayout),
  }
  return {
    itemId: line.id,
    paymentTransactionId: line.paymentTransactionId,
    transactionStatus: line.transactionStatus,
    price: longNumber(line.price),
    ...amounts,
    merchantCommissionRate: longNumber('0'),
    merchantCommissionRateAmount: longNumber('0'),
    blockageRate: longNumber('0'),
    blockageResolvedDate: istanbulTime(payment.createdAtMs + 8 * 86_400_000).replace('T', ' '),
    ...(line.subMerchantKey === null ? {} : { subMerchantKey: line.subMerchantKey }),
    subMerchantPrice: longNumber(line.subMerchantPrice ?? '0'),
    subMerchantPayoutRate: longNumber(share.subMerchantPayoutRate),
    ...(line.withholdingTax === null ? {} : { withholdingTax: longNumber(line.withholdingTax) }),
    convertedPayout: {
      ...amounts,
      iyziConversionRate: longNumber('0'),
      iyziConversionRateAmount: longNumber('0'),
      currency: payment.basket.currency,
    },
  }
}

/** The shares of one line of a payment, now. */
export function shareOfLine(sim: Sim, payment: Payment, line: PaymentLine): ReturnType<typeof splitLines>[number] {
  const shares = splitLines({
    lines: payment.lines.map(sharesOf),
    price: unitsOf(payment.basket.price) ?? 0n,
    paidPrice: unitsOf(payment.paidPrice) ?? 0n,
    tariff: sim.tariff,
  })
  return shares[payment.lines.indexOf(line)] as ReturnType<typeof splitLines>[number]
}

/** `2026-11-23T13:29:31` on the clocks of Istanbul, which are three hours ahead all year. */
export function istanbulTime(ms: number): string {
  return new Date(ms + 3 * 3_600_000).toISOString().slice(0, 19)
}

/** iyzico promises no order of the lines, so none is to be relied on. */
function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, at: randomInt(1_000_000) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
