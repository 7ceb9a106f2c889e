import { z } from 'zod'
import { DOORS } from './doors.ts'
import { ERRORS, type ErrorCode } from './errors.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'

/** OpenAPI 3.1, printed from the same route table that the server validates by and the client calls by. */
export function openApi(serverUrl: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, route] of Object.entries({ ...ROUTES, ...DOORS }) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Emanet',
      version: '1',
      description:
        'The purchase flow of a second-hand marketplace. Money is integer kuruş; times are ISO 8601 UTC; errors are RFC 9457 problems with a stable code.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: problemSchema() },
    },
  }
}

function operation(name: string, route: Route): object {
  return {
    operationId: name,
    summary: route.summary,
    ...(route.auth === 'public' ? {} : { security: route.auth === 'optional' ? [{}, { bearer: [] }] : [{ bearer: [] }] }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query'), ...parameters(route.headers, 'header')],
    ...requestBody(route),
    responses: { ...successes(route), ...problems(route) },
  }
}

function requestBody(route: Route): { requestBody?: object } {
  if (route.file !== undefined) {
    const schema = { type: 'object', required: [route.file], properties: { [route.file]: { type: 'string', format: 'binary' } } }
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } }
  }
  if (!route.body) return {}
  const required = !route.body.safeParse(undefined).success
  return { requestBody: { required, content: { [route.bodyType ?? 'application/json']: { schema: schemaOf(route.body, 'input') } } } }
}

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query' | 'header'): object[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

function successes(route: Route): Record<string, object> {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, schema]) => [
      status,
      schema ? { description: 'OK', content: { 'application/json': { schema: schemaOf(schema, 'output') } } } : { description: 'OK' },
    ]),
  )
}

function problems(route: Route): Record<string, object> {
  const codes: ErrorCode[] = [
    ...(route.errors ?? []),
    ...(route.notFound ? [route.notFound] : []),
    ...((route.body || route.query) && !(route.unlimited || route.bodyType) ? (['request.invalid'] as const) : []),
    ...(route.unlimited ? [] : (['rate.limited'] as const)),
    ...(route.body || route.file ? BODY_ERRORS : []),
  ]
  if (route.auth !== 'public') codes.push('auth.required', 'auth.expired')
  if (route.auth === 'admin') codes.push('auth.forbidden')
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status)
  return { ...Object.fromEntries([...byStatus].map(([status, sameStatus]) => [status, problem(sameStatus)])), default: problem(ANYWHERE) }
}

/** What any body may be refused for before its fields are looked at. */
const BODY_ERRORS = ['request.malformed', 'request.too_large', 'request.media_type'] as const

/** What any request may meet, whatever it asks. */
const ANYWHERE = ['request.malformed', 'request.timeout', 'request.headers_too_large', 'server.busy', 'server.error'] as const

function problem(codes: readonly ErrorCode[]): object {
  return {
    description: codes.map((code) => `\`${code}\` ${ERRORS[code].title}`).join(' · '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

function problemSchema(): object {
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'traceId'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string', enum: Object.keys(ERRORS) },
      detail: { type: 'string' },
      errors: {
        type: 'array',
        items: { type: 'object', required: ['path', 'message'], properties: { path: { type: 'string' }, message: { type: 'string' } } },
      },
      traceId: { type: 'string' },
    },
  }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>
  return rest
}
