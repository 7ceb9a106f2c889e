import type { BeforeCall, EmailMessage, EmailSender, Outcome, Unknown } from '../ports.ts'
import { createProviderCall, isObject, jsonObject, type ProviderReply, retryAfterMs, unreadable } from '../provider-call.ts'

/**
 * E-mail over SendGrid's v3 API, by plain HTTP: the deadline is ours, a redirect is not followed, and a mail header can never
 * become a header of the request (README.md).
 * @param from `Name <address>` or an address; a sender that SendGrid has verified.
 */
export function createSendgrid(options: {
  baseUrl: string
  apiKey: string
  from: string
  beforeCall?: BeforeCall
  timeoutMs?: number
}): EmailSender {
  const call = createProviderCall({ baseUrl: options.baseUrl, timeoutMs: options.timeoutMs ?? 10_000, beforeCall: options.beforeCall })
  const headers = { authorization: `Bearer ${options.apiKey}`, accept: 'application/json' }
  const from = parseSender(options.from)
  return {
    async send(message) {
      const body = JSON.stringify(mailBody(from, message))
      const reply = await call({ method: 'POST', path: '/v3/mail/send', headers: { ...headers, 'content-type': 'application/json' }, body })
      return reply.kind === 'unknown' ? reply : readSendReply(reply)
    },
    async find(effectId) {
      // The id goes into a query language; ours are UUIDs, anything else was never sent.
      if (!/^[\w:.-]{1,128}$/.test(effectId)) return { kind: 'ok', found: false }
      const query = encodeURIComponent(`(unique_args['effect_id']="${effectId}")`)
      const reply = await call({ method: 'GET', path: `/v3/messages?limit=1&query=${query}`, headers })
      return reply.kind === 'unknown' ? reply : readFeedReply(reply)
    },
  }
}

function mailBody(from: Mailbox, message: EmailMessage) {
  return {
    from,
    subject: oneLine(message.subject),
    personalizations: [
      {
        to: [mailbox(message.to.email, message.to.name)],
        // On the personalization, not on the message: SendGrid's own client would send a message's headers as its own.
        headers: { 'X-Entity-Ref-ID': message.effectId },
        custom_args: { effect_id: message.effectId },
      },
    ],
    content: [
      { type: 'text/plain', value: message.text },
      { type: 'text/html', value: message.html },
    ],
    categories: [message.category],
    // Rewritten links break deep links into the app, and we do not watch who reads what.
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
    },
  }
}

function readSendReply(reply: ProviderReply): Outcome<{ messageId: string | null }> {
  if (reply.status === 202) return { kind: 'ok', messageId: reply.header('x-message-id') }
  if (reply.status === 429) return { kind: 'unknown', reason: 'rate limited', retryAfterMs: rateLimitWaitMs(reply), notSent: true }
  const errors = errorsIn(reply.body)
  if (reply.status === 415) return { kind: 'refused', code: '415', reason: errors?.[0]?.message ?? 'unsupported media type' }
  if (errors === null) return unreadable('not an answer of SendGrid', reply)
  const said = errors.map((error) => (error.field ? `${error.field}: ${error.message}` : error.message)).join('; ')
  if (reply.status === 401 || reply.status === 403) return configuration(reply.status, said)
  // A sender SendGrid does not take is our configuration; the recipient's mail is not lost over it.
  if (errors.every((error) => error.field?.startsWith('from'))) return configuration(reply.status, said)
  if (reply.status === 400 || reply.status === 413) return { kind: 'refused', code: errors[0]?.field ?? String(reply.status), reason: said }
  return { kind: 'unknown', reason: `HTTP ${reply.status} ${said}` }
}

function readFeedReply(reply: ProviderReply): Outcome<{ found: boolean }> {
  if (reply.status === 429) return { kind: 'unknown', reason: 'rate limited', retryAfterMs: rateLimitWaitMs(reply) }
  // The feed is a paid add-on: without it SendGrid cannot say.
  if (reply.status === 401 || reply.status === 403 || reply.status === 404)
    return { kind: 'unknown', reason: `no activity feed: HTTP ${reply.status}` }
  const messages = reply.status === 200 ? jsonObject(reply.body)?.messages : undefined
  return Array.isArray(messages) ? { kind: 'ok', found: messages.length > 0 } : unreadable('not an activity feed', reply)
}

function configuration(status: number, said: string): Unknown {
  const what = /credits/i.test(said) ? 'out of credits' : 'configuration'
  return { kind: 'unknown', reason: `${what}: HTTP ${status} ${said}`, notSent: true }
}

/** SendGrid names the second at which its limit starts anew; an absent header leaves the wait to the queue. */
function rateLimitWaitMs(reply: ProviderReply): number | undefined {
  const reset = reply.header('x-ratelimit-reset')
  if (reset === null || !/^\d{9,11}$/.test(reset)) return retryAfterMs(reply.header('retry-after'))
  return Math.min(Math.max(Number(reset) * 1000 - Date.now(), 1000), 3_600_000)
}

function errorsIn(body: string): { message: string; field: string | null }[] | null {
  const errors = jsonObject(body)?.errors
  if (!Array.isArray(errors) || errors.length === 0 || !errors.every(isObject)) return null
  return errors.map((error) => ({ message: String(error.message ?? ''), field: typeof error.field === 'string' ? error.field : null }))
}

type Mailbox = { email: string; name?: string }

/** SendGrid refuses a recipient's name with `;` or `,`, and a line break in a name or subject would start a header of its own. */
function mailbox(email: string, name: string): Mailbox {
  const clean = oneLine(name.replace(/[;,]/g, ' '))
  return clean === '' ? { email } : { email, name: clean }
}

function parseSender(from: string): Mailbox {
  const named = /^(.*)<([^<>]+)>\s*$/.exec(from)
  return named?.[1] !== undefined && named[2] !== undefined ? mailbox(named[2].trim(), named[1].replace(/"/g, '')) : { email: from.trim() }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
}
