import { createHash, createHmac } from 'node:crypto'
import type { Webhook } from '../ports.ts'
import { asObject, sameText } from './iyzico.wire.ts'

type Notification = { event: string; providerPaymentId: string; token: string; conversationId: string; status: string }

const SIGNATURE = /^[0-9a-f]{64}$/

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
  const notification = parseNotification(rawBody)
  if (notification === null) return { kind: 'not_a_notification' }
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return { kind: 'bad_signature' }
  const { event, providerPaymentId, token, conversationId, status } = notification
  let isSigned = false
  // Every key is tried, so that the time taken does not tell which one fits.
  for (const secretKey of secretKeys) isSigned = sameText(signature, notificationSignature(secretKey, notification)) || isSigned
  if (!isSigned) return { kind: 'bad_signature' }
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

/**
 * The fields are signed without separators, so their shapes must leave one way only to cut the message: capitals, digits, a UUID, our
 * id, capitals. Otherwise one signature would fit several notifications. A field iyzico does not sign is not read.
 */
function parseNotification(rawBody: Buffer): Notification | null {
  const body = parseJson(rawBody)
  if (body === null || body.subscriptionReferenceCode !== undefined) return null
  const { iyziEventType: event, status, token = '', paymentConversationId = '' } = body
  const providerPaymentId = idOf(token === '' || token === null ? body.paymentId : body.iyziPaymentId)
  if (typeof event !== 'string' || !/^[A-Z][A-Z_]{0,63}$/.test(event)) return null
  if (typeof status !== 'string' || !/^[A-Z][A-Z_]{0,63}$/.test(status)) return null
  if (providerPaymentId === null) return null
  const conversationId = paymentConversationId ?? ''
  if (typeof conversationId !== 'string' || conversationId.length > 100 || /[A-Z_]$/.test(conversationId)) return null
  if (token === '' || token === null) return { event, status, token: '', conversationId, providerPaymentId }
  if (typeof token !== 'string' || !/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(token)) return null
  return { event, status, token, conversationId, providerPaymentId }
}

function parseJson(rawBody: Buffer): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(rawBody.toString('utf8')))
  } catch {
    return null
  }
}

function idOf(value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value)
  return typeof value === 'string' && /^\d{0,20}$/.test(value) ? value : null
}
