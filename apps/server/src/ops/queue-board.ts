import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { checkAdmin } from '../auth/check-admin.ts'
import type { Deps } from '../deps.ts'
import { JOBS } from '../jobs.ts'
import { callerAddress } from '../platform/caller-address.ts'
import { openQueues, queueBackend } from '../platform/queue.ts'

const PATH = '/ops/queues'

/**
 * BullMQ's queues to look at and steer, behind HTTP Basic with an admin's e-mail and password, ten wrong ones a minute. The
 * board is opened at the first admin's visit: it holds some 20 MB, and most gateways never show it.
 */
export function addQueueBoard(fastify: FastifyInstance, deps: Deps): void {
  let opened: Promise<FastifyInstance> | undefined
  fastify.addHook('onClose', async () => (await opened?.catch(() => undefined))?.close())
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    if (await letIn(deps, request, reply)) return reply
    opened ??= openBoard(deps).catch((error: unknown) => {
      // The next visitor tries again.
      opened = undefined
      throw error
    })
    const board = await opened
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
    reply.hijack()
    board.routing(request.raw, reply.raw)
  }
  // Before the body is read: it is the board that reads it.
  for (const url of [PATH, `${PATH}/*`]) fastify.all(url, { onRequest: show }, show)
}

async function openBoard(deps: Deps): Promise<FastifyInstance> {
  const [{ createBullBoard }, { BullMQAdapter }, { FastifyAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/fastify'),
  ])
  const queues = openQueues(queueBackend(deps.config), deps.log)
  const adapter = new FastifyAdapter()
  adapter.setBasePath(PATH)
  createBullBoard({
    queues: Object.values(JOBS).map((job) => new BullMQAdapter(queues.queue(job.queue))),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Emanet' } },
  })
  const board = Fastify({ routerOptions: { ignoreTrailingSlash: true } })
  board.addHook('onClose', () => queues.close())
  await board.register(adapter.registerPlugin(), { prefix: PATH })
  await board.ready()
  return board
}

async function letIn(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  // The board is a ready-made page with scripts and styles of its own; nothing of it is reached without the password.
  reply.header(
    'content-security-policy',
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
  )
  // A browser sends Basic credentials along from any page; a button on somebody else's must press nothing here.
  if (request.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site') return reply.status(403).send()
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ')
  const [email = '', ...password] = Buffer.from(scheme?.toLowerCase() === 'basic' ? (encoded ?? '') : '', 'base64')
    .toString('utf8')
    .split(':')
  const address = callerAddress(request, deps.config.forwardKey)
  if (hasTriedTooOften(address)) return reply.status(429).header('retry-after', '60').type('text/plain').send('Too many wrong passwords.')
  if (email !== '' && (await checkAdmin(deps, { email, password: password.join(':') }))) return undefined
  if (email !== '') noteFailure(address)
  return reply
    .status(401)
    .header('www-authenticate', 'Basic realm="Emanet", charset="UTF-8"')
    .type('text/plain')
    .send('An admin signs in here with e-mail and password.')
}

const FAILURES_MAX = 10
const ADDRESSES_MAX = 10_000
const failures = new Map<string, { count: number; untilMs: number }>()

function hasTriedTooOften(ip: string): boolean {
  const known = failures.get(ip)
  if (known && known.untilMs < Date.now()) failures.delete(ip)
  return (failures.get(ip)?.count ?? 0) >= FAILURES_MAX
}

function noteFailure(ip: string): void {
  const known = failures.get(ip)
  if (known) {
    known.count += 1
    return
  }
  // The oldest is first: what ran out is forgotten, and so is it when ever more addresses come within a minute.
  for (const [oldest, { untilMs }] of failures) {
    if (untilMs >= Date.now() && failures.size < ADDRESSES_MAX) break
    failures.delete(oldest)
  }
  failures.set(ip, { count: 1, untilMs: Date.now() + 60_000 })
}
