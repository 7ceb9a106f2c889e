import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

/**
 * One endpoint, said once: the server routes and validates by it, the typed client calls by it, OpenAPI is printed from it.
 * `responses` maps each success status to the schema of its JSON body (`null`: no body).
 */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `:name` parameters, as the router takes it. */
  path: string
  /** `public` looks at no token, `optional` at one that is sent and good; `admin` needs the role. */
  auth: 'public' | 'optional' | 'user' | 'admin'
  summary: string
  /** Answered for a malformed id in the path too: existence is not revealed. */
  notFound?: ErrorCode
  params?: z.ZodType<Record<string, string>>
  query?: z.ZodType
  headers?: z.ZodType
  body?: z.ZodType
  /** Its media type where it is not JSON. */
  bodyType?: string
  /** Machines knock here and are not counted. */
  unlimited?: boolean
  /** The body is a form with one file in this field, read by the controller and by no schema. */
  file?: string
  responses: Record<number, z.ZodType | null>
  /** Codes beyond those every route may answer with (401, 404, 422, 429, 500). */
  errors?: readonly ErrorCode[]
}

export function route<const R extends Route>(definition: R): R {
  return definition
}

type Part<R extends Route, K extends 'params' | 'query' | 'headers' | 'body'> = R[K] extends z.ZodType ? z.output<R[K]> : undefined

/** What a controller is handed: the parts of the request, parsed. */
export type Input<R extends Route> = {
  params: Part<R, 'params'>
  query: Part<R, 'query'>
  headers: Part<R, 'headers'>
  body: Part<R, 'body'>
}

type PartIn<R extends Route, K extends 'params' | 'query' | 'headers' | 'body'> = R[K] extends z.ZodType
  ? undefined extends z.input<R[K]>
    ? { [P in K]?: z.input<R[K]> }
    : { [P in K]: z.input<R[K]> }
  : { [P in K]?: undefined }

/** What a caller of the typed client hands over. */
export type ClientInput<R extends Route> = PartIn<R, 'params'> &
  (R['query'] extends z.ZodType ? { query?: z.input<R['query']> } : { query?: undefined }) &
  (R['headers'] extends z.ZodType ? { headers?: z.input<R['headers']> } : { headers?: undefined }) &
  PartIn<R, 'body'>

type BodyOf<S> = S extends z.ZodType ? z.output<S> : undefined

/** The success body, a union when there are several. */
export type Output<R extends Route> = BodyOf<R['responses'][keyof R['responses']]>
