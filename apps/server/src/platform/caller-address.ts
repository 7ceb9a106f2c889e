import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/**
 * The address that a request comes from: it is counted under it, and iyzico hears a buyer's. Our own web, which proves
 * itself with the key that both were started with, names its visitor's; from anybody else it is the connection's, or what
 * the proxies of TRUST_PROXY saw.
 */
export function callerAddress(request: FastifyRequest, forwardKey: string | undefined): string {
  const { 'x-forwarded-for': visitor, 'x-forward-key': key } = request.headers
  const isOurWeb = forwardKey !== undefined && typeof key === 'string' && isSame(key, forwardKey)
  return isOurWeb && typeof visitor === 'string' && isIP(visitor) ? visitor : request.ip
}

function isSame(given: string, known: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(known)]
  return a.length === b.length && timingSafeEqual(a, b)
}
