import { AppError } from '@emanet/contracts/errors'
import type { Route } from '@emanet/contracts/route'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i

/** JSON in UTF-8 and nothing else, except a form for the payment page's callback and a file for pictures. */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers()
  // After the limits have counted the request.
  fastify.addHook('preParsing', async (request) => {
    const { route } = request.routeOptions.config as { route?: Route }
    if (route && route.file === undefined) assertJsonOrNothing(request, route)
  })
  const parseJson = fastify.getDefaultJsonParser('error', 'error')
  fastify.addContentTypeParser<Buffer>(/^application\/json/i, { parseAs: 'buffer' }, (request, body, done) => {
    if (!isJson(request)) return done(new AppError('request.media_type'), undefined)
    request.rawBody = body
    if (body.length === 0) return done(null, undefined)
    if (!isUtf8(body)) return done(new AppError('request.malformed'), undefined)
    parseJson(request, body.toString('utf8'), done)
  })
  fastify.addContentTypeParser<string>('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body)))
  })
}

/** @throws AppError `request.media_type` for a body of any other kind, compressed ones too. */
function assertJsonOrNothing(request: FastifyRequest, route: Route): void {
  const { headers } = request
  const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
  // Some clients name a type for no body at all; where none is wanted, there is nothing to misread.
  if (isEmpty && !route.body) delete headers['content-type']
  if (!isEmpty && (!isJson(request) || headers['content-encoding'] !== undefined)) throw new AppError('request.media_type')
}

function isJson(request: FastifyRequest): boolean {
  return JSON_TYPE.test(request.headers['content-type'] ?? '')
}

function isUtf8(body: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body)
    return true
  } catch {
    return false
  }
}
