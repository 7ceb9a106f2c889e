import { randomBytes } from 'node:crypto'
import { isObject } from '../provider-call.ts'
import { listReply, type SimReply, type SimRequest, type Simulator, startSimulator } from '../simulator-kit.ts'
import { type Collection, openStore } from '../simulator-store.ts'
import { personalizationsOf, type SendgridError, validateMail } from './sendgrid.validation.ts'

/** A mail as it would lie in a recipient's inbox; one for each of `to`, `cc` and `bcc`. */
export type KeptMail = {
  id: number
  /** SendGrid's message id; the mails of one request share it. */
  messageId: string
  effectId: string | null
  at: string
  from: string
  to: string
  toName: string | null
  subject: string
  text: string | null
  html: string | null
  /** The bodies that made room for those of newer mails. */
  forgotten?: ('text' | 'html')[]
  categories: string[]
  customArgs: Record<string, string>
  headers: Record<string, string>
}

export type SendgridSimulatorOptions = {
  port: number
  host?: string
  stateDir?: string
  apiKey: string
  /** The one verified sender, `Name <address>` or an address; without it every sender is. */
  from?: string
  /** Whether the account has bought the activity feed. */
  activityFeed?: boolean
}

const BODY_MAX_BYTES = 30 * 1024 * 1024
const MAILS_MAX = 50_000
/** How many characters of text and of HTML are kept; older mails keep everything but those. */
const TEXT_CHARS_MAX = 6_000_000
const HTML_CHARS_MAX = 4_000_000

/** SendGrid's mail/send and activity feed on the local machine. `GET /__sim/mails` shows what arrived, newest last. */
export async function startSendgridSimulator(options: SendgridSimulatorOptions): Promise<Simulator> {
  const store = openStore({ dir: options.stateDir, name: 'sendgrid', onDisk: ['mails'] })
  const mails = store.collection<KeptMail>('mails')
  const verified = options.from === undefined ? null : addressIn(options.from)
  const bodies = [createBodies(mails, 'text', TEXT_CHARS_MAX), createBodies(mails, 'html', HTML_CHARS_MAX)]
  const effects = createEffects(mails)
  let lastId = mails.values(1)[0]?.id ?? 0
  for (const mail of mails.values()) noteMail(mail)

  function noteMail(mail: KeptMail): void {
    effects.add(mail)
    for (const body of bodies) body.add(mail)
  }

  function keep(mail: Omit<KeptMail, 'id'>): void {
    lastId += 1
    const kept = { id: lastId, ...mail }
    mails.put(String(lastId), kept)
    for (const gone of mails.trim(MAILS_MAX)) effects.forget(gone)
    noteMail(kept)
  }

  function send(request: SimRequest): SimReply {
    if (request.method !== 'POST') return refusal(405, 'POST method allowed only')
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return refusal(415, 'Content-Type should be application/json.')
    const denied = denyKey(request, options.apiKey)
    if (denied) return denied
    if (request.rawBody.length > BODY_MAX_BYTES) return refusal(413, 'The message exceeds the maximum total size of 30 MB.')
    if (!isUtf8(request.rawBody)) return refusal(415, 'The body is not valid UTF-8.')
    const mail = request.json()
    if (!isObject(mail)) return refusal(400, 'Bad Request')
    const errors = validateMail(mail, Math.floor(Date.now() / 1000))
    if (errors.length > 0) return { status: 400, json: { errors } }
    const from = (mail.from as { email: string }).email
    if (verified !== null && from.toLowerCase() !== verified) {
      return refusal(
        403,
        'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.',
        'from',
      )
    }
    if (isSandboxed(mail)) return { status: 200, body: '' }
    const messageId = randomBytes(16).toString('base64url')
    const at = new Date().toISOString()
    for (const one of personalizationsOf(mail)) for (const to of recipientsOf(one)) keep(keptMail({ mail, one, to, messageId, at }))
    return { status: 202, body: '', headers: { 'x-message-id': messageId } }
  }

  function feed(request: SimRequest): SimReply {
    const denied = denyKey(request, options.apiKey)
    if (denied) return denied
    if (options.activityFeed === false) return refusal(403, 'access forbidden')
    const matches = readFeedQuery(request.query.get('query'))
    const limit = Number(request.query.get('limit') ?? '10')
    if (!matches || !Number.isInteger(limit) || limit < 1 || limit > 1000) return refusal(400, 'invalid query', 'query')
    const found = effects.candidates(request.query.get('query')).filter(matches).reverse().slice(0, limit)
    return { json: { messages: found.map(feedRow) } }
  }

  return startSimulator({
    name: 'SendGrid',
    port: options.port,
    host: options.host,
    store,
    bodyBytesMax: BODY_MAX_BYTES + 1024 * 1024,
    faultReply,
    onReset() {
      mails.clear()
      effects.clear()
      for (const body of bodies) body.clear()
    },
    routes: [
      { method: '*', path: '/v3/mail/send', handle: send },
      { method: 'GET', path: '/v3/messages', handle: feed },
      { method: 'GET', path: '/__sim/mails', handle: ({ query }) => listReply(mails, query) },
      { method: 'GET', path: '/__sim/mails/:id', handle: ({ params }) => rendered(mails.get(params.id ?? '')) },
      { method: '*', path: '*', handle: () => refusal(404, 'not found') },
    ],
  })
}

/** One mail as its reader would see it. It may bring its own styles and pictures, never a script or a form. */
function rendered(mail: KeptMail | undefined): SimReply {
  if (mail === undefined) return { status: 404, json: { error: 'no such mail' } }
  const policy = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:"
  const headers = { 'content-security-policy': policy, 'x-content-type-options': 'nosniff' }
  return mail.html === null ? { body: mail.text ?? '', type: 'text/plain; charset=utf-8', headers } : { body: mail.html, headers }
}

/** The bodies that are kept, oldest first. A mail whose body makes room for newer ones says `null` and names it in `forgotten`. */
function createBodies(mails: Collection<KeptMail>, part: 'text' | 'html', charsMax: number) {
  let held: { id: number; chars: number }[] = []
  let chars = 0

  function add(mail: KeptMail): void {
    const length = mail[part]?.length ?? 0
    if (length === 0) return
    held.push({ id: mail.id, chars: length })
    chars += length
    while (chars > charsMax && held.length > 1) forget(held.shift() as (typeof held)[number])
  }
  function forget(body: (typeof held)[number]): void {
    chars -= body.chars
    const mail = mails.get(String(body.id))
    if (mail) mails.put(String(body.id), { ...mail, [part]: null, forgotten: [...(mail.forgotten ?? []), part] })
  }
  return {
    add,
    clear(): void {
      held = []
      chars = 0
    },
  }
}

/** Which mails an effect has had. The feed is asked about one effect as a rule, and reading every mail from disk for it takes a while. */
function createEffects(mails: Collection<KeptMail>) {
  const ids = new Map<string, number[]>()
  return {
    add({ id, effectId }: KeptMail): void {
      if (effectId !== null) ids.set(effectId, [...(ids.get(effectId) ?? []), id])
    },
    forget({ id, effectId }: KeptMail): void {
      if (effectId === null) return
      const left = (ids.get(effectId) ?? []).filter((other) => other !== id)
      if (left.length > 0) ids.set(effectId, left)
      else ids.delete(effectId)
    },
    clear: () => ids.clear(),
    /** All that can match the query, and perhaps more. */
    candidates(query: string | null): KeptMail[] {
      const effectId = /unique_args\['effect_id'\]\s*=\s*"([^"]*)"/.exec(query ?? '')?.[1]
      if (effectId === undefined) return mails.values()
      return (ids.get(effectId) ?? []).flatMap((id) => mails.get(String(id)) ?? [])
    },
  }
}

type Recipient = { email: string; name?: string }

function recipientsOf({ to, cc, bcc }: Record<string, unknown>): Recipient[] {
  return [to, cc, bcc].flatMap((list) => (list ?? []) as Recipient[])
}

function keptMail({
  mail,
  one,
  to,
  messageId,
  at,
}: {
  mail: Record<string, unknown>
  one: Record<string, unknown>
  to: Recipient
  messageId: string
  at: string
}): Omit<KeptMail, 'id'> {
  const customArgs = { ...(mail.custom_args as object), ...(one.custom_args as object) } as Record<string, string>
  const content = (mail.content ?? []) as { type: string; value: string }[]
  return {
    messageId,
    effectId: customArgs.effect_id ?? null,
    at,
    from: ((one.from ?? mail.from) as { email: string }).email,
    to: to.email,
    toName: to.name ?? null,
    subject: String(one.subject ?? mail.subject ?? ''),
    text: content.find((block) => block.type === 'text/plain')?.value ?? null,
    html: content.find((block) => block.type === 'text/html')?.value ?? null,
    categories: (mail.categories ?? []) as string[],
    customArgs,
    headers: { ...(mail.headers as object), ...(one.headers as object) } as Record<string, string>,
  }
}

/** `field="value"` and `unique_args['key']="value"`, joined by AND; null for anything the feed's language has beyond that. */
function readFeedQuery(query: string | null): ((mail: KeptMail) => boolean) | null {
  if (query === null || query === '') return () => true
  const tests = query.split(/\s+AND\s+/i).map((part) => {
    const [, key, name, value] = /^\(*\s*(?:unique_args\['([^']+)'\]|(\w+))\s*=\s*"([^"]*)"\s*\)*$/.exec(part.trim()) ?? []
    if (value === undefined) return null
    if (key !== undefined) return (mail: KeptMail) => mail.customArgs[key] === value
    if (name === 'to_email') return (mail: KeptMail) => mail.to.toLowerCase() === value.toLowerCase()
    if (name === 'msg_id') return (mail: KeptMail) => feedId(mail) === value
    return name === 'subject' ? (mail: KeptMail) => mail.subject === value : null
  })
  return tests.every((test) => test !== null) ? (mail) => tests.every((test) => test(mail)) : null
}

function feedRow(mail: KeptMail) {
  return {
    from_email: mail.from,
    msg_id: feedId(mail),
    subject: mail.subject,
    to_email: mail.to,
    status: 'delivered',
    opens_count: 0,
    clicks_count: 0,
    last_event_time: mail.at,
  }
}

function feedId(mail: KeptMail): string {
  return `${mail.messageId}.recvd-sim-0-1.0`
}

function denyKey(request: SimRequest, apiKey: string): SimReply | null {
  const given = request.headers.authorization
  if (given === undefined) return refusal(401, 'authorization required')
  return given === `Bearer ${apiKey}` ? null : refusal(401, 'The provided authorization grant is invalid, expired, or revoked')
}

/** A status fault in SendGrid's own words; 502 to 504 come from a gateway and are HTML. */
function faultReply(status: number): SimReply | null {
  if (status === 429) {
    const resetS = Math.floor(Date.now() / 1000) + 2
    return {
      ...refusal(429, 'too many requests'),
      headers: { 'x-ratelimit-limit': '600', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetS) },
    }
  }
  if (status === 401) return refusal(401, 'Maximum credits exceeded')
  if (status === 403) return refusal(403, 'access forbidden')
  return status > 500 ? null : refusal(status, status === 500 ? 'Internal Server Error' : 'Bad Request')
}

function refusal(status: number, message: string, field: string | null = null): SimReply {
  const errors: SendgridError[] = [{ message, field, help: null }]
  return { status, json: { errors } }
}

function isSandboxed(mail: Record<string, unknown>): boolean {
  return isObject(mail.mail_settings) && isObject(mail.mail_settings.sandbox_mode) && mail.mail_settings.sandbox_mode.enable === true
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function addressIn(from: string): string {
  return (/<([^<>]+)>/.exec(from)?.[1] ?? from).trim().toLowerCase()
}
