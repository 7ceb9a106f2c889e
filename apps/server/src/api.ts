import 'reflect-metadata'
import type { AddressInfo } from 'node:net'
import { AppError } from '@emanet/contracts/errors'
import { urlHost } from '@emanet/providers/url-host'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyInstance } from 'fastify'
import { acceptBodies } from './api.bodies.ts'
import { ApiModule } from './api.module.ts'
import { answerBroken, answerUndecodable, ProblemFilter } from './api.problems.ts'
import { authenticate } from './auth/authenticate.ts'
import type { Deps } from './deps.ts'
import { addHealth } from './ops/health.ts'
import { addMetrics } from './ops/metrics.ts'
import { addOpenApi } from './ops/openapi.ts'
import { addQueueBoard } from './ops/queue-board.ts'
import { endStreams } from './orders/watch-order.ts'
import { callerAddress } from './platform/caller-address.ts'
import { newId } from './platform/ids.ts'
import { addRateLimits } from './platform/rate-limits.ts'

const BODY_LIMIT = 64 * 1024
const HEADERS_MAX = 16 * 1024

export type Api = { app: NestFastifyApplication; url: string; close(): Promise<void> }

/** Builds the gateway and listens. `port` 0 takes a free one. */
export async function startApi(deps: Deps, options: { host: string; port: number }): Promise<Api> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    // A picture of 8 MB at a megabit a second; everything else is far smaller, and its headers have ten seconds.
    requestTimeout: 70_000,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    maxRequestsPerSocket: 0,
    trustProxy: deps.config.trustProxy,
    genReqId: newId,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: answerUndecodable(deps.log),
    clientErrorHandler: answerBroken(deps.log),
    // An id of any length is parsed by the contract, and answered like any other that does not exist.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: HEADERS_MAX },
    http: { maxHeaderSize: HEADERS_MAX, headersTimeout: 10_000, requireHostHeader: false },
  })
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(deps), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  })
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance
  app.useGlobalFilters(new ProblemFilter(deps.log))
  acceptBodies(fastify)
  await fastify.register(helmet, { contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } } })
  await fastify.register(cors, {
    // The app's web export is the one page of another origin that may read our answers; it sends its token itself, never a cookie.
    origin: [new URL(deps.config.publicMobileWebUrl).origin],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key'],
    exposedHeaders: ['retry-after'],
    maxAge: 7200,
    strictPreflight: false,
  })
  await fastify.register(multipart, { limits: { fileSize: 8 * 1024 * 1024, files: 1, fields: 0, parts: 2 } })
  fastify.addHook('onSend', async (request, reply) => {
    if (reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'no-store')
    reply.header('x-trace-id', request.id)
    // A connection that was kept alive after this answer would hold the shutdown up.
    if (isClosing) reply.header('connection', 'close')
  })
  let isClosing = false
  fastify.addHook('preClose', async () => {
    isClosing = true
    endStreams(deps)
  })
  fastify.addHook('onRequest', async (request) => {
    // Node would turn it away without a word of ours.
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined) throw new AppError('request.malformed')
  })
  await addRateLimits(fastify, {
    on: deps.config.rateLimits,
    viewerOf: (authorization) => authenticate(deps, authorization),
    addressOf: (request) => callerAddress(request, deps.config.forwardKey),
  })
  addMetrics(fastify, deps)
  addHealth(fastify, deps)
  addOpenApi(fastify, deps)
  addQueueBoard(fastify, deps)
  await app.listen(options.port, options.host)
  const { port } = fastify.server.address() as AddressInfo
  return { app, url: `http://${urlHost(options.host)}:${port}`, close: () => app.close() }
}
