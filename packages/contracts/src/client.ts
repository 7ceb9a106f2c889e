import type { Problem } from './errors.ts'
import type { ClientInput, Output, Route } from './route.ts'
import { ROUTES, type RouteName } from './routes.ts'

/** An error answer of the API; `problem.code` is stable, `retryAfterS` from the Retry-After header. */
export class ApiProblem extends Error {
  readonly problem: Problem
  readonly retryAfterS: number | null

  constructor(problem: Problem, retryAfterS: number | null) {
    super(`${problem.status} ${problem.code}`)
    this.problem = problem
    this.retryAfterS = retryAfterS
  }
}

export type ClientOptions = {
  baseUrl: string
  /** Asked before each call; null sends none. */
  accessToken?: () => string | null | Promise<string | null>
  /** Milliseconds before a call is given up; 25 s by default (reliability: client → API). */
  timeoutMs?: number
  headers?: Record<string, string>
}

export type Reply<R extends Route> = { status: number; body: Output<R> }

export type Client = { [N in RouteName]: (input?: ClientInput<(typeof ROUTES)[N]>) => Promise<Reply<(typeof ROUTES)[N]>> }

/**
 * The API as typed functions, one per route: `client.placeOrder({ body: { productId, addressId } })`.
 * @throws ApiProblem for every error answer of the API; TypeError or DOMException when the network failed.
 */
export function createClient(options: ClientOptions): Client {
  const call =
    (route: Route) =>
    (input?: {
      params?: Record<string, string>
      query?: Record<string, unknown>
      headers?: Record<string, string | undefined>
      body?: unknown
    }) =>
      send(options, route, input ?? {})
  return Object.fromEntries(Object.entries(ROUTES).map(([name, route]) => [name, call(route)])) as unknown as Client
}

async function send(
  options: ClientOptions,
  route: Route,
  input: { params?: Record<string, string>; query?: Record<string, unknown>; headers?: Record<string, string | undefined>; body?: unknown },
): Promise<{ status: number; body: unknown }> {
  const token = await options.accessToken?.()
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
  if (token) headers['authorization'] = `Bearer ${token}`
  for (const [name, value] of Object.entries(input.headers ?? {})) if (value !== undefined) headers[name] = value
  if (input.body !== undefined && !(input.body instanceof FormData)) headers['content-type'] = 'application/json'
  // Looked up at each call: frameworks replace the global fetch after this module was loaded.
  const response = await globalThis.fetch(options.baseUrl + fillPath(route.path, input.params ?? {}) + queryString(input.query), {
    method: route.method,
    headers,
    signal: AbortSignal.timeout(options.timeoutMs ?? 25_000),
    ...(input.body === undefined ? {} : { body: input.body instanceof FormData ? input.body : JSON.stringify(input.body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new ApiProblem(readProblem(text, response.status), Number(response.headers.get('retry-after')) || null)
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

function fillPath(path: string, params: Record<string, string>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function queryString(query: Record<string, unknown> | undefined): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined && value !== null) parameters.set(name, String(value))
  return parameters.size === 0 ? '' : `?${parameters}`
}

function readProblem(text: string, status: number): Problem {
  try {
    const body = JSON.parse(text)
    if (typeof body?.code === 'string') return body
  } catch {
    // Not ours: a proxy's page. Falls through to a problem of our own making.
  }
  return { type: 'about:blank', title: `HTTP ${status}`, status, code: 'server.error', traceId: '' }
}
