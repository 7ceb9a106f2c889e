import { randomUUID } from 'node:crypto'
import { Pool } from 'undici'
import type { BeforeCall, Unknown } from '../ports.ts'
import { asObject, authorization, type Keys, parseExact } from './iyzico.wire.ts'

export type IyzicoCall = {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  query?: Record<string, string>
  body?: object
  /** From the call to the last byte of the answer. */
  timeoutMs: number
  /** Keeps the digits of amounts as text; slower, so off where no amount is read. */
  exact?: boolean
}

/** What iyzico said: yes, or no with its code. Anything less clear is `unknown`. */
export type IyzicoAnswer =
  | { kind: 'success'; body: Record<string, unknown> }
  | { kind: 'failure'; code: string; reason: string; body: Record<string, unknown> }
  | Unknown

export type IyzicoClient = { call(call: IyzicoCall): Promise<IyzicoAnswer>; close(): Promise<void> }

const CONNECT_TIMEOUT_MS = 2_000
const ANSWER_BYTES_MAX = 1024 * 1024
/** iyzico counts requests per minute and says no more than that. */
const RATE_LIMIT_PAUSE_MS = 60_000

/** Signs and sends, once: no retry, no redirect. Never throws for what the network or iyzico does. */
export function createIyzicoClient({
  baseUrl,
  apiKey,
  secretKey,
  beforeCall,
}: Keys & { baseUrl: string; beforeCall?: BeforeCall | undefined }): IyzicoClient {
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  const pool = new Pool(base.origin, {
    connections: 64,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    // The deadline of the whole call is the signal's; these would only blur it.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 30_000,
    maxResponseSize: ANSWER_BYTES_MAX,
  })
  return {
    async call({ method, path, query, body, timeoutMs, exact = false }) {
      beforeCall?.()
      const text = body === undefined ? '' : JSON.stringify(body)
      const randomKey = randomUUID()
      const headers: Record<string, string> = {
        accept: 'application/json',
        authorization: authorization({ apiKey, secretKey, randomKey, path, body: text }),
        'x-iyzi-rnd': randomKey,
      }
      if (body !== undefined) headers['content-type'] = 'application/json'
      try {
        const response = await pool.request({
          method,
          path: query === undefined ? prefix + path : `${prefix}${path}?${new URLSearchParams(query)}`,
          headers,
          body: body === undefined ? null : text,
          signal: AbortSignal.timeout(timeoutMs),
        })
        const answer = await response.body.text()
        return classify({ status: response.statusCode, answer, retryAfter: response.headers['retry-after'], exact })
      } catch (error) {
        return { kind: 'unknown', reason: transportReason(error, timeoutMs) }
      }
    },
    close: () => pool.destroy(),
  }
}

function classify({
  status,
  answer,
  retryAfter,
  exact,
}: {
  status: number
  answer: string
  retryAfter: unknown
  exact: boolean
}): IyzicoAnswer {
  const body = exact ? parseExact(answer) : parse(answer)
  if (body?.status === 'success' && status < 300) return { kind: 'success', body }
  const code = typeof body?.errorCode === 'number' ? String(body.errorCode) : body?.errorCode
  if (code === '50000' || status === 429) return { kind: 'unknown', reason: 'rate limited by iyzico', retryAfterMs: pauseMs(retryAfter) }
  if (status === 404 && body?.status !== 'failure') return { kind: 'failure', code: '404', reason: 'not found', body: body ?? {} }
  if (body === null) return { kind: 'unknown', reason: `HTTP ${status} and no JSON object` }
  // A failure is decided by its code, not by the HTTP status, which is 200 for most; but a broken server decides nothing.
  if (body.status !== 'failure' || status >= 500)
    return { kind: 'unknown', reason: `HTTP ${status} with status ${JSON.stringify(body.status ?? null)}` }
  return { kind: 'failure', code: typeof code === 'string' ? code : '', reason: reasonOf(body, status), body }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}

/** Reasons end up in logs and rows, so numbers that may identify somebody (identity, IBAN, card, telephone) are taken out. */
function reasonOf(body: Record<string, unknown>, status: number): string {
  const { errorMessage } = body
  if (typeof errorMessage !== 'string' || errorMessage === '') return `HTTP ${status} without a message`
  return errorMessage.slice(0, 300).replaceAll(/(TR ?)?\d[\d ]{8,}\d/g, '…')
}

function pauseMs(retryAfter: unknown): number {
  const seconds = typeof retryAfter === 'string' ? Number(retryAfter) : Number.NaN
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 3600 ? seconds * 1000 : RATE_LIMIT_PAUSE_MS
}

function transportReason(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  const code = (error as { code?: unknown }).code
  return `connection failed: ${typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown'}`
}
