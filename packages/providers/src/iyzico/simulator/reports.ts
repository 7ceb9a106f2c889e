import { istanbulTime, lineFields, paymentFields, shareOfLine } from './payments.ts'
import { type Answer, type Body, fail, shortNumber } from './replies.ts'
import { isTurkishIban } from './sellers.ts'
import type { Payment, PaymentLine, Refund, Seller, Sim } from './state.ts'

const PAGE = 50

/** `GET /v2/reporting/payment/details`: everything that became of a payment. Ids are numbers here, times local with a false `Z`. */
export function reportDetails(sim: Sim, query: URLSearchParams): Answer {
  const request: Body = Object.fromEntries(query)
  const paymentId = query.get('paymentId')
  const conversationId = query.get('paymentConversationId')
  if (paymentId === null && conversationId === null) return fail(request, '11')
  const payments = sim.payments
    .values()
    .filter(
      (payment) =>
        (paymentId === null || payment.paymentId === paymentId) &&
        (conversationId === null || payment.basket.conversationId === conversationId),
    )
  return { fields: { payments: payments.map((payment) => reportPayment(sim, payment)) } }
}

function reportPayment(sim: Sim, payment: Payment): Body {
  const isPaid = payment.status === 'SUCCESS'
  const { basket, card } = payment
  const { itemTransactions: _lines, ...fields } = isPaid ? paymentFields(sim, payment) : {}
  return {
    ...fields,
    paymentId: Number(payment.paymentId),
    paymentStatus: isPaid ? 1 : payment.status === 'CALLBACK_THREEDS' ? 3 : 2,
    paymentRefundStatus: refundStatus(payment),
    price: shortNumber(basket.price),
    paidPrice: shortNumber(payment.paidPrice),
    installment: payment.installment,
    paymentConversationId: basket.conversationId,
    fraudStatus: payment.fraudStatus,
    cardType: card.type,
    binNumber: card.bin,
    lastFourDigits: card.lastFour,
    // Not the merchant's basketId but a number of iyzico's own.
    basketId: Number(payment.paymentId) + 5_000_000,
    currency: basket.currency,
    connectorName: 'IYZI_POS',
    authCode: payment.authCode,
    hostReference: payment.hostReference,
    threeDS: payment.threeDsId !== null,
    phase: payment.phase,
    createdDate: `${istanbulTime(payment.createdAtMs)}Z`,
    cancels: payment.cancels.map((cancel) => ({
      refundId: Number(cancel.refundTxId),
      cancelConversationId: cancel.conversationId,
      ...moveFields(cancel, basket.currency),
    })),
    itemTransactions: payment.lines.map((line) => reportLine(sim, payment, line)),
  }
}

function reportLine(sim: Sim, payment: Payment, line: PaymentLine): Body {
  return {
    ...lineFields(line, shareOfLine(sim, payment, line), payment),
    paymentTransactionId: Number(line.paymentTransactionId),
    refunds: line.refunds.map((refund) => ({
      refundTxId: Number(refund.refundTxId),
      refundConversationId: refund.conversationId,
      isAfterSettlement: 0,
      iyziCommissionRateAmount: 0,
      ...moveFields(refund, payment.basket.currency),
    })),
  }
}

function moveFields(move: Refund, currency: string): Body {
  return {
    refundPrice: shortNumber(move.price),
    refundStatus: move.succeeded ? 1 : 2,
    createdDate: `${istanbulTime(move.createdAtMs)}Z`,
    currencyCode: currency,
    authCode: move.authCode,
    hostReference: move.hostReference,
  }
}

function refundStatus(payment: Payment): string {
  if (payment.cancels.length > 0) return 'TOTALLY_REFUNDED'
  const isWhole = (line: PaymentLine) => cents(line.paidPrice) <= line.refunds.reduce((sum, refund) => sum + cents(refund.price), 0)
  if (payment.lines.length > 0 && payment.lines.every(isWhole)) return 'TOTALLY_REFUNDED'
  return payment.lines.some((line) => line.refunds.length > 0) ? 'PARTIALLY_REFUNDED' : 'NOT_REFUNDED'
}

function cents(text: string): number {
  return Math.round(Number(text) * 1e8)
}

/** `GET /v2/reporting/payment/transactions`: the moves of a day, newest first. */
export function reportTransactions(sim: Sim, query: URLSearchParams): Answer {
  const request: Body = Object.fromEntries(query)
  const date = query.get('transactionDate')
  const page = Number(query.get('page') ?? Number.NaN)
  if (date === null || !/^\d{4}-\d\d-\d\d$/.test(date) || !(Number.isInteger(page) && page >= 1)) return fail(request, '11')
  const rows = movesOf(sim, date)
  if (rows.length === 0) return { fields: { transactions: [] } }
  const totalPageCount = Math.ceil(rows.length / PAGE)
  return { fields: { transactions: rows.toReversed().slice((page - 1) * PAGE, page * PAGE), currentPage: page, totalPageCount } }
}

/** The same by cursor. */
export function reportScroll(sim: Sim, query: URLSearchParams): Answer {
  const request: Body = Object.fromEntries(query)
  const date = query.get('transactionDate')
  if (date === null || !/^\d{4}-\d\d-\d\d/.test(date)) return fail(request, '11')
  const rows = movesOf(sim, date.slice(0, 10))
  const ordered = query.get('documentScrollVoSortingOrder') === 'DESC' ? rows.toReversed() : rows
  const after = ordered.findIndex((row) => String(row.transactionId) === query.get('lastId'))
  const items = ordered.slice(after + 1, after + 1 + PAGE)
  return { fields: { items, lastId: items.at(-1)?.transactionId ?? null, hasNext: after + 1 + PAGE < ordered.length } }
}

function movesOf(sim: Sim, date: string): Body[] {
  const rows: { atMs: number; row: Body }[] = []
  for (const payment of sim.payments.values()) {
    const shared: Body = {
      paymentId: Number(payment.paymentId),
      conversationId: payment.basket.conversationId,
      paymentPhase: payment.phase,
      transactionCurrency: payment.basket.currency,
      settlementCurrency: payment.basket.currency,
      installment: payment.installment,
      threeDS: payment.threeDsId === null ? 0 : 1,
      connectorType: 'IYZI_POS',
      basketId: payment.basket.basketId,
      authCode: payment.authCode,
      hostReference: payment.hostReference,
    }
    for (const line of payment.lines) {
      const row = (transactionType: string, transactionId: string, price: string, atMs: number, more: Body) =>
        rows.push({
          atMs,
          row: {
            transactionType,
            transactionDate: istanbulTime(atMs).replace('T', ' '),
            transactionId: Number(transactionId),
            paymentTxId: Number(line.paymentTransactionId),
            price: shortNumber(price),
            paidPrice: shortNumber(price),
            ...shared,
            ...more,
          },
        })
      const share = shareOfLine(sim, payment, line)
      row('PAYMENT', line.paymentTransactionId, line.price, payment.createdAtMs, {
        paidPrice: shortNumber(share.paidPrice),
        transactionStatus: line.transactionStatus,
        iyzicoCommission: shortNumber(share.commission),
        iyzicoFee: shortNumber(share.fee),
        merchantPayoutAmount: shortNumber(share.merchantPayout),
        subMerchantPayoutAmount: shortNumber(share.subMerchantPayout),
        subMerchantKey: line.subMerchantKey,
      })
      for (const refund of line.refunds)
        row('REFUND', refund.refundTxId, refund.price, refund.createdAtMs, { afterSettlement: 0, conversationId: refund.conversationId })
      for (const cancel of payment.cancels)
        row('CANCEL', cancel.refundTxId, line.paidPrice, cancel.createdAtMs, { conversationId: cancel.conversationId })
    }
  }
  return rows
    .filter(({ atMs }) => istanbulTime(atMs).startsWith(date))
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ row }) => row)
}

/** What was paid out. Dates are not told apart: the simulator has one payout run, on demand. */
export function reportPayouts(sim: Sim): Answer {
  const payoutCompletedTransactions = sim.payments.values().flatMap((payment) =>
    payment.lines
      .filter((line) => line.isPaidOut === true && !isBounced(sim, line))
      .map((line) => ({
        paymentTransactionId: line.paymentTransactionId,
        payoutAmount: shortNumber(shareOfLine(sim, payment, line).subMerchantPayout),
        payoutType: 'SUB_MERCHANT_PAYOUT',
        subMerchantKey: line.subMerchantKey,
        currency: payment.basket.currency,
      })),
  )
  return { fields: { payoutCompletedTransactions } }
}

/** Payouts whose IBAN the bank did not know. */
export function reportBounced(sim: Sim): Answer {
  const bounced = sim.payments
    .values()
    .flatMap((payment) => payment.lines.filter((line) => line.isPaidOut === true && isBounced(sim, line)))
  const keys = new Set(bounced.map((line) => line.subMerchantKey ?? ''))
  const bouncedRows = [...keys].map((key) => {
    const { subMerchantKey, iban, contactName, contactSurname, legalCompanyTitle, subMerchantType } = (sim.sellers.get(key) ??
      {}) as Partial<Seller>
    return { subMerchantKey, iban, contactName, contactSurname, legalCompanyTitle, marketplaceSubmerchantType: subMerchantType }
  })
  return { fields: { bouncedRows } }
}

function isBounced(sim: Sim, line: PaymentLine): boolean {
  const iban = line.subMerchantKey === null ? undefined : sim.sellers.get(line.subMerchantKey)?.iban
  return iban !== undefined && (!isTurkishIban(iban) || iban.endsWith('0000000000'))
}
