import { randomInt } from 'node:crypto'
import type { SimReply, SimRequest, SimRoute } from '../../simulator-kit.ts'
import { DEFAULT_CARD, findCard, THREE_DS_CODE } from './cards.ts'
import { confirmThreeDs, type Step, submitCard } from './checkout.ts'
import { runPayout } from './moves.ts'
import { settleReview } from './payments.ts'
import type { Body } from './replies.ts'
import { type Delivery, lastPayment, type Payment, type Sim, type Token } from './state.ts'
import { notificationOfToken, type OutgoingNotification, type Webhooks } from './webhooks.ts'

const CALLBACK_TIMEOUT_MS = 15_000
const TIMES_MAX = 100

/** What tests and the watch page do in place of people. */
export function controlRoutes(sim: Sim, webhooks: Webhooks): SimRoute[] {
  return [
    { method: 'POST', path: '/__sim/pay', handle: (request) => pay(sim, webhooks, request) },
    { method: 'GET', path: '/__sim/payments', handle: (request) => ({ json: listPayments(sim, request.query) }) },
    { method: 'POST', path: '/__sim/webhooks', handle: (request) => sendWebhooks(sim, webhooks, request) },
    { method: 'POST', path: '/__sim/verdict', handle: (request) => endReview(sim, webhooks, request) },
    { method: 'POST', path: '/__sim/expire', handle: (request) => expire(sim, request) },
    { method: 'POST', path: '/__sim/payout', handle: () => ({ json: { paidOut: runPayout(sim) } }) },
  ]
}

/** Runs what the pages run: form, bank, way back, notification. `code` null leaves the buyer at her bank. */
async function pay(sim: Sim, webhooks: Webhooks, request: SimRequest): Promise<SimReply> {
  const body = bodyOf(request)
  const wrong = wrongField(body, {
    token: isString,
    card: (value) => findCard(digitsOf(value)) !== undefined,
    code: (value) => value === null || typeof value === 'string' || Number.isInteger(value),
    callback: isFlag,
    webhook: isFlag,
    fraudStatus: isFraudStatus,
    installment: (value) => isCount(value),
  })
  if (wrong !== null) return wrong
  const token = sim.tokens.get(body.token as string)
  if (token === undefined) return problem(404, `token ${body.token} is unknown`)
  const number = digitsOf(body.card ?? DEFAULT_CARD)
  const cvc = findCard(number)?.association === 'AMERICAN_EXPRESS' ? '1234' : '123'
  let step: Step = submitCard(sim, token, {
    holder: 'Test Kart',
    number,
    month: '12',
    year: '2035',
    cvc,
    installment: Number(body.installment ?? 1),
    fraudStatus: (body.fraudStatus ?? 1) as Payment['fraudStatus'],
  })
  if (step.kind === 'three_ds' && body.code !== null) {
    step = confirmThreeDs(sim, token, { threeDsId: step.payment.threeDsId ?? '', code: String(body.code ?? THREE_DS_CODE) })
  }
  if (step.kind === 'gone') return problem(step.reason === 'unknown' ? 404 : 409, `token is ${step.reason}`)
  if (step.kind === 'invalid') return problem(422, `refused by the form: ${step.fields.join(', ')}`)
  if (step.kind === 'stuck') return { json: { paymentId: null, callbackUrl: token.callbackUrl, status: token.state } }

  const { payment } = step
  if (body.webhook !== false && step.kind !== 'three_ds') webhooks.schedule(payment, token)
  const answer: Body = { paymentId: payment.paymentId, callbackUrl: token.callbackUrl, status: payment.status }
  if (payment.error !== null) answer.errorCode = payment.error.code
  // A decline stays on the form; only success and a failed 3-D Secure lead back to the merchant.
  const leadsBack = step.kind === 'paid' || step.kind === 'three_ds_failed'
  if (body.callback !== false && leadsBack) Object.assign(answer, await postCallback(sim, token, request))
  return { json: answer }
}

/** As the browser does: cross-site, one field, no redirect followed. */
async function postCallback(sim: Sim, token: Token, request: SimRequest): Promise<Body> {
  try {
    const response = await fetch(token.callbackUrl, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS),
      headers: { origin: sim.publicUrl ?? request.origin },
      body: new URLSearchParams({ token: token.token }),
    })
    await response.arrayBuffer()
    return { callbackStatus: response.status, callbackLocation: response.headers.get('location') }
  } catch {
    return { callbackStatus: null, callbackLocation: null }
  }
}

async function sendWebhooks(sim: Sim, webhooks: Webhooks, request: SimRequest): Promise<SimReply> {
  const body = bodyOf(request)
  const wrong = wrongField(body, {
    token: isString,
    times: (value) => isCount(value, TIMES_MAX),
    delayMs: (value) => value === 0 || isCount(value),
    forge: isFlag,
    drop: isFlag,
    unsigned: isFlag,
    status: isString,
  })
  if (wrong !== null) return wrong
  const name = body.token as string
  const token = sim.tokens.get(name)
  if (body.drop === true) {
    if (token === undefined) return problem(404, `token ${name} is unknown`)
    token.isMuted = true
    sim.tokens.put(name, token)
    return { json: { dropped: webhooks.drop(name) } }
  }
  const known = token === undefined ? null : notificationOfToken(sim, token)
  // A token nobody knows, or nobody paid, can still be spoken of: the receiver has to cope.
  const notification: OutgoingNotification = {
    ...(known ?? {
      token: name,
      paymentId: String(randomInt(10_000_000, 99_999_999)),
      conversationId: token?.basket.conversationId ?? '',
      status: 'SUCCESS',
    }),
    ...(typeof body.status === 'string' ? { status: body.status } : {}),
    forge: body.forge === true,
    unsigned: body.unsigned === true,
  }
  const times = Number(body.times ?? 1)
  const delayMs = Number(body.delayMs ?? 0)
  if (delayMs > 0) {
    for (let index = 0; index < times; index += 1) webhooks.sendLater(notification, delayMs)
    return { json: { scheduled: times } }
  }
  const answers = await Promise.all(Array.from({ length: times }, () => webhooks.sendNow(notification)))
  return { json: { sent: times, answers } }
}

function endReview(sim: Sim, webhooks: Webhooks, request: SimRequest): SimReply {
  const { fraudStatus, paymentId, webhook = true } = bodyOf(request)
  if (!isString(paymentId) && !isCount(paymentId)) return problem(422, 'paymentId must be that of a payment')
  if (!isFraudStatus(fraudStatus)) return problem(422, FIELDS.fraudStatus)
  if (!isFlag(webhook)) return problem(422, FIELDS.webhook)
  const payment = sim.payments.get(String(paymentId))
  if (payment === undefined || payment.status !== 'SUCCESS') return problem(404, `paymentId ${paymentId} is no captured payment`)
  const isNews = payment.fraudStatus !== fraudStatus
  settleReview(sim, payment, fraudStatus)
  if (isNews && webhook) webhooks.schedule(payment, sim.tokens.get(payment.token ?? '') ?? null)
  return { json: viewPayment(payment) }
}

/** Lets a token's half hour be over now. */
function expire(sim: Sim, request: SimRequest): SimReply {
  const body = bodyOf(request)
  const wrong = wrongField(body, { token: isString })
  if (wrong !== null) return wrong
  const name = body.token as string
  const token = sim.tokens.get(name)
  if (token === undefined) return problem(404, `token ${name} is unknown`)
  token.expiresAtMs = sim.nowMs()
  sim.tokens.put(token.token, token)
  return { json: viewToken(sim, token) }
}

/** `items`: every page with its attempts, oldest first; with `?limit=` the newest of each list. */
function listPayments(sim: Sim, query: URLSearchParams): Body {
  const limit = Number(query.get('limit') ?? 0)
  const newest = <T>(items: T[]): T[] => (Number.isInteger(limit) && limit > 0 ? items.slice(-limit) : items)
  return {
    items: newest(sim.tokens.values()).map((token) => viewToken(sim, token)),
    total: sim.tokens.size,
    payments: newest(sim.payments.values()).map(viewPayment),
    webhooks: newest(sim.deliveries.values()).map(viewDelivery),
    sellers: sim.sellers.size,
  }
}

function viewDelivery({ id, token, paymentId, status, state, attempts, answers, dueAtMs, answeredAtMs, isForged }: Delivery): Body {
  const answeredAt = answeredAtMs === undefined ? null : new Date(answeredAtMs).toISOString()
  const dueAt = new Date(dueAtMs).toISOString()
  return { id, token, paymentId, status, state, attempts, answers, dueAt, answeredAt, forged: isForged === true }
}

function viewToken(sim: Sim, token: Token): Body {
  const payment = lastPayment(sim, token)
  return {
    token: token.token,
    state: token.state,
    conversationId: token.basket.conversationId,
    basketId: token.basket.basketId,
    price: token.basket.price,
    currency: token.basket.currency,
    callbackUrl: token.callbackUrl,
    createdAt: new Date(token.createdAtMs).toISOString(),
    expiresAt: new Date(token.expiresAtMs).toISOString(),
    paymentIds: token.paymentIds,
    paymentId: payment?.paymentId ?? null,
    status: payment?.status ?? null,
    fraudStatus: payment?.fraudStatus ?? null,
  }
}

function viewPayment(payment: Payment): Body {
  return {
    paymentId: payment.paymentId,
    token: payment.token,
    conversationId: payment.basket.conversationId,
    basketId: payment.basket.basketId,
    status: payment.status,
    errorCode: payment.error?.code ?? null,
    price: payment.basket.price,
    paidPrice: payment.paidPrice,
    fraudStatus: payment.fraudStatus,
    cardLastFour: payment.card.lastFour,
    createdAt: new Date(payment.createdAtMs).toISOString(),
    lines: payment.lines.map(
      ({ paymentTransactionId, transactionStatus, subMerchantKey, subMerchantPrice, paidPrice, refunds, isPaidOut }) => ({
        paymentTransactionId,
        transactionStatus,
        subMerchantKey,
        subMerchantPrice,
        paidPrice,
        isPaidOut: isPaidOut === true,
        refunds,
      }),
    ),
    cancels: payment.cancels,
  }
}

function bodyOf(request: SimRequest): Body {
  const body = request.json()
  return typeof body === 'object' && body !== null ? (body as Body) : {}
}

/** What each field must be, for whom it was not. */
const FIELDS = {
  token: 'token must be the text of a token',
  card: 'card must be the number of a test card',
  code: 'code must be the 3-D Secure code, or null to stay at the bank',
  callback: 'callback must be true or false',
  webhook: 'webhook must be true or false',
  fraudStatus: 'fraudStatus must be 1, 0 or -1',
  installment: 'installment must be a whole number from 1',
  times: `times must be a whole number from 1 to ${TIMES_MAX}`,
  delayMs: 'delayMs must be a whole number of milliseconds',
  forge: 'forge must be true or false',
  drop: 'drop must be true or false',
  unsigned: 'unsigned must be true or false',
  status: 'status must be text',
} as const

/** The first field that is not what it must be; the token alone may not be absent. */
function wrongField(body: Body, checks: Partial<Record<keyof typeof FIELDS, (value: unknown) => boolean>>): SimReply | null {
  for (const [field, isRight] of Object.entries(checks) as [keyof typeof FIELDS, (value: unknown) => boolean][]) {
    const value = body[field]
    const isAbsent = value === undefined || (value === null && field !== 'code')
    if (isAbsent ? field === 'token' : !isRight(value)) return problem(422, FIELDS[field])
  }
  return null
}

function isString(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isCount(value: unknown, max = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max
}

function isFraudStatus(value: unknown): value is Payment['fraudStatus'] {
  return value === 1 || value === 0 || value === -1
}

function digitsOf(card: unknown): string {
  return (isString(card) || isCount(card) ? String(card) : '').replaceAll(/\D/g, '')
}

function problem(status: number, error: string): SimReply {
  return { status, json: { error } }
}
