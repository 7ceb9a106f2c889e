import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { isObject } from '../provider-call.ts'
import { listReply, type SimReply, type SimRequest, type Simulator, startSimulator } from '../simulator-kit.ts'
import { type Collection, openStore } from '../simulator-store.ts'
import { findProblem, type PushBody, payloadBytes } from './expo-push.validation.ts'

/** What one phone shows: a second push with the same collapse id replaces the first. */
export type KeptPush = {
  id: string
  token: string
  collapseId: string | null
  title: string | null
  body: string | null
  data: Record<string, unknown>
  channelId: string | null
  /** Of the last time it was sent. */
  at: string
  firstAt: string
  sends: number
}

/** `unregistered` is known to Expo before it sends, so the ticket says it; the others are found by Apple or Google, so the receipt does. */
export type TokenState =
  | 'ok'
  | 'unregistered'
  | 'unregisteredLate'
  | 'tooBig'
  | 'rateExceeded'
  | 'badCredentials'
  | 'mismatch'
  | 'noReceipt'

export type ExpoPushSimulatorOptions = {
  port: number
  host?: string
  stateDir?: string
  /** Enhanced push security: every request must carry it. */
  accessToken?: string
  /** Expo takes about 15 minutes; here receipts are there at once unless told otherwise. */
  receiptDelayMs?: number
}

type KnownToken = { token: string; state: TokenState; project: string }
type Receipt = { id: string; at: number; body: Record<string, unknown> }
type Sim = {
  accessToken: string | undefined
  receiptDelayMs: number
  pushes: Collection<KeptPush>
  tokens: Collection<KnownToken>
  receipts: Collection<Receipt>
  bucket: ReturnType<typeof createBucket>
}

const MESSAGES_MAX = 100
const RECEIPTS_MAX = 1000
const PER_SECOND_MAX = 600
const PAYLOAD_MAX_BYTES = 4096
const RECEIPTS_KEPT_MS = 24 * 3600_000
const PUSHES_KEPT_MAX = 50_000
const RECEIPTS_KEPT_MAX = 20_000
const OUR_PROJECT = '@emanet/app'
const RATE_WORDS = `Exceeded ${PER_SECOND_MAX} notifications per second, please try again.`

const RECEIPT_ERRORS: Partial<Record<TokenState, [code: string, message: string]>> = {
  unregisteredLate: ['DeviceNotRegistered', 'The recipient device is not registered with FCM.'],
  tooBig: ['MessageTooBig', 'The push payload was too large.'],
  rateExceeded: ['MessageRateExceeded', 'Messages are sent too frequently to this device.'],
  badCredentials: ['InvalidCredentials', "Unable to retrieve the FCM server key for the recipient's app."],
  mismatch: ['MismatchSenderId', 'The FCM sender of the token is another one.'],
}

/** Expo's push service on the local machine. `GET /__sim/pushes` is what the phones show; `POST /__sim/tokens` breaks a phone. */
export async function startExpoPushSimulator(options: ExpoPushSimulatorOptions): Promise<Simulator> {
  const store = openStore({ dir: options.stateDir, name: 'expo-push', onDisk: ['pushes', 'receipts'] })
  const sim: Sim = {
    accessToken: options.accessToken,
    receiptDelayMs: options.receiptDelayMs ?? 0,
    pushes: store.collection('pushes'),
    tokens: store.collection('tokens'),
    receipts: store.collection('receipts'),
    bucket: createBucket(),
  }
  return startSimulator({
    name: 'Expo Push',
    port: options.port,
    host: options.host,
    store,
    faultReply,
    onReset() {
      for (const collection of [sim.pushes, sim.tokens, sim.receipts]) collection.clear()
    },
    routes: [
      { method: 'POST', path: '/--/api/v2/push/send', handle: (request) => send(sim, request) },
      { method: 'POST', path: '/--/api/v2/push/getReceipts', handle: (request) => getReceipts(sim, request) },
      { method: 'GET', path: '/__sim/pushes', handle: ({ query }) => listReply(sim.pushes, query) },
      { method: 'GET', path: '/__sim/tokens', handle: ({ query }) => listReply(sim.tokens, query) },
      { method: 'POST', path: '/__sim/tokens', handle: (request) => setToken(sim, request) },
      { method: '*', path: '*', handle: () => ({ status: 404, body: 'Not Found', type: 'text/plain' }) },
    ],
  })
}

function send(sim: Sim, request: SimRequest): SimReply {
  const body = readBody(request)
  if (body === undefined) return failure(400, 'VALIDATION_ERROR', 'The request body is not valid JSON.')
  const denied = denyToken(request, sim.accessToken)
  if (denied) return denied
  const messages = Array.isArray(body) ? body : [body]
  const problem = findProblem(messages)
  if (problem) return failure(400, 'VALIDATION_ERROR', problem)
  const addressed = (messages as PushBody[]).flatMap((message) => [message.to].flat().map((token) => ({ token, message })))
  const refused = refuseBatch(
    sim,
    addressed.map(({ token }) => token),
  )
  if (refused) return refused
  const tickets = addressed.map(({ token, message }) => ticketFor(sim, token, message))
  const single = !Array.isArray(body) && !Array.isArray((body as PushBody).to)
  return { json: { data: single ? tickets[0] : tickets } }
}

function refuseBatch(sim: Sim, tokens: string[]): SimReply | null {
  if (tokens.length > MESSAGES_MAX) {
    return failure(400, 'PUSH_TOO_MANY_NOTIFICATIONS', `The maximum is ${MESSAGES_MAX} notifications per request.`)
  }
  const projects = byProject(tokens, (token) => sim.tokens.get(token)?.project)
  if (Object.keys(projects).length > 1) {
    return failure(
      400,
      'PUSH_TOO_MANY_EXPERIENCE_IDS',
      'All push notification messages in the same request must be for the same project.',
      projects,
    )
  }
  return sim.bucket.take(tokens.length) ? null : failure(429, 'TOO_MANY_REQUESTS', RATE_WORDS)
}

function ticketFor(sim: Sim, token: string, message: PushBody) {
  const state = sim.tokens.get(token)?.state ?? 'ok'
  if (state === 'unregistered') {
    const words = `"${token}" is not a registered push notification recipient`
    return { status: 'error', message: words, details: { error: 'DeviceNotRegistered', expoPushToken: token } }
  }
  const id = randomUUID()
  const error = RECEIPT_ERRORS[payloadBytes(message) > PAYLOAD_MAX_BYTES ? 'tooBig' : state]
  const body = error ? { status: 'error', message: error[1], details: { error: error[0], expoPushToken: token } } : { status: 'ok' }
  if (state !== 'noReceipt') sim.receipts.put(id, { id, at: Date.now(), body })
  sim.receipts.trim(RECEIPTS_KEPT_MAX)
  if (!error) show(sim, token, message)
  return { status: 'ok', id }
}

function show(sim: Sim, token: string, message: PushBody): void {
  const collapseId = message.collapseId ?? message.tag ?? null
  const id = collapseId === null ? randomUUID() : `${token} ${collapseId}`
  const before = sim.pushes.get(id)
  const at = new Date().toISOString()
  // A value that is put again keeps its place; what came again is the newest.
  sim.pushes.delete(id)
  sim.pushes.put(id, {
    id,
    token,
    collapseId,
    title: message.title ?? null,
    body: message.body ?? null,
    data: message.data ?? {},
    channelId: message.channelId ?? null,
    at,
    firstAt: before?.firstAt ?? at,
    sends: (before?.sends ?? 0) + 1,
  })
  sim.pushes.trim(PUSHES_KEPT_MAX)
}

function getReceipts(sim: Sim, request: SimRequest): SimReply {
  const body = readBody(request)
  const denied = denyToken(request, sim.accessToken)
  if (denied) return denied
  const ids = isObject(body) ? body.ids : undefined
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    return failure(400, 'VALIDATION_ERROR', '"ids" must be an array of strings.')
  }
  if (ids.length > RECEIPTS_MAX) return failure(400, 'PUSH_TOO_MANY_RECEIPTS', `The maximum is ${RECEIPTS_MAX} receipts per request.`)
  const data: Record<string, unknown> = {}
  for (const id of ids) {
    const receipt = sim.receipts.get(id)
    const ageMs = receipt ? Date.now() - receipt.at : 0
    if (receipt && ageMs >= sim.receiptDelayMs && ageMs < RECEIPTS_KEPT_MS) data[id] = receipt.body
  }
  return { json: { data } }
}

function setToken(sim: Sim, request: SimRequest): SimReply {
  const body = request.json()
  const { token, state = 'ok', project = OUR_PROJECT } = (isObject(body) ? body : {}) as Partial<KnownToken>
  const known = ['ok', 'unregistered', 'noReceipt', ...Object.keys(RECEIPT_ERRORS)]
  if (typeof token !== 'string' || typeof project !== 'string' || !known.includes(state)) {
    return { status: 422, json: { error: `token, and a state of ${known.join(', ')}` } }
  }
  sim.tokens.put(token, { token, state, project })
  return { json: { token, state, project } }
}

function readBody(request: SimRequest): unknown {
  if (request.headers['content-encoding'] !== 'gzip') return request.json()
  try {
    return JSON.parse(gunzipSync(request.rawBody, { maxOutputLength: 4 * 1024 * 1024 }).toString('utf8'))
  } catch {
    return undefined
  }
}

function denyToken(request: SimRequest, accessToken: string | undefined): SimReply | null {
  if (accessToken === undefined || request.headers.authorization === `Bearer ${accessToken}`) return null
  return failure(401, 'UNAUTHORIZED', 'Insufficient permissions to send push notifications; an access token is required.')
}

/** Tokens nobody spoke of belong to the app's own project. */
function byProject(tokens: string[], projectOf: (token: string) => string | undefined): Record<string, string[]> {
  const projects: Record<string, string[]> = {}
  for (const token of tokens) {
    const project = projectOf(token) ?? OUR_PROJECT
    projects[project] = [...(projects[project] ?? []), token]
  }
  return projects
}

function createBucket() {
  let second = 0
  let used = 0
  return {
    take(count: number): boolean {
      const now = Math.floor(Date.now() / 1000)
      if (now !== second) used = 0
      second = now
      if (used + count > PER_SECOND_MAX) return false
      used += count
      return true
    },
  }
}

function failure(status: number, code: string, message: string, details?: unknown): SimReply {
  return { status, json: { errors: [{ code, message, isTransient: status >= 429, ...(details === undefined ? {} : { details }) }] } }
}

/** A status fault in Expo's own words; the gateways before it answer in HTML or plain text. */
function faultReply(status: number): SimReply | null {
  if (status === 429) return failure(429, 'TOO_MANY_REQUESTS', RATE_WORDS)
  if (status === 503)
    return { status, body: 'upstream connect error or disconnect/reset before headers. reset reason: overflow', type: 'text/plain' }
  if (status === 401 || status === 403) return failure(status, 'UNAUTHORIZED', 'Insufficient permissions.')
  if (status === 500) return failure(500, 'INTERNAL_SERVER_ERROR', 'An unknown error occurred.')
  return status > 500 ? null : failure(status, 'VALIDATION_ERROR', 'simulated fault')
}
