import { createHash, createHmac } from 'node:crypto'
import type { Webhook } from '../ports.ts'
import { isIyzicoToken } from './iyzico.token.ts'
import { asObject, sameText } from './iyzico.wire.ts'

type Notification = { event: string; providerPaymentId: string; token: string; conversationId: string; status: string }

const SIGNATURE = /^[0-9a-f]{64}$/i

/**
 * Reads a notification of iyzico and checks `X-IYZ-SIGNATURE-V3`. A hint to go and ask, never an amount.
 * @param secretKeys the current one first, and the previous one while keys are being changed.
 */
export function readIyzicoWebhook({
  rawBody,
  signature,
  secretKeys,
}: {
  rawBody: Buffer
  signature: string | string[] | undefined
  secretKeys: string[]
}): Webhook {
  const body = parseJson(rawBody)
  if (body === null) return { kind: 'not_a_notification' }
  const notification = parseNotification(body)
  const isOfSubscription = typeof body.subscriptionReferenceCode === 'string' && body.subscriptionReferenceCode !== ''
  if (notification === null && !isOfSubscription) return { kind: 'not_a_notification' }
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return { kind: 'bad_signature' }
  // Signed over a merchant id that it does not name. We sell nothing by subscription, so there is nothing to believe either.
  if (notification === null) return { kind: 'not_ours' }
  const { event, providerPaymentId, token, conversationId, status } = notification
  let isSigned = false
  // Every key is tried, so that the time taken does not tell which one fits.
  for (const secretKey of secretKeys) isSigned = sameText(signature, notificationSignature(secretKey, notification)) || isSigned
  if (!isSigned) return { kind: 'bad_signature' }
  if (!isWellShaped(notification)) return { kind: 'not_ours' }
  return {
    kind: 'ok',
    event,
    status,
    token: token === '' ? null : token,
    paymentId: conversationId === '' ? null : conversationId,
    providerPaymentId: providerPaymentId === '' ? null : providerPaymentId,
    dedupeKey: createHash('sha256')
      .update(JSON.stringify([event, providerPaymentId, token, conversationId, status]))
      .digest('hex'),
  }
}

/** Lower-case hex. iyzico joins the fields without a separator and puts the key into the message as well. */
export function notificationSignature(
  secretKey: string,
  { event, providerPaymentId, token, conversationId, status }: Notification,
): string {
  return createHmac('sha256', secretKey).update(`${secretKey}${event}${providerPaymentId}${token}${conversationId}${status}`).digest('hex')
}

/** The signed fields, as text. A field iyzico does not sign is not read. Null: this is no notification about a payment. */
function parseNotification(body: Record<string, unknown>): Notification | null {
  const token = textOf(body.token)
  const notification = {
    event: textOf(body.iyziEventType),
    status: textOf(body.status),
    token,
    conversationId: textOf(body.paymentConversationId),
    providerPaymentId: textOf(token === '' ? body.paymentId : body.iyziPaymentId),
  }
  const { event, status, conversationId, providerPaymentId } = notification
  if (!event || !status || token === null || conversationId === null || providerPaymentId === null) return null
  return { event, status, token, conversationId, providerPaymentId }
}

/**
 * The fields are signed without separators, so their shapes must leave as few ways as can be to cut the message: capitals,
 * digits, a token, our id, capitals. Otherwise one signature would fit several notifications. What is left is harmless:
 * a notification is a hint to ask, and the one asked about is found by its whole token.
 */
function isWellShaped({ event, status, token, conversationId, providerPaymentId }: Notification): boolean {
  const areWords = /^[A-Z][A-Z_]{0,63}$/.test(event) && /^[A-Z][A-Z_]{0,63}$/.test(status)
  const isOurs = conversationId.length <= 100 && !/[A-Z_]$/.test(conversationId)
  return areWords && isOurs && /^\d{0,20}$/.test(providerPaymentId) && (token === '' || isIyzicoToken(token))
}

function parseJson(rawBody: Buffer): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(rawBody.toString('utf8')))
  } catch {
    return null
  }
}

/** Text as it is, a number in digits, nothing as ''; null for anything else. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value)
  return typeof value === 'string' && value.length <= 500 ? value : null
}
