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

/** What tests and the watch page do in place of people. Source: http.md, "Simulator controls". */
export function controlRoutes(sim: Sim, webhooks: Webhooks): SimRoute[] {
  return [
    { method: 'POST', path: '/__sim/pay', handle: (request) => pay(sim, webhooks, request) },
    { method: 'GET', path: '/__sim/payments', handle: (request) => ({ json: listPayments(sim, request.query) }) },
    { method: 'POST', path: '/__sim/webhooks', handle: (request) => sendWebhooks(sim, webhooks, request) },
    { method: 'POST', path: '/__sim/verdict', handle: (request) => endReview(sim, request) },
    { method: 'POST', path: '/__sim/expire', handle: (request) => expire(sim, request) },
    { method: 'POST', path: '/__sim/payout', handle: () => ({ json: { paidOut: runPayout(sim) } }) },
  ]
}

/** Runs what the pages run: form, bank, way back, notification. `code` null leaves the buyer at her bank. */
async function pay(sim: Sim, webhooks: Webhooks, request: SimRequest): Promise<SimReply> {
  const body = bodyOf(request)
  const token = sim.tokens.get(String(body.token ?? ''))
  if (token === undefined) return problem(404, 'unknown token')
  const number = String(body.card ?? DEFAULT_CARD).replaceAll(/\D/g, '')
  const card = findCard(number)
  const fraudStatus = body.fraudStatus ?? 1
  if (fraudStatus !== 1 && fraudStatus !== 0 && fraudStatus !== -1) return problem(422, 'fraudStatus must be 1, 0 or -1')
  const cvc = card?.association === 'AMERICAN_EXPRESS' ? '1234' : '123'
  let step: Step = submitCard(sim, token, {
    holder: 'Test Kart',
    number,
    month: '12',
    year: '2035',
    cvc,
    installment: Number(body.installment ?? 1),
    fraudStatus,
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
  const name = String(body.token ?? '')
  const token = sim.tokens.get(name)
  if (body.drop === true) {
    if (token === undefined) return problem(404, 'unknown token')
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
  const times = Math.min(100, Number(body.times ?? 1))
  const delayMs = Number(body.delayMs ?? 0)
  if (delayMs > 0) {
    for (let index = 0; index < times; index += 1) webhooks.sendLater(notification, delayMs)
    return { json: { scheduled: times } }
  }
  const answers = await Promise.all(Array.from({ length: times }, () => webhooks.sendNow(notification)))
  return { json: { sent: times, answers } }
}

function endReview(sim: Sim, request: SimRequest): SimReply {
  const body = bodyOf(request)
  const payment = sim.payments.get(String(body.paymentId ?? ''))
  const { fraudStatus } = body
  if (payment === undefined || payment.status !== 'SUCCESS') return problem(404, 'no such captured payment')
  if (fraudStatus !== 1 && fraudStatus !== 0 && fraudStatus !== -1) return problem(422, 'fraudStatus must be 1, 0 or -1')
  settleReview(sim, payment, fraudStatus)
  return { json: viewPayment(payment) }
}

/** Lets a token's half hour be over now. */
function expire(sim: Sim, request: SimRequest): SimReply {
  const token = sim.tokens.get(String(bodyOf(request).token ?? ''))
  if (token === undefined) return problem(404, 'unknown token')
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

function viewDelivery({ id, token, paymentId, status, state, attempts, answers, dueAtMs }: Delivery): Body {
  return { id, token, paymentId, status, state, attempts, answers, dueAt: new Date(dueAtMs).toISOString() }
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

function problem(status: number, error: string): SimReply {
  return { status, json: { error } }
}
