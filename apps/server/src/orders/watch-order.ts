import { AppError } from '@emanet/contracts/errors'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'
import { findOrder, type OrderRow, orderView, roleOf } from './order.queries.ts'

const PERIOD_MS = 400
/** Proxies cut a silent connection. */
const HEARTBEAT_MS = 15_000
/** The browser comes back by itself, with a fresh access token. */
const STREAM_MAX_MS = 15 * 60_000

type Stream = { orderId: string; seen: number; write: () => Promise<void>; end: () => void }
const streams = new Map<Stream, Deps>()
let sweeping: NodeJS.Timeout | undefined

/** Server-sent events: the order now, and again at each change. One query serves all open streams of the process. */
export async function watchOrder(deps: Deps, viewer: Viewer, orderId: string, reply: FastifyReply): Promise<FastifyReply> {
  const first = await findOrder(deps.db, viewer, orderId)
  if (!first) throw new AppError('order.not_found')
  reply.hijack()
  const raw = reply.raw
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  })
  let last = ''
  const send = (row: OrderRow) => {
    const data = JSON.stringify(orderView(row, roleOf(row, viewer) ?? 'buyer', deps.config))
    if (data !== last) raw.write(`data: ${data}\n\n`)
    last = data
  }
  raw.write('retry: 1000\n\n')
  const write = async () => {
    const row = await findOrder(deps.db, viewer, orderId)
    if (row) send(row)
  }
  const stream: Stream = { orderId, seen: -1, write, end: () => raw.end() }
  send(first)
  streams.set(stream, deps)
  sweeping ??= setInterval(sweep, PERIOD_MS)
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS)
  const end = setTimeout(() => raw.end(), STREAM_MAX_MS)
  raw.on('close', () => {
    clearInterval(heartbeat)
    clearTimeout(end)
    streams.delete(stream)
    if (streams.size > 0) return
    clearInterval(sweeping)
    sweeping = undefined
  })
  return reply
}

/** Ends the open streams of a gateway that is closing, for it waits for every request; the browsers come back to the next one. */
export function endStreams(deps: Deps): void {
  for (const [stream, owner] of streams) if (owner === deps) stream.end()
}

async function sweep(): Promise<void> {
  for (const deps of new Set(streams.values())) {
    await sweepFor(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'the streams could not be served'))
  }
}

async function sweepFor(deps: Deps): Promise<void> {
  const mine = [...streams].filter(([, owner]) => owner === deps).map(([stream]) => stream)
  const ids = [...new Set(mine.map((stream) => stream.orderId))]
  const rows = await deps.db.query<{ order_id: string; seq: number }>(sql`
    select order_id, max(seq) as seq from state_changes where order_id = any(${ids}::uuid[]) group by order_id`)
  const latest = new Map(rows.map((row) => [row.order_id, row.seq]))
  for (const stream of mine) {
    const seq = latest.get(stream.orderId) ?? 0
    if (seq === stream.seen) continue
    stream.seen = seq
    await stream.write()
  }
}
