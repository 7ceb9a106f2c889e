import 'server-only'
import { cookies } from 'next/headers'
import { cookieNames } from '@/features/session/session-cookies.ts'
import { onBehalfOf } from './on-behalf-of.ts'
import { settings } from './settings.ts'

/** What page scripts may ask of the API through us; everything else happens in pages and actions on the server. */
const ALLOWED: readonly [method: string, path: RegExp][] = [
  ['GET', /^products\/[^/]+$/],
  ['GET', /^orders(\/[^/]+(\/(events|label))?)?$/],
  ['GET', /^ops\/(orders|webhooks|outbox|effects|stuck)$/],
  ['POST', /^orders$/],
  ['POST', /^orders\/[^/]+\/(payment|cancel)$/],
  ['POST', /^images$/],
]

const SENT_ON = ['accept', 'content-type', 'idempotency-key', 'last-event-id']
const SENT_BACK = ['content-type', 'content-disposition', 'retry-after']

/** Passes a call of our own page on to the API with the visitor's token, and streams the answer back. */
export async function forward(request: Request, segments: string[]): Promise<Response> {
  const path = segments.join('/')
  if (!ALLOWED.some(([method, pattern]) => method === request.method && pattern.test(path))) return problem(404, 'route.not_found')
  if (request.method !== 'GET' && !sameOrigin(request)) return problem(403, 'auth.forbidden')

  const token = (await cookies()).get(cookieNames().access)?.value
  const headers = new Headers(onBehalfOf(request.headers))
  for (const name of SENT_ON) {
    const value = request.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  if (token) headers.set('authorization', `Bearer ${token}`)
  const target = `${settings().apiUrl}/${segments.map(encodeURIComponent).join('/')}${new URL(request.url).search}`
  try {
    const answer = await fetch(target, {
      method: request.method,
      headers,
      signal: request.signal,
      cache: 'no-store',
      redirect: 'manual',
      ...(request.body ? { body: request.body, duplex: 'half' } : {}),
    })
    if (!answer.ok && isOpenedAsPage(request)) return backToOrder(segments, await problemCode(answer))
    return new Response(answer.body, { status: answer.status, headers: answerHeaders(answer) })
  } catch {
    // The API is away or the browser left; the page keeps what it has and asks again.
    return isOpenedAsPage(request) ? backToOrder(segments, 'server.busy') : problem(502, 'server.busy')
  }
}

/** A label is opened like a page, by a person: what goes wrong is said on the order's page, not in JSON. */
function isOpenedAsPage(request: Request): boolean {
  return request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html')
}

function backToOrder(segments: string[], code: string): Response {
  const path = segments[0] === 'orders' && segments[1] ? `/orders/${encodeURIComponent(segments[1])}` : '/orders'
  return new Response(null, {
    status: 303,
    headers: { location: `${path}?problem=${encodeURIComponent(code)}`, 'cache-control': 'no-store' },
  })
}

async function problemCode(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null)
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : 'server.error'
}

function answerHeaders(answer: Response): Headers {
  const headers = new Headers({ 'cache-control': 'no-store' })
  for (const name of SENT_BACK) {
    const value = answer.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  // Without it a proxy in front of us would collect an event stream before passing it on.
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) headers.set('x-accel-buffering', 'no')
  return headers
}

/** A page of another site cannot make the browser send our own host as its Origin. */
function sameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  return origin !== null && URL.canParse(origin) && new URL(origin).host === host
}

function problem(status: number, code: string): Response {
  return Response.json(
    { type: 'about:blank', title: code, status, code, traceId: '' },
    { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
  )
}
