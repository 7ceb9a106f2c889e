import 'reflect-metadata'
import { AppError } from '@emanet/contracts/errors'
import { ROUTES } from '@emanet/contracts/routes'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ApiModule } from './api.module.ts'
import { authenticate } from './auth/authenticate.ts'
import type { Deps } from './deps.ts'
import { addHealth } from './ops/health.ts'
import { addMetrics } from './ops/metrics.ts'
import { addOpenApi } from './ops/openapi.ts'
import { addQueueBoard } from './ops/queue-board.ts'
import { endStreams } from './orders/watch-order.ts'
import { retryAfterS, toProblem } from './platform/http.ts'
import { newId } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import { addRateLimits } from './platform/rate-limits.ts'

const BODY_LIMIT = 64 * 1024
const JSON_TYPE = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i

export type Api = { app: NestFastifyApplication; url: string; close(): Promise<void> }

/** Builds the gateway and listens. `port` 0 takes a free one. */
export async function startApi(deps: Deps, options: { host: string; port: number }): Promise<Api> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 15_000,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    maxRequestsPerSocket: 0,
    trustProxy: deps.config.trustProxy,
    genReqId: newId,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    http: { maxHeaderSize: 16 * 1024, headersTimeout: 10_000 },
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
  await addRateLimits(fastify, { on: deps.config.rateLimits, viewerOf: (authorization) => authenticate(deps, authorization) })
  addMetrics(fastify, deps)
  addHealth(fastify, deps)
  addOpenApi(fastify, deps)
  addQueueBoard(fastify, deps)
  await app.listen(options.port, options.host)
  return { app, url: (await app.getUrl()).replace('[::1]', '127.0.0.1'), close: () => app.close() }
}

/** JSON in UTF-8 and nothing else, except a form for the payment page's callback and a file for pictures. */
function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers()
  const parseJson = fastify.getDefaultJsonParser('error', 'error')
  fastify.addContentTypeParser<Buffer>(/^application\/json/i, { parseAs: 'buffer' }, (request, body, done) => {
    if (!JSON_TYPE.test(request.headers['content-type'] ?? ''))
      return done(Object.assign(new Error('charset'), { statusCode: 415 }), undefined)
    request.rawBody = body
    if (body.length === 0) return done(null, undefined)
    if (!isUtf8(body)) return done(Object.assign(new Error('not UTF-8'), { statusCode: 400 }), undefined)
    parseJson(request, body.toString('utf8'), done)
  })
  fastify.addContentTypeParser<string>('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body)))
  })
}

function isUtf8(body: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body)
    return true
  } catch {
    return false
  }
}

@Catch()
class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const request = http.getRequest<FastifyRequest>()
    const reply = http.getResponse<FastifyReply>()
    const methods = error instanceof NotFoundException ? methodsOf(request.url.split('?')[0] ?? '') : []
    if (methods.length > 0) reply.header('allow', methods.join(', '))
    sendProblem(methods.length > 0 ? new AppError('request.method_not_allowed') : error, request, reply, this.log)
  }
}

/** A path of ours with another method is not nowhere: 405, with the methods it has. */
function methodsOf(path: string): string[] {
  const methods = Object.values(ROUTES).filter((route) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}/?$`).test(path))
  return [...new Set(methods.map((route) => route.method))]
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const problem = toProblem(error, request.id, log)
  const retryAfter = retryAfterS(error)
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter))
  reply.status(problem.status).header('content-type', 'application/problem+json').send(problem)
}
