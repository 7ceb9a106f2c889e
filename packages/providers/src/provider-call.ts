import { errors, Pool } from 'undici'
import type { Unknown } from './ports.ts'

export type ProviderRequest = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string }
export type ProviderReply = { kind: 'reply'; status: number; header: (name: string) => string | null; body: string }
export type ProviderCall = (request: ProviderRequest) => Promise<ProviderReply | Unknown>

const BODY_MAX_BYTES = 1024 * 1024

/**
 * One attempt at a provider over kept-alive connections: no retry, no redirect, at most 1 MiB of answer, and one deadline
 * over connecting, sending and reading. Whatever ends without a whole answer is `unknown`, since the work may have been done.
 */
export function createProviderCall(options: {
  baseUrl: string
  timeoutMs: number
  connectTimeoutMs?: number
  /** At once; more wait their turn, within their deadline. */
  connectionsMax?: number
  beforeCall?: () => void
}): ProviderCall {
  const base = new URL(options.baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  const pool = new Pool(base.origin, { connections: options.connectionsMax ?? 16, connect: { timeout: options.connectTimeoutMs ?? 2000 } })
  return async (request) => {
    options.beforeCall?.()
    try {
      const { statusCode, headers, body } = await pool.request({
        method: request.method,
        path: prefix + request.path || '/',
        headers: request.headers,
        body: request.body ?? null,
        signal: AbortSignal.timeout(options.timeoutMs),
      })
      const text = await readCapped(body)
      if (text === null) return { kind: 'unknown', reason: `answer over ${BODY_MAX_BYTES} bytes` }
      return { kind: 'reply', status: statusCode, header: (name) => firstValue(headers[name]), body: text }
    } catch (error) {
      // Nothing left: the request itself is wrong, a line break in a header for one, and that is ours to mend.
      if (error instanceof errors.InvalidArgumentError) throw error
      return { kind: 'unknown', reason: whatHappened(error, options.timeoutMs), ...(neverConnected(error) ? { notSent: true } : {}) }
    }
  }
}

/** An `unknown` for an answer that cannot be understood; keeps the start of the answer, on one line, for whoever reads it. */
export function unreadable(what: string, reply: { status: number; body: string }): Unknown {
  return { kind: 'unknown', reason: `${what}: HTTP ${reply.status} ${reply.body.slice(0, 120).replace(/\s+/g, ' ')}`.trim() }
}

/** A parsed JSON object, or null for anything else: HTML, half an answer, a bare number. */
export function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Milliseconds of a `Retry-After` in seconds, at most an hour; undefined when it is absent or a date. */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null || !/^\d{1,6}$/.test(header)) return undefined
  return Math.min(Number(header) * 1000, 3_600_000)
}

async function readCapped(body: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    // Leaving the loop destroys the stream and its connection, so the rest is never read.
    if (bytes > BODY_MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function firstValue(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}

function neverConnected(error: unknown): boolean {
  return (
    error instanceof errors.ConnectTimeoutError ||
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(String((error as { code?: unknown }).code))
  )
}

function whatHappened(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  if (error instanceof errors.ConnectTimeoutError) return 'could not connect in time'
  const code = (error as { code?: unknown }).code
  return `network: ${typeof code === 'string' ? code : String(error)}`
}
