import { AppError, ERRORS, type ErrorCode, type FieldError, type Problem } from '@emanet/contracts/errors'
import type { Input, Route } from '@emanet/contracts/route'
import {
  applyDecorators,
  createParamDecorator,
  Delete,
  type ExecutionContext,
  Get,
  HttpCode,
  Patch,
  Post,
  Put,
  SetMetadata,
} from '@nestjs/common'
import { RouteConfig } from '@nestjs/platform-fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { isDatabaseDown, isLockTimeout, isUnstorableText } from './db.ts'
import type { Log } from './log.ts'

/** Who is asking: from a verified access token; `ip` is the address the request came from, where one did. */
export type Viewer = { userId: string; roles: string[]; sessionId: string; ip?: string }

/** What a controller method is handed. `viewer` is null on public routes without a token; `refused` says why a token was not taken there. */
export type Call<R extends Route> = Input<R> & {
  viewer: R['auth'] extends 'public' ? null : R['auth'] extends 'optional' ? Viewer | null : Viewer
  refused?: AppError
  request: FastifyRequest
  reply: FastifyReply
}

export const ROUTE = Symbol('route')
const METHODS = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete }

/** Binds a controller method to its entry in the contract: method, path, status, who may call it, what it takes. */
export function Endpoint(route: Route): MethodDecorator {
  const status = Number(Object.keys(route.responses)[0])
  return applyDecorators(METHODS[route.method](route.path), HttpCode(status), SetMetadata(ROUTE, route), RouteConfig({ route }))
}

/** The parsed request, put there by the guard. */
export const TheCall = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<{ call: unknown }>().call,
)

/**
 * Parses path, query, headers and body by the contract.
 * @throws AppError the route's `notFound` for a malformed id in the path, `request.invalid` with one entry per bad field.
 */
export function parseRequest<R extends Route>(route: R, request: FastifyRequest): Input<R> {
  const params = route.params?.safeParse(request.params)
  if (params?.success === false) throw new AppError(route.notFound ?? 'route.not_found')
  const errors: FieldError[] = []
  const parse = (schema: z.ZodType | undefined, value: unknown) => {
    if (!schema) return undefined
    const result = schema.safeParse(value)
    if (!result.success) errors.push(...fieldErrors(result.error))
    return result.data
  }
  const input = {
    params: params?.data,
    query: parse(route.query, request.query),
    headers: parse(route.headers, request.headers),
    body: parse(route.body, request.body),
  }
  if (errors.length > 0) throw new AppError('request.invalid', { errors })
  return input as Input<R>
}

/** More help nobody, and a body of thousands of made-up fields must not become an answer of thousands. */
const ERRORS_MAX = 100

/** One entry per bad field, the first thing wrong with it; each unknown field gets its own. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const errors = error.issues.flatMap((issue) => {
    const path = issue.path.join('.')
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: 'unknown field' }))
  })
  const first = new Map(errors.toReversed().map((error) => [error.path, error]))
  return errors.filter((error) => first.get(error.path) === error).slice(0, ERRORS_MAX)
}

/** Any error → the problem the client sees. Anything that is not ours is logged whole and shown as `server.error`. */
export function toProblem(error: unknown, traceId: string, log: Log): Problem {
  const known = asAppError(error)
  if (known === null) log.error({ err: error, traceId }, 'request failed')
  const { code, members } = known ?? new AppError('server.error')
  const { status, title } = ERRORS[code]
  const { retryAfterS: _, ...shown } = members
  return { type: `https://emanet.example/errors/${code}`, title, status, code, ...shown, traceId }
}

export function retryAfterS(error: unknown): number | null {
  const known = asAppError(error)
  if (typeof known?.members['retryAfterS'] === 'number') return known.members['retryAfterS']
  return known?.status === 503 ? 1 : null
}

const FASTIFY_ERRORS: Record<number, ErrorCode> = {
  400: 'request.malformed',
  404: 'route.not_found',
  405: 'request.method_not_allowed',
  408: 'request.timeout',
  413: 'request.too_large',
  415: 'request.media_type',
  429: 'rate.limited',
}

function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  if (isDatabaseDown(error) || isLockTimeout(error)) return new AppError('server.busy', {}, { cause: error })
  if (isUnstorableText(error)) return new AppError('request.malformed', {}, { cause: error })
  if (!(error instanceof Error)) return null
  const status = 'statusCode' in error ? error.statusCode : 'status' in error ? error.status : undefined
  const code = typeof status === 'number' ? FASTIFY_ERRORS[status] : undefined
  return code ? new AppError(code) : null
}
