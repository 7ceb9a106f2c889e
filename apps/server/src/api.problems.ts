import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { DOORS } from '@emanet/contracts/doors'
import { AppError, type ErrorCode } from '@emanet/contracts/errors'
import type { Route } from '@emanet/contracts/route'
import { ROUTES } from '@emanet/contracts/routes'
import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { retryAfterS, toProblem } from './platform/http.ts'
import { newId } from './platform/ids.ts'
import type { Log } from './platform/log.ts'

/** Every error of a request becomes the problem that the client sees. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const request = http.getRequest<FastifyRequest>()
    const reply = http.getResponse<FastifyReply>()
    const methods = error instanceof NotFoundException ? [...new Set(routesAt(request.url).map((route) => route.method))] : []
    // A path of ours with another method is not nowhere: 405, with the methods it has.
    if (methods.length > 0) reply.header('allow', methods.join(', '))
    sendProblem(methods.length > 0 ? new AppError('request.method_not_allowed') : error, request, reply, this.log)
  }
}

/** A path that cannot be decoded reaches no route: to the client it is one more id that does not exist. */
export function answerUndecodable(log: Log) {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const meant = routesAt(request.url).find((route) => route.method === request.method)
    sendProblem(new AppError(meant ? (meant.notFound ?? 'route.not_found') : 'request.malformed'), request, reply, log)
  }
}

const BROKEN: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'request.too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
}

/** What is no HTTP, too long or too slow: there is no request to answer, only a connection to write to and to end. */
export function answerBroken(log: Log) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return
    const problem = toProblem(new AppError(BROKEN[error.code ?? ''] ?? 'request.malformed'), newId(), log)
    const body = JSON.stringify(problem)
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      `x-trace-id: ${problem.traceId}`,
      'connection: close',
    ]
    if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
    else socket.destroy()
  }
}

function routesAt(url: string): Route[] {
  const path = url.split('?')[0] ?? ''
  const all: Route[] = Object.values({ ...ROUTES, ...DOORS })
  return all.filter((route) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}/?$`).test(path))
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const problem = toProblem(error, request.id, log)
  const retryAfter = retryAfterS(error)
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter))
  if (problem.status === 401) reply.header('www-authenticate', challengeOf(problem.code))
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff').header('x-trace-id', request.id)
  reply.status(problem.status).header('content-type', 'application/problem+json')
  if (problem.status === 413) void readPast(request.raw).then(() => reply.send(problem))
  else reply.send(problem)
}

/** What RFC 6750 tells a client: bring a token, or a better one. */
function challengeOf(code: ErrorCode): string {
  return code === 'auth.expired' ? 'Bearer realm="emanet", error="invalid_token"' : 'Bearer realm="emanet"'
}

const READ_PAST_MAX = 16 * 1024 * 1024

/** Whoever is still sending would lose the answer to a reset connection: the rest is read and thrown away first, up to a limit. */
function readPast(body: IncomingMessage): Promise<void> {
  if (body.complete || body.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    let left = READ_PAST_MAX
    body.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) resolve()
    })
    body.once('close', resolve).once('end', resolve)
  })
}
