import type { BeforeCall, Outcome, PaymentHistory, PaymentProvider, PaymentRecord, Refused, Unknown } from '../ports.ts'
import { createIyzicoClient, type IyzicoAnswer, type IyzicoClient } from './iyzico.client.ts'
import { idText, isReportedPaid, readHistory, readPaid, readUnfinished, reportedPayments } from './iyzico.readings.ts'
import { changedSellerBody, checkoutBody, externalIdOf, newSellerBody } from './iyzico.requests.ts'
import { isIyzicoToken } from './iyzico.token.ts'
import { hasValidSignature, liraText, plainDecimal, SIGNED_FIELDS } from './iyzico.wire.ts'

export type IyzicoTimeouts = { openCheckoutMs: number; readMs: number; moveMs: number }

export type IyzicoOptions = {
  /** `https://api.iyzipay.com`, `https://sandbox-api.iyzipay.com`, or a simulator. */
  baseUrl: string
  apiKey: string
  secretKey: string
  beforeCall?: BeforeCall | undefined
  /** Whole calls, in milliseconds. */
  timeouts?: Partial<IyzicoTimeouts> | undefined
}

type Wire = { client: IyzicoClient; secretKey: string; baseUrl: string; timeouts: IyzicoTimeouts }

const TIMEOUTS: IyzicoTimeouts = { openCheckoutMs: 10_000, readMs: 8_000, moveMs: 30_000 }
const TOKEN_TTL_S = 1800

/** iyzico as a `PaymentProvider`. `close` drops its connections. */
export function createIyzico({
  baseUrl,
  apiKey,
  secretKey,
  beforeCall,
  timeouts,
}: IyzicoOptions): PaymentProvider & { close(): Promise<void> } {
  const client = createIyzicoClient({ baseUrl, apiKey, secretKey, beforeCall })
  const wire: Wire = { client, secretKey, baseUrl, timeouts: { ...TIMEOUTS, ...timeouts } }
  return {
    openCheckout: (request) => openCheckout(wire, request),
    fetchPayment: (query) => fetchPayment(wire, query),
    findPayment: (query) => findPayment(wire, query),
    fetchHistory: (query) => fetchHistory(wire, query),
    refund: (request) => refund(wire, request),
    approve: (request) => approve(wire, request),
    saveSeller: (account, sellerKey) => saveSeller(wire, account, sellerKey),
    close: client.close,
  }
}

async function openCheckout(
  wire: Wire,
  request: Parameters<PaymentProvider['openCheckout']>[0],
): ReturnType<PaymentProvider['openCheckout']> {
  const answer = await wire.client.call({
    method: 'POST',
    path: '/payment/iyzipos/checkoutform/initialize/auth/ecom',
    body: checkoutBody(request),
    timeoutMs: wire.timeouts.openCheckoutMs,
  })
  if (answer.kind !== 'success') return refusal(answer)
  const { body } = answer
  if (!hasValidSignature(wire.secretKey, SIGNED_FIELDS.checkoutInitialize, body))
    return unknown('the checkout answer is not signed by iyzico')
  if (body.conversationId !== request.paymentId) return unknown('the checkout answer belongs to another attempt')
  const { token, paymentPageUrl: pageUrl, tokenExpireTime } = body
  if (!isIyzicoToken(token)) return unknown('the checkout answer has no token')
  if (typeof pageUrl !== 'string' || !isPageOf(wire.baseUrl, pageUrl))
    return unknown('FOREIGN PAYMENT PAGE: iyzico answered with a page that is not its own')
  const expiresInS = Number.isInteger(tokenExpireTime) && (tokenExpireTime as number) > 0 ? (tokenExpireTime as number) : TOKEN_TTL_S
  return { kind: 'ok', token, pageUrl, expiresInS }
}

async function fetchPayment(
  wire: Wire,
  { token, paymentId }: { token: string; paymentId: string },
): Promise<Outcome<{ payment: PaymentRecord }>> {
  const answer = await wire.client.call({
    method: 'POST',
    path: '/payment/iyzipos/checkoutform/auth/ecom/detail',
    body: { locale: 'tr', conversationId: paymentId, token },
    timeoutMs: wire.timeouts.readMs,
    exact: true,
  })
  if (answer.kind === 'unknown') return answer
  const { body } = answer
  const unfinished = readUnfinished(body)
  if (unfinished !== null) return { kind: 'ok', payment: unfinished }
  if (answer.kind === 'failure') return withoutPayment(answer)
  if (body.paymentStatus !== 'SUCCESS') return unknown(`payment status ${JSON.stringify(body.paymentStatus ?? null)} is not one we know`)
  if (!hasValidSignature(wire.secretKey, SIGNED_FIELDS.checkoutRetrieve, body)) return unknown('the payment is not signed by iyzico')
  if (body.token !== token || body.conversationId !== paymentId) return unknown('the payment belongs to another attempt')
  return paidOutcome(body)
}

/**
 * By our id of the attempt. Reporting says which payments there were, but unsigned and under a basket id of its own, so the payment
 * itself is then asked for by iyzico's id, which is signed.
 */
async function findPayment(wire: Wire, { paymentId }: { paymentId: string }): Promise<Outcome<{ payment: PaymentRecord }>> {
  const reported = await report(wire, { paymentConversationId: paymentId })
  if (reported.kind === 'refused' && NO_SUCH_PAYMENT.has(reported.code)) return { kind: 'ok', payment: { state: 'unpaid' } }
  if (reported.kind !== 'ok') return reported
  const listed = reported.payments.filter(
    (payment) => payment.paymentConversationId === undefined || payment.paymentConversationId === paymentId,
  )
  const chosen = listed.find(isReportedPaid) ?? listed.at(-1)
  if (chosen === undefined) return { kind: 'ok', payment: { state: 'unpaid' } }
  const providerPaymentId = idText(chosen.paymentId)
  if (providerPaymentId === null) return unknown('a reported payment has no id')

  const answer = await wire.client.call({
    method: 'POST',
    path: '/payment/detail',
    body: { locale: 'tr', conversationId: paymentId, paymentId: providerPaymentId },
    timeoutMs: wire.timeouts.readMs,
    exact: true,
  })
  if (answer.kind === 'unknown') return answer
  const { body } = answer
  const unfinished = readUnfinished(body)
  if (unfinished !== null) return { kind: 'ok', payment: unfinished }
  // Reported as not paid, and the payment service keeps nothing of it: nobody's money moved, but the page may still be open.
  const isForgotten = answer.kind === 'failure' && NO_SUCH_PAYMENT.has(answer.code) && !isReportedPaid(chosen)
  if (isForgotten) return { kind: 'ok', payment: { state: 'in_progress' } }
  if (answer.kind === 'failure') return unknown(`reported, but its detail says ${answer.code}: ${answer.reason}`)
  if (!isReportedPaid(chosen) || (body.paymentStatus !== undefined && body.paymentStatus !== 'SUCCESS'))
    return unknown('report and detail disagree')
  if (!hasValidSignature(wire.secretKey, SIGNED_FIELDS.payment, body)) return unknown('the payment is not signed by iyzico')
  if (idText(body.paymentId) !== providerPaymentId || body.conversationId !== paymentId)
    return unknown('the detail belongs to another payment')
  return paidOutcome(body)
}

async function fetchHistory(
  wire: Wire,
  { providerPaymentId }: { providerPaymentId: string },
): Promise<Outcome<{ history: PaymentHistory }>> {
  const reported = await report(wire, { paymentId: providerPaymentId })
  if (reported.kind !== 'ok') return reported
  const payment = reported.payments.find((candidate) => idText(candidate.paymentId) === providerPaymentId)
  if (payment === undefined) return { kind: 'refused', code: 'not_found', reason: 'iyzico reports no such payment' }
  const history = readHistory(payment)
  return typeof history === 'string' ? unknown(history) : { kind: 'ok', history }
}

async function refund(wire: Wire, request: Parameters<PaymentProvider['refund']>[0]): ReturnType<PaymentProvider['refund']> {
  const price = liraText(request.amountKurus)
  const answer = await wire.client.call({
    method: 'POST',
    path: '/payment/refund',
    body: {
      locale: 'tr',
      conversationId: request.refundId,
      paymentTransactionId: request.providerTransactionId,
      price,
      currency: request.currency,
      reason: request.reason,
    },
    timeoutMs: wire.timeouts.moveMs,
    exact: true,
  })
  if (answer.kind !== 'success') return refusal(answer)
  const { body } = answer
  if (!hasValidSignature(wire.secretKey, SIGNED_FIELDS.refund, body)) return unknown('the refund is not signed by iyzico')
  if (body.conversationId !== request.refundId || idText(body.paymentId) !== request.providerPaymentId)
    return unknown('the answer belongs to another refund')
  if (typeof body.price !== 'string' || plainDecimal(body.price) !== plainDecimal(price)) return unknown('iyzico refunded another amount')
  return { kind: 'ok', providerRefundId: idText(body.refundHostReference) ?? idText(body.hostReference) ?? request.refundId }
}

async function approve(
  wire: Wire,
  { holdId, providerTransactionId }: { holdId: string; providerTransactionId: string },
): Promise<Outcome<object>> {
  const answer = await wire.client.call({
    method: 'POST',
    path: '/payment/iyzipos/item/approve',
    body: { locale: 'tr', conversationId: holdId, paymentTransactionId: providerTransactionId },
    timeoutMs: wire.timeouts.moveMs,
  })
  if (answer.kind !== 'success') return refusal(answer)
  if (idText(answer.body.paymentTransactionId) !== providerTransactionId) return unknown('the answer belongs to another approval')
  return { kind: 'ok' }
}

/** The code of a duplicate is not documented, so any refusal of a create is checked against what iyzico already has under our id. */
async function saveSeller(
  wire: Wire,
  account: Parameters<PaymentProvider['saveSeller']>[0],
  sellerKey: string | null,
): Promise<Outcome<{ sellerKey: string }>> {
  if (sellerKey !== null) return updateSeller(wire, account, sellerKey)
  const created = await wire.client.call({
    method: 'POST',
    path: '/onboarding/submerchant',
    body: newSellerBody(account),
    timeoutMs: wire.timeouts.moveMs,
  })
  if (created.kind === 'unknown') return created
  if (created.kind === 'success') return keyOutcome(created.body)
  const refused = refusal(created)
  if (refused.kind === 'unknown') return refused

  const found = await wire.client.call({
    method: 'POST',
    path: '/onboarding/submerchant/detail',
    body: { locale: 'tr', conversationId: account.sellerId, subMerchantExternalId: externalIdOf(account) },
    timeoutMs: wire.timeouts.readMs,
  })
  if (found.kind === 'unknown') return found
  if (found.kind === 'failure') return refused
  const key = keyOutcome(found.body)
  return key.kind === 'ok' ? updateSeller(wire, account, key.sellerKey) : key
}

async function updateSeller(
  wire: Wire,
  account: Parameters<PaymentProvider['saveSeller']>[0],
  sellerKey: string,
): Promise<Outcome<{ sellerKey: string }>> {
  const answer = await wire.client.call({
    method: 'PUT',
    path: '/onboarding/submerchant',
    body: changedSellerBody(account, sellerKey),
    timeoutMs: wire.timeouts.moveMs,
  })
  return answer.kind === 'success' ? { kind: 'ok', sellerKey } : refusal(answer)
}

async function report(wire: Wire, query: Record<string, string>): Promise<Outcome<{ payments: Record<string, unknown>[] }>> {
  const answer = await wire.client.call({
    method: 'GET',
    path: '/v2/reporting/payment/details',
    query,
    timeoutMs: wire.timeouts.readMs,
    exact: true,
  })
  // Reporting documents no such answer, but says of a payment it lacks what the payment service says.
  if (answer.kind === 'failure' && NO_SUCH_PAYMENT.has(answer.code)) return { kind: 'refused', code: answer.code, reason: answer.reason }
  if (answer.kind !== 'success') return refusal(answer)
  const payments = reportedPayments(answer.body)
  return payments === null ? unknown('the report lists no payments') : { kind: 'ok', payments }
}

function keyOutcome(body: Record<string, unknown>): Outcome<{ sellerKey: string }> {
  const { subMerchantKey } = body
  return typeof subMerchantKey === 'string' && subMerchantKey !== ''
    ? { kind: 'ok', sellerKey: subMerchantKey }
    : unknown('iyzico named no subMerchantKey')
}

function paidOutcome(body: Record<string, unknown>): Outcome<{ payment: PaymentRecord }> {
  const payment = readPaid(body)
  return typeof payment === 'string' ? unknown(payment) : { kind: 'ok', payment }
}

/** Payment not found (when cancelled, when queried), and what a service without a body of its own says of it. */
const NO_SUCH_PAYMENT = new Set(['5086', '5087', '404'])
/** The token has no payment yet; iyzico does not know the token (any more). */
const NO_PAYMENT_OF_TOKEN = new Set(['5122', '5124', '5086', '5087'])
/** Turned away by iyzico's fraud engine or blacklist before any bank was asked. */
const TURNED_AWAY = new Set(['6000', '6001'])

/** A retrieve that failed and names no payment status: not paid yet, a card that was declined, or nothing to go by. */
function withoutPayment(answer: Extract<IyzicoAnswer, { kind: 'failure' }>): Outcome<{ payment: PaymentRecord }> {
  const { code, reason } = answer
  if (NO_PAYMENT_OF_TOKEN.has(code)) return { kind: 'ok', payment: { state: 'unpaid' } }
  const isDeclined = TURNED_AWAY.has(code) || (isDecided(code) && Number(code) >= 10_000)
  return isDeclined ? { kind: 'ok', payment: { state: 'declined', code, reason, orderNumber: null, implied: true } } : refusal(answer)
}

/**
 * Bank answers that say the bank could not be asked or was not understood, that it must be asked another day, and iyzico's
 * "already under way" or "completed", which may as well mean "done".
 */
const UNDECIDED = new Set('8514 9000 10202 10203 10204 10214 10219 10223 10228 10236 10240 10241 10242'.split(' '))

/**
 * A failure about the data or the card is final. One about keys, the account, limits or iyzico's own machinery is not about this
 * request at all: somebody must mend it, and the same request may then succeed.
 */
function refusal(answer: Exclude<IyzicoAnswer, { kind: 'success' }>): Refused | Unknown {
  if (answer.kind === 'unknown') return answer
  const { code, reason } = answer
  return isDecided(code) ? { kind: 'refused', code, reason } : unknown(`iyzico ${code || 'without a code'}: ${reason}`)
}

function isDecided(code: string): boolean {
  if (UNDECIDED.has(code) || !/^\d{1,5}$/.test(code)) return false
  const number = Number(code)
  const isField = number >= 3 && number <= 27
  const isOnboarding = number >= 2001 && number <= 2030
  const isRule = number >= 3000 && number <= 8999
  const isBank = number >= 10_000 && number <= 19_999
  return isField || isOnboarding || isRule || isBank
}

function unknown(reason: string): Unknown {
  return { kind: 'unknown', reason }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The buyer is only ever sent to iyzico's own hosts, or to the host of whatever stands in for iyzico. */
export function isPageOf(baseUrl: string, pageUrl: string): boolean {
  if (!URL.canParse(pageUrl)) return false
  const page = new URL(pageUrl)
  const base = new URL(baseUrl)
  if (page.username !== '' || page.password !== '') return false
  if (isIyzico(page.hostname)) return page.protocol === 'https:' && page.port === ''
  const isLoopback = LOOPBACK.has(page.hostname)
  if (isLoopback && LOOPBACK.has(base.hostname)) return page.protocol === 'http:' || page.protocol === 'https:'
  return page.hostname === base.hostname && page.protocol === base.protocol
}

function isIyzico(hostname: string): boolean {
  return hostname === 'iyzipay.com' || hostname.endsWith('.iyzipay.com')
}
