import assert from 'node:assert/strict'
import type { OutgoingHttpHeaders } from 'node:http'
import { AppError } from '@emanet/contracts/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticate } from '../auth/authenticate.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../platform/http.ts'
import { type Repeated, repeatEvery } from '../platform/repeat.ts'
import { sql } from '../platform/sql.ts'
import { findOrder, orderView, roleOf } from './order.queries.ts'

const PERIOD_MS = 400
/** Of one person: who opens more tabs than that sees the oldest fall silent and ask again. */
const STREAMS_MAX = 20
/** Proxies cut a silent connection; and as often is looked whether she is still signed in. */
const HEARTBEAT_MS = 15_000
/** The browser comes back by itself, with a fresh access token. */
const STREAM_MAX_MS = 15 * 60_000

type Stream = { userId: string; orderId: string; seen: string; write: () => Promise<void>; end: () => void }
/** The open streams of one gateway, and the sweep that looks for changes while there are any. */
type Watch = { streams: Set<Stream>; sweep: Repeated | null; isClosing: boolean }

const watches = new WeakMap<Deps, Watch>()

/** Server-sent events: the order now, and again at each change. One query serves all open streams of the process. */
export async function watchOrder(
  deps: Deps,
  viewer: Viewer,
  orderId: string,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  if (!(await findOrder(deps.db, viewer, orderId))) throw new AppError('order.not_found')
  const raw = reply.raw
  const watch = watchOf(deps)
  if (watch.isClosing) throw new AppError('server.busy')
  reply.hijack()
  if (raw.destroyed) return reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'x-trace-id': request.id,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 1000\n\n')
  let written = ''
  const stream: Stream = {
    userId: viewer.userId,
    orderId,
    seen: '',
    write: async () => {
      const event = await readEvent(deps, viewer, orderId)
      // What changed after the sweep looked was told with the change before; it is not told twice.
      if (event === written || raw.writableEnded) return
      raw.write(event)
      written = event
    },
    end: () => raw.end(),
  }
  const heartbeat = setInterval(() => void beat(deps, request, raw), HEARTBEAT_MS)
  const limit = setTimeout(stream.end, STREAM_MAX_MS)
  raw.once('close', () => {
    clearInterval(heartbeat)
    clearTimeout(limit)
    leave(watch, stream)
  })
  join(deps, watch, stream)
  return reply
}

/** Ends the open streams of a gateway that is closing, for it waits for every request; the browsers come back to the next one. */
export function endStreams(deps: Deps): void {
  const watch = watchOf(deps)
  watch.isClosing = true
  for (const stream of watch.streams) stream.end()
}

function watchOf(deps: Deps): Watch {
  const known = watches.get(deps)
  if (known) return known
  const watch: Watch = { streams: new Set(), sweep: null, isClosing: false }
  watches.set(deps, watch)
  return watch
}

function join(deps: Deps, watch: Watch, stream: Stream): void {
  const [oldest, ...others] = [...watch.streams].filter(({ userId }) => userId === stream.userId)
  if (oldest && others.length + 1 >= STREAMS_MAX) {
    watch.streams.delete(oldest)
    oldest.end()
  }
  watch.streams.add(stream)
  watch.sweep ??= repeatEvery(
    PERIOD_MS,
    () => sweep(deps, watch),
    (error) => deps.log.warn({ err: error }, 'the streams could not be served'),
  )
  watch.sweep.wake()
}

function leave(watch: Watch, stream: Stream): void {
  watch.streams.delete(stream)
  if (watch.streams.size > 0) return
  void watch.sweep?.close()
  watch.sweep = null
}

/** A session that ended, or a token that ran out, ends the stream: the browser comes back with a fresh one, or not at all. */
async function beat(deps: Deps, request: FastifyRequest, raw: FastifyReply['raw']): Promise<void> {
  try {
    await authenticate(deps, request.headers.authorization)
    if (!raw.writableEnded) raw.write(': still here\n\n')
  } catch {
    raw.end()
  }
}

/** The order as she may see it, as one event of the stream. */
async function readEvent(deps: Deps, viewer: Viewer, orderId: string): Promise<string> {
  const row = await findOrder(deps.db, viewer, orderId)
  const role = row && roleOf(row, viewer)
  assert(row && role, 'an order of somebody else')
  return `data: ${JSON.stringify(orderView(row, role, deps.config))}\n\n`
}

async function sweep(deps: Deps, watch: Watch): Promise<void> {
  const ids = [...new Set([...watch.streams].map((stream) => stream.orderId))]
  // Not every change is a move: a payment page was opened, a tracking number came.
  const rows = await deps.db.query<{ id: string; version: string }>(sql`
    select o.id, concat_ws(' ', (select max(seq) from state_changes where order_id = o.id),
      (select max(token_expires_at) from payments where order_id = o.id), (select tracking_number from shipments where order_id = o.id)) as version
    from orders o
    where o.id = any(${ids}::uuid[])`)
  const versions = new Map(rows.map((row) => [row.id, row.version]))
  for (const stream of watch.streams) {
    const version = versions.get(stream.orderId)
    if (version === undefined || version === stream.seen) continue
    try {
      await stream.write()
      stream.seen = version
    } catch (error) {
      deps.log.warn({ err: error, orderId: stream.orderId }, 'a stream missed a change and gets it at the next turn')
    }
  }
}
