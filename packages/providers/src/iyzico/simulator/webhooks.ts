import { randomUUID } from 'node:crypto'
import { notificationSignature } from '../iyzico.webhook.ts'
import { type Delivery, lastPayment, type Payment, type Sim, type Token } from './state.ts'

export type WebhookOptions = {
  url: string | null
  /** From the attempt to the first notification. The real one takes 10–15 s. */
  delayMs: number
  /** Between repeats until somebody answers 2xx; three repeats. */
  retryMs: number
}

export type Webhooks = {
  /** The notification of an attempt that ended. Kept, so that a restart sends what is due. */
  schedule(payment: Payment, token: Token | null): void
  /** One notification now, without repeats; its HTTP status, 0 when nobody answered. */
  sendNow(notification: OutgoingNotification): Promise<number>
  /** One later, without repeats. */
  sendLater(notification: OutgoingNotification, delayMs: number): void
  /** Forgets what is pending for a token. */
  drop(token: string): number
  clear(): void
  close(): void
}

export type OutgoingNotification = {
  token: string | null
  paymentId: string
  conversationId: string
  status: string
  forge?: boolean
  unsigned?: boolean
}

const REPEATS = 3
const ANSWER_TIMEOUT_MS = 10_000
const MERCHANT_ID = 3_404_590

export function createWebhooks(sim: Sim, { url, delayMs, retryMs }: WebhookOptions): Webhooks {
  const timers = new Map<string, NodeJS.Timeout>()
  const stop = new AbortController()

  function arm(delivery: Delivery): void {
    const timer = setTimeout(() => void attempt(delivery), Math.max(0, delivery.dueAtMs - Date.now()))
    timer.unref()
    timers.set(delivery.id, timer)
  }

  async function attempt(delivery: Delivery): Promise<void> {
    timers.delete(delivery.id)
    const status = await post(delivery)
    if (stop.signal.aborted || sim.deliveries.get(delivery.id) !== delivery) return
    delivery.attempts += 1
    delivery.answers.push(status)
    delivery.answeredAtMs = Date.now()
    const isDelivered = status >= 200 && status < 300
    delivery.state = isDelivered ? 'delivered' : delivery.attempts > REPEATS ? 'gave_up' : 'pending'
    delivery.dueAtMs = Date.now() + retryMs
    sim.deliveries.put(delivery.id, delivery)
    if (delivery.state === 'pending') arm(delivery)
  }

  async function post(message: Pick<Delivery, 'body' | 'signature' | 'token' | 'status'>): Promise<number> {
    if (url === null) return 0
    const status = await postNotification(url, { ...message, signal: stop.signal })
    sim.notify('webhook', `${message.status} → ${status === 0 ? 'no answer' : status}`, { token: message.token })
    return status
  }

  function keep(delivery: Delivery): void {
    sim.deliveries.put(delivery.id, delivery)
    arm(delivery)
  }

  for (const delivery of sim.deliveries.values()) if (delivery.state === 'pending' && url !== null) arm(delivery)

  return {
    schedule(payment, token) {
      if (url === null || token?.isMuted === true) return
      keep(newDelivery(sim, notificationOf(payment, token?.token ?? null), { dueInMs: delayMs, attempts: 0 }))
    },
    async sendNow(notification) {
      const delivery = newDelivery(sim, notification, { dueInMs: 0, attempts: REPEATS })
      sim.deliveries.put(delivery.id, delivery)
      await attempt(delivery)
      return delivery.answers.at(-1) ?? 0
    },
    sendLater: (notification, dueInMs) => keep(newDelivery(sim, notification, { dueInMs, attempts: REPEATS })),
    drop(token) {
      const pending = sim.deliveries.values().filter((delivery) => delivery.token === token && delivery.state === 'pending')
      for (const delivery of pending) {
        clearTimeout(timers.get(delivery.id))
        delivery.state = 'dropped'
        sim.deliveries.put(delivery.id, delivery)
      }
      return pending.length
    },
    clear() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer)
      stop.abort()
    },
  }
}

/** @param attempts how many of its attempts count as spent: with `REPEATS` there is one, and no repeat. */
function newDelivery(sim: Sim, notification: OutgoingNotification, { dueInMs, attempts }: { dueInMs: number; attempts: number }): Delivery {
  const { token, paymentId, status, forge, unsigned } = notification
  return {
    id: randomUUID(),
    token,
    paymentId,
    status,
    ...write(sim, notification),
    dueAtMs: Date.now() + dueInMs,
    attempts,
    state: 'pending',
    answers: [],
    ...(forge === true || unsigned === true ? { isForged: true } : {}),
  }
}

export function notificationOf(payment: Payment, token: string | null): OutgoingNotification {
  return { token, paymentId: payment.paymentId, conversationId: payment.basket.conversationId ?? '', status: payment.status }
}

/** The last attempt of a token, as it stands. */
export function notificationOfToken(sim: Sim, token: Token): OutgoingNotification | null {
  const payment = lastPayment(sim, token)
  return payment === undefined ? null : notificationOf(payment, token.token)
}

function write(
  sim: Sim,
  { token, paymentId, conversationId, status, forge, unsigned }: OutgoingNotification,
): { body: string; signature: string | null } {
  const event = token === null ? 'API_AUTH' : 'CHECKOUT_FORM_AUTH'
  const body = JSON.stringify({
    paymentConversationId: conversationId,
    merchantId: MERCHANT_ID,
    ...(token === null ? { paymentId: Number(paymentId) } : { token }),
    status,
    iyziReferenceCode: randomUUID(),
    iyziEventType: event,
    iyziEventTime: sim.nowMs(),
    iyziPaymentId: Number(paymentId),
  })
  if (unsigned === true) return { body, signature: null }
  const secretKey = forge === true ? 'not-the-secret-of-this-merchant' : sim.keys.secretKey
  return {
    body,
    signature: notificationSignature(secretKey, { event, providerPaymentId: paymentId, token: token ?? '', conversationId, status }),
  }
}

async function postNotification(
  url: string,
  { body, signature, signal }: { body: string; signature: string | null; signal: AbortSignal },
): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, application/*+json',
        'user-agent': 'Apache-HttpClient/5.2.3 (Java/17.0.14)',
        'x-api-version': 'V1',
        ...(signature === null ? { 'x-iyz-signature': '' } : { 'x-iyz-signature-v3': signature }),
      },
      body,
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
