import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { FastifyAdapter } from '@bull-board/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { checkAdmin } from '../auth/check-admin.ts'
import type { Deps } from '../deps.ts'
import { JOBS } from '../jobs.ts'
import { openQueues, queueBackend } from '../platform/queue.ts'

const PATH = '/ops/queues'

/** BullMQ's queues to look at and steer, behind HTTP Basic with an admin's e-mail and password, ten wrong ones a minute. */
export async function addQueueBoard(fastify: FastifyInstance, deps: Deps): Promise<void> {
  const queues = openQueues(queueBackend(deps.config), deps.log)
  fastify.addHook('onClose', () => queues.close())
  const board = new FastifyAdapter()
  board.setBasePath(PATH)
  createBullBoard({
    queues: Object.values(JOBS).map((job) => new BullMQAdapter(queues.queue(job.queue))),
    serverAdapter: board,
    options: { uiConfig: { boardTitle: 'Emanet' } },
  })
  await fastify.register(async (scope) => {
    scope.addHook('onRequest', (request, reply) => letIn(deps, request, reply))
    await scope.register(board.registerPlugin(), { prefix: PATH })
  })
}

async function letIn(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  // The board is a ready-made page with scripts and styles of its own; nothing of it is reached without the password.
  reply.header(
    'content-security-policy',
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
  )
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ')
  const [email = '', ...password] = Buffer.from(scheme?.toLowerCase() === 'basic' ? (encoded ?? '') : '', 'base64')
    .toString('utf8')
    .split(':')
  if (hasTriedTooOften(request.ip))
    return reply.status(429).header('retry-after', '60').type('text/plain').send('Too many wrong passwords.')
  if (email !== '' && (await checkAdmin(deps, { email, password: password.join(':') }))) return undefined
  if (email !== '') noteFailure(request.ip)
  return reply
    .status(401)
    .header('www-authenticate', 'Basic realm="Emanet", charset="UTF-8"')
    .type('text/plain')
    .send('An admin signs in here with e-mail and password.')
}

const FAILURES_MAX = 10
const failures = new Map<string, { count: number; untilMs: number }>()

function hasTriedTooOften(ip: string): boolean {
  const known = failures.get(ip)
  if (known && known.untilMs < Date.now()) failures.delete(ip)
  return (failures.get(ip)?.count ?? 0) >= FAILURES_MAX
}

function noteFailure(ip: string): void {
  const known = failures.get(ip)
  if (known) known.count += 1
  else failures.set(ip, { count: 1, untilMs: Date.now() + 60_000 })
}
