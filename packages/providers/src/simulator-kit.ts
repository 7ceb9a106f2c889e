import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { isObject } from './provider-call.ts'
import { createFaults, type Fault } from './simulator-faults.ts'
import { createLog, type Log, type LogEntry } from './simulator-log.ts'
import { type Collection, openStore, type Store } from './simulator-store.ts'
import { urlHost } from './url-host.ts'

export type SimRequest = {
  method: string
  /** Without the query. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** What `:name` in the route's path stood for. */
  params: Record<string, string>
  rawBody: Buffer
  /** Where the caller believes we are: `http://<its Host header>`. */
  origin: string
  text(): string
  /** `undefined` when the body is not JSON. */
  json(): unknown
  form(): URLSearchParams
}

/** `json`, or `body` with its `type` (HTML unless told otherwise). */
export type SimReply = { status?: number; headers?: Record<string, string>; json?: unknown; body?: string | Buffer; type?: string }

export type SimRoute = {
  method: string
  /** `/v3/mail/send`, `/parcels/:reference`; `*` matches every path. The first match in the list wins. */
  path: string
  /** A page for people or a control: only a fault that names it in `route` touches it. */
  spared?: boolean
  handle(request: SimRequest): SimReply | Promise<SimReply>
}

export type SimulatorOptions = {
  name: string
  /** 0 takes a free port. */
  port: number
  host?: string
  routes: SimRoute[]
  /** Flushed before each answer leaves. Closed with the simulator. The faults are kept in it, too. */
  store?: Store
  /** The SOAP operation a request asks for, so that a fault can name it and the log shows it. */
  operationOf?: (request: SimRequest) => string | undefined
  /** `POST /__sim/reset`, after the faults are gone. */
  onReset?: () => void
  onClose?: () => void | Promise<void>
  /** The provider's own words for a status fault; an HTML page of a gateway unless given. */
  faultReply?: (status: number) => SimReply | null
  bodyBytesMax?: number
}

export type Simulator = {
  name: string
  url: string
  port: number
  /** Adds a line to the log that `GET /__sim/log` and the watch page show. Never put a secret into it. */
  note(kind: string, summary: string, detail?: unknown): void
  log(): LogEntry[]
  close(): Promise<void>
}

/** The answer of a list control: all of it oldest first, or the newest `?limit=`, and how many there are. */
export function listReply<T>(list: T[] | Collection<T>, query: URLSearchParams): SimReply {
  const limit = Number(query.get('limit') ?? 'all')
  const newest = Number.isInteger(limit) && limit > 0 ? limit : undefined
  if (!Array.isArray(list)) return { json: { items: list.values(newest), total: list.size } }
  return { json: { items: newest === undefined ? list : list.slice(-newest), total: list.length } }
}

const BODY_BYTES_MAX = 10 * 1024 * 1024

/**
 * A provider on the local machine: real HTTP, faults on demand, a log to watch, state that survives `kill -9`.
 * Every simulator answers `GET /__sim/health`, `GET /__sim/log`, `GET /__sim/events` (server-sent), `POST /__sim/reset` and
 * `POST | GET | DELETE /__sim/faults`. @throws the listen error (`EADDRINUSE`) when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { name, host = '127.0.0.1', store = openStore({ name: options.name }), bodyBytesMax = BODY_BYTES_MAX } = options
  const faults = createFaults(store.collection('faults'))
  const journal = createLog()
  const routes = [...controlRoutes(options, faults, journal), ...options.routes]

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now()
    const sim = await readRequest(request, bodyBytesMax)
    if (sim === null) return send(response, { status: 413, json: { error: 'body too large' } })
    const isControl = sim.path.startsWith('/__sim/')
    if (isControl && !admitBrowser(request, response)) return send(response, { status: 403, json: { error: 'foreign origin' } })
    if (isControl && sim.method === 'OPTIONS') return send(response, { status: 204 })
    if (sim.method === 'GET' && sim.path === '/__sim/events') return journal.stream(response)

    if (isControl && sim.rawBody.length > 0 && !isObject(sim.json()))
      return send(response, { status: 400, json: { error: 'the body must be a JSON object' } })

    const route = matchRoute(routes, sim)
    const operation = isControl ? undefined : options.operationOf?.(sim)
    const fault = isControl ? null : faults.take(sim, { spared: route?.spared ?? false, operation })
    const note = (status: number) => {
      if (isControl) return
      const entry: Omit<LogEntry, 'id' | 'at'> = {
        kind: 'request',
        summary: [sim.method, sim.path, operation].filter(Boolean).join(' '),
        status,
        ms: Math.round(performance.now() - startedAt),
      }
      journal.add(fault === null ? entry : { ...entry, fault: fault.kind })
    }
    const work = () => runRoute(route, sim, store, journal)
    if (fault !== null) return misbehave({ fault, response, work, note, faultReply: options.faultReply })
    const reply = await work()
    note(reply.status ?? 200)
    send(response, reply)
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await listen(server, { port: options.port, host })
  const port = (server.address() as AddressInfo).port
  return {
    name,
    port,
    url: `http://${urlHost(host)}:${port}`,
    note: (kind, summary, detail) => journal.add(detail === undefined ? { kind, summary } : { kind, summary, detail }),
    log: journal.entries,
    async close() {
      await options.onClose?.()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      store.close()
    },
  }
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function controlRoutes(options: SimulatorOptions, faults: ReturnType<typeof createFaults>, journal: Log): SimRoute[] {
  return [
    { method: 'GET', path: '/__sim/health', handle: () => ({ json: { ok: true, name: options.name } }) },
    { method: 'GET', path: '/__sim/log', handle: () => ({ json: { items: journal.entries() } }) },
    { method: 'GET', path: '/__sim/faults', handle: () => ({ json: { items: faults.list() } }) },
    {
      method: 'POST',
      path: '/__sim/faults',
      handle: (request) => {
        const added = faults.add(request.json())
        if (typeof added === 'string') return { status: 422, json: { error: added } }
        journal.add({ kind: 'fault', summary: `${added.kind} ${added.route ?? 'everywhere'}`, detail: added })
        return { json: added }
      },
    },
    {
      method: 'DELETE',
      path: '/__sim/faults',
      handle: () => {
        faults.clear()
        return { status: 204 }
      },
    },
    {
      method: 'POST',
      path: '/__sim/reset',
      handle: () => {
        faults.clear()
        journal.clear()
        options.onReset?.()
        return { status: 204 }
      },
    },
  ]
}

/** The watch page is another origin on this machine; pages from elsewhere must not steer a simulator. */
function admitBrowser(request: IncomingMessage, response: ServerResponse): boolean {
  const origin = request.headers.origin
  if (origin === undefined) return true
  const host = URL.canParse(origin) ? new URL(origin).hostname : ''
  const ours = URL.canParse(`http://${request.headers.host}`) ? new URL(`http://${request.headers.host}`).hostname : ''
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host) && host !== ours) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
  response.setHeader('access-control-allow-headers', 'content-type')
  response.setHeader('vary', 'origin')
  return true
}

async function readRequest(request: IncomingMessage, bodyBytesMax: number): Promise<SimRequest | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > bodyBytesMax) return null
    chunks.push(chunk)
  }
  const rawBody = Buffer.concat(chunks)
  const origin = `http://${request.headers.host ?? '127.0.0.1'}`
  return {
    method: request.method ?? 'GET',
    ...readTarget(request.url ?? '/'),
    headers: request.headers,
    params: {},
    rawBody,
    origin,
    text: () => rawBody.toString('utf8'),
    json: () => parseJson(rawBody),
    form: () => new URLSearchParams(rawBody.toString('utf8')),
  }
}

/** The path and the query of a request line as they were sent. Nothing is parsed that could fail: `//`, `*` and `/%zz` are paths, too. */
export function readTarget(target: string): { path: string; query: URLSearchParams } {
  const local = target.replace(/^https?:\/\/[^/?]*/i, '')
  const mark = local.indexOf('?')
  return {
    path: (mark === -1 ? local : local.slice(0, mark)) || '/',
    query: new URLSearchParams(mark === -1 ? '' : local.slice(mark)),
  }
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'))
  } catch {
    return undefined
  }
}

function matchRoute(routes: SimRoute[], request: SimRequest): SimRoute | undefined {
  return routes.find((route) => {
    if (route.method !== '*' && route.method !== request.method) return false
    const params = matchPath(route.path, request.path)
    if (params === null) return false
    request.params = params
    return true
  })
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  if (pattern === '*' || pattern === path) return {}
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (!pattern.includes(':') || wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] as string
    if (part.startsWith(':')) params[part.slice(1)] = decoded(value)
    else if (part !== value) return null
  }
  return params
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

async function runRoute(route: SimRoute | undefined, request: SimRequest, store: Store, journal: Log): Promise<SimReply> {
  if (route === undefined) return { status: 404, json: { error: `no such route: ${request.method} ${request.path}` } }
  try {
    const reply = await route.handle(request)
    store.flush()
    return reply
  } catch (error) {
    journal.add({
      kind: 'error',
      summary: `${request.method} ${request.path}`,
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return { status: 500, json: { error: error instanceof Error ? error.message : 'simulator error' } }
  }
}

type Misbehaviour = {
  fault: Fault
  response: ServerResponse
  work: () => Promise<SimReply>
  note: (status: number) => void
  faultReply: SimulatorOptions['faultReply']
}

async function misbehave({ fault, response, work, note, faultReply }: Misbehaviour): Promise<void> {
  const done = fault.work || fault.kind === 'late' ? await work() : null
  note(fault.kind === 'status' ? fault.status : fault.kind === 'late' || fault.kind === 'garbage' ? 200 : 0)
  if (fault.kind === 'hang') return
  if (fault.delayMs > 0) await delay(fault.delayMs)
  if (fault.kind === 'reset') return void response.socket?.resetAndDestroy()
  if (fault.kind === 'late') return send(response, done as SimReply)
  if (fault.kind === 'garbage') return send(response, { body: half(done), type: 'application/json; charset=utf-8' })
  send(response, { ...(faultReply?.(fault.status) ?? gatewayPage(fault.status)), status: fault.status })
}

function half(reply: SimReply | null): string {
  const whole =
    reply === null
      ? '{"status":"success","systemTime":17'
      : reply.json !== undefined
        ? JSON.stringify(reply.json)
        : String(reply.body ?? '<html><bo')
  return whole.slice(0, Math.max(1, Math.floor(whole.length / 2)))
}

function gatewayPage(status: number): SimReply {
  return { body: `<html><head><title>${status}</title></head><body><center><h1>${status} simulated fault</h1></center></body></html>` }
}

function send(response: ServerResponse, reply: SimReply): void {
  if (response.destroyed || response.headersSent) return
  const isJson = reply.json !== undefined
  const body = isJson ? JSON.stringify(reply.json) : (reply.body ?? '')
  const type = reply.type ?? (isJson ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8')
  const headers: Record<string, string | number> = { 'content-length': Buffer.byteLength(body), ...reply.headers }
  if (body.length > 0) headers['content-type'] = type
  response.writeHead(reply.status ?? 200, headers).end(body)
}
