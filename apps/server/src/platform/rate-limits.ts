import { createHash } from 'node:crypto'
import { AppError } from '@emanet/contracts/errors'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Viewer } from './http.ts'

/** How many requests a minute; `by` gives the key they are counted under, null: not counted. */
type Limit = { route: string; perMinute: number; by: (caller: Caller) => string | null }
type Caller = { request: FastifyRequest; address: string; viewer: Viewer | null }

const byIp = ({ address }: Caller) => address
const byUser = ({ address, viewer }: Caller) => viewer?.userId ?? address

const LIMITS: Limit[] = [
  { route: 'POST /auth/login', perMinute: 10, by: byAccountAndIp },
  { route: 'POST /auth/login', perMinute: 100, by: byIp },
  { route: 'POST /auth/register', perMinute: 20, by: byIp },
  { route: 'POST /auth/forgot', perMinute: 20, by: byIp },
  { route: 'POST /auth/reset', perMinute: 20, by: byIp },
  { route: 'POST /auth/refresh', perMinute: 120, by: byIp },
  { route: 'PUT /me/payout-account', perMinute: 20, by: byUser },
  { route: 'POST /images', perMinute: 60, by: byUser },
  { route: 'POST /orders', perMinute: 60, by: byUser },
  { route: 'POST /payments/iyzico/callback', perMinute: 1200, by: byIp },
]
const ANYTHING = 'anything'
const EVERYTHING: Limit = { route: ANYTHING, perMinute: 1200, by: ({ address, viewer }) => viewer?.sessionId ?? address }
/**
 * Machines knock here: the payment provider's notifications all come from its few addresses, and are signed. And whoever comes
 * back from paying is not turned away for what others behind her address have read: those returns are counted for themselves.
 */
const UNCOUNTED = /^\/(webhooks|health|metrics|payments)(\/|$)/

export type RateLimitOptions = {
  on: boolean
  viewerOf: (authorization: string) => Viewer | Promise<Viewer>
  addressOf: (request: FastifyRequest) => string
}

/**
 * Counts requests per minute in this process and answers `rate.limited` beyond; the limits of one route stand above, on one
 * screen. Only a token that was verified counts as a session or a user, anything else by its address.
 */
export async function addRateLimits(fastify: FastifyInstance, { on, viewerOf, addressOf }: RateLimitOptions): Promise<void> {
  if (!on) return
  await fastify.register(rateLimit, { global: false, cache: 50_000 })
  const callerOf = async (request: FastifyRequest) => ({ request, address: addressOf(request), viewer: await viewerIn(request, viewerOf) })
  const everything = counter(fastify, EVERYTHING)
  const byRoute = Map.groupBy(LIMITS, (limit) => limit.route)
  const counters = new Map([...byRoute].map(([route, limits]) => [route, limits.map((limit) => counter(fastify, limit))]))

  fastify.addHook('onRequest', async (request) => {
    if (UNCOUNTED.test(request.url)) return
    await everything(await callerOf(request))
  })
  // After the body was read: a sign-in is counted by the account it is for.
  fastify.addHook('preHandler', async (request) => {
    const counting = counters.get(`${request.method} ${request.routeOptions.url}`)
    if (!counting) return
    const caller = await callerOf(request)
    for (const count of counting) await count(caller)
  })
}

type Count = (caller: Caller) => Promise<void>

function counter(fastify: FastifyInstance, limit: Limit): Count {
  const keys = new WeakMap<FastifyRequest, string>()
  const check = fastify.createRateLimit({
    max: limit.perMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => keys.get(request) as string,
  })
  return async (caller) => {
    const { request } = caller
    const key = limit.by(caller)
    if (key === null) return
    keys.set(request, `${limit.route} ${limit.perMinute} ${key}`)
    const checked = await check(request)
    if (!checked.isAllowed && checked.isExceeded) throw new AppError('rate.limited', { retryAfterS: Math.max(1, checked.ttlInSeconds) })
  }
}

async function viewerIn(request: FastifyRequest, viewerOf: RateLimitOptions['viewerOf']): Promise<Viewer | null> {
  const { authorization } = request.headers
  if (authorization === undefined) return null
  try {
    return await viewerOf(authorization)
  } catch {
    // Whether she may go on is not decided here; without a good token she is counted by her address.
    return null
  }
}

/** The account is hashed: keys are held in memory for a minute and are nobody's address list. */
function byAccountAndIp({ request, address }: Caller): string | null {
  const email = (request.body as { email?: unknown } | null | undefined)?.email
  if (typeof email !== 'string') return null
  return `${createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')} ${address}`
}
