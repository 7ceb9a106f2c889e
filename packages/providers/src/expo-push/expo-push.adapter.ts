import type { BeforeCall, Outcome, PushMessage, PushReceipt, PushSender, PushTicket } from '../ports.ts'
import { createProviderCall, isObject, jsonObject, type ProviderReply, retryAfterMs, unreadable } from '../provider-call.ts'

const MESSAGES_MAX = 100
const RECEIPTS_MAX = 1000
const PAYLOAD_MAX_BYTES = 4096
/** As the official client has it; Expo asks for no more. */
const CONNECTIONS_MAX = 6
/** Android shows nothing for a channel the app has not made; the app makes this one. */
const CHANNEL_ID = 'orders'

/**
 * Push notifications over Expo's service, by plain HTTP: the official client has no deadline, retries by itself and reads its
 * address from the environment at import (README.md).
 * @param baseUrl `https://exp.host`. @param accessToken needed when the project has enhanced push security.
 */
export function createExpoPush(options: {
  baseUrl: string
  accessToken?: string
  beforeCall?: BeforeCall
  timeoutMs?: number
}): PushSender {
  const call = createProviderCall({
    baseUrl: options.baseUrl,
    timeoutMs: options.timeoutMs ?? 10_000,
    connectionsMax: CONNECTIONS_MAX,
    beforeCall: options.beforeCall,
  })
  const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json' }
  if (options.accessToken) headers.authorization = `Bearer ${options.accessToken}`
  return {
    async send(messages) {
      if (messages.length > MESSAGES_MAX) throw new RangeError(`${messages.length} pushes at once, at most ${MESSAGES_MAX}`)
      const local = messages.map(refusedUnsent)
      const sendable = messages.filter((_, index) => local[index] === null)
      if (sendable.length === 0) return { kind: 'ok', tickets: local.filter((ticket) => ticket !== null) }
      const reply = await call({ method: 'POST', path: '/--/api/v2/push/send', headers, body: JSON.stringify(sendable.map(pushBody)) })
      const sent = reply.kind === 'unknown' ? reply : readTickets(reply, sendable.length)
      if (sent.kind !== 'ok') return sent
      const tickets = sent.tickets.values()
      return { kind: 'ok', tickets: local.map((ticket) => ticket ?? (tickets.next().value as PushTicket)) }
    },
    async receipts(ticketIds) {
      if (ticketIds.length > RECEIPTS_MAX) throw new RangeError(`${ticketIds.length} receipts at once, at most ${RECEIPTS_MAX}`)
      if (ticketIds.length === 0) return { kind: 'ok', receipts: {} }
      const reply = await call({ method: 'POST', path: '/--/api/v2/push/getReceipts', headers, body: JSON.stringify({ ids: ticketIds }) })
      return reply.kind === 'unknown' ? reply : readReceipts(reply, ticketIds)
    },
  }
}

/** What Expo would answer anyway. Found here, because one bad message there refuses the whole batch. */
function refusedUnsent(message: PushMessage): PushTicket | null {
  if (!/^Expo(nent)?PushToken\[[^\][\s]+\]$/.test(message.token)) return { kind: 'dead_token' }
  const { title, body, data } = message
  const bytes = Buffer.byteLength(JSON.stringify({ title, body, data }))
  return bytes > PAYLOAD_MAX_BYTES
    ? { kind: 'refused', code: 'MessageTooBig', reason: `${bytes} bytes, at most ${PAYLOAD_MAX_BYTES}` }
    : null
}

function pushBody(message: PushMessage) {
  return {
    to: message.token,
    title: message.title,
    body: message.body,
    data: message.data,
    sound: 'default',
    priority: 'high',
    channelId: CHANNEL_ID,
    // The same effect sent twice replaces itself on the phone: iOS and Android read the first, older Android clients the second.
    collapseId: message.effectId,
    tag: message.effectId,
  }
}

function readTickets(reply: ProviderReply, expected: number): Outcome<{ tickets: PushTicket[] }> {
  const answer = readAnswer(reply)
  if (answer.kind !== 'ok') return answer
  const tickets = Array.isArray(answer.body) ? answer.body.map(readTicket) : []
  if (tickets.length !== expected) return { kind: 'unknown', reason: `${tickets.length} tickets for ${expected} messages` }
  const whole = tickets.filter((ticket) => ticket !== null)
  return whole.length === expected ? { kind: 'ok', tickets: whole } : { kind: 'unknown', reason: 'a ticket that is none' }
}

function readTicket(ticket: unknown): PushTicket | null {
  if (!isObject(ticket)) return null
  if (ticket.status === 'ok') return typeof ticket.id === 'string' ? { kind: 'ok', ticketId: ticket.id } : null
  if (ticket.status !== 'error') return null
  const { code, reason } = errorOf(ticket)
  return code === 'DeviceNotRegistered' ? { kind: 'dead_token' } : { kind: 'refused', code, reason }
}

function readReceipts(reply: ProviderReply, asked: string[]): Outcome<{ receipts: Record<string, PushReceipt> }> {
  const answer = readAnswer(reply)
  if (answer.kind !== 'ok') return answer
  if (!isObject(answer.body)) return unreadable('not a map of receipts', reply)
  const receipts: Record<string, PushReceipt> = {}
  for (const id of asked) {
    const receipt = Object.hasOwn(answer.body, id) ? readReceipt(answer.body[id]) : null
    if (receipt) receipts[id] = receipt
  }
  return { kind: 'ok', receipts }
}

/** A receipt of a shape we do not know counts as not there yet: it is asked for again until it is a day old. */
function readReceipt(receipt: unknown): PushReceipt | null {
  if (!isObject(receipt)) return null
  if (receipt.status === 'ok') return { kind: 'ok' }
  if (receipt.status !== 'error') return null
  const { code, reason } = errorOf(receipt)
  return code === 'DeviceNotRegistered' ? { kind: 'dead_token' } : { kind: 'failed', code, reason }
}

function errorOf(item: Record<string, unknown>): { code: string; reason: string } {
  const code = isObject(item.details) && typeof item.details.error === 'string' ? item.details.error : 'unspecified'
  return { code, reason: typeof item.message === 'string' ? item.message : code }
}

/** The `data` of an answer. A 400 refuses the whole request: nothing of it was sent, and the same bytes will be refused again. */
function readAnswer(reply: ProviderReply): Outcome<{ body: unknown }> {
  if (reply.status === 429) return { kind: 'unknown', reason: 'rate limited', retryAfterMs: retryAfterMs(reply.header('retry-after')) }
  const answer = jsonObject(reply.body)
  if (!answer) return unreadable('not an answer of Expo', reply)
  const error = Array.isArray(answer.errors) && isObject(answer.errors[0]) ? answer.errors[0] : null
  // Tickets beside errors are not trusted either; the collapse id makes sending again harmless.
  if (reply.status === 200)
    return error ? { kind: 'unknown', reason: `errors in a 200: ${String(error.message)}` } : { kind: 'ok', body: answer.data }
  const code = error && typeof error.code === 'string' ? error.code : null
  if (reply.status === 401 || reply.status === 403 || code === 'UNAUTHORIZED')
    return { kind: 'unknown', reason: `configuration: HTTP ${reply.status} ${code ?? ''}` }
  if (reply.status === 400 && code) return { kind: 'refused', code, reason: String(error?.message ?? code) }
  return unreadable('Expo failed', reply)
}
