import { sign, verify } from 'node:crypto'
import { AppError } from '@emanet/contracts/errors'
import type { Config } from '../config.ts'
import { isUuid } from '../platform/ids.ts'

type Jwt = Config['jwt']
export type AccessToken = { userId: string; sessionId: string; roles: string[]; issuedAtS: number; expiresAtS: number }

/** A JWT signed with Ed25519. The same claims give the same token: a lost answer can be given again. Seconds since 1970. */
export function signAccessToken(jwt: Jwt, token: Omit<AccessToken, 'expiresAtS'>): string {
  const header = { alg: 'EdDSA', typ: 'JWT', kid: jwt.keyId }
  const claims = {
    sub: token.userId,
    sid: token.sessionId,
    roles: token.roles,
    iss: jwt.issuer,
    aud: jwt.audience,
    iat: token.issuedAtS,
    exp: token.issuedAtS + jwt.accessTtlS,
  }
  const signed = `${encode(header)}.${encode(claims)}`
  return `${signed}.${sign(null, Buffer.from(signed), jwt.privateKey).toString('base64url')}`
}

const COMPACT = /^[\w-]{1,1000}\.[\w-]{1,2000}\.[\w-]{86}$/

/**
 * The claims of a token that is signed by one of our keys, for us, and alive at `nowS`. The algorithm is ours to choose,
 * never the token's; a key that the token brings along is a reason to refuse it.
 * @throws AppError `auth.expired`, or `auth.required` for everything else.
 */
export function verifyAccessToken(jwt: Jwt, token: string, nowS: number): AccessToken {
  if (!COMPACT.test(token)) throw new AppError('auth.required')
  const [head, body, signature] = token.split('.') as [string, string, string]
  const header = decode(head)
  const kid = header['kid']
  const carriesKey = ['jwk', 'jku', 'x5u', 'x5c', 'crit'].some((member) => member in header)
  if (header['alg'] !== 'EdDSA' || carriesKey || typeof kid !== 'string' || !Object.hasOwn(jwt.publicKeys, kid))
    throw new AppError('auth.required')
  const key = jwt.publicKeys[kid]
  if (!key || !verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) throw new AppError('auth.required')
  return aliveClaims(jwt, decode(body), nowS)
}

function aliveClaims(jwt: Jwt, claims: Record<string, unknown>, nowS: number): AccessToken {
  const { sub, sid, roles, iss, aud, iat, exp, nbf } = claims
  const isOurs = iss === jwt.issuer && aud === jwt.audience && isId(sub) && isId(sid) && isTextList(roles)
  if (!isOurs || !isInstant(iat) || !isInstant(exp) || (nbf !== undefined && !isInstant(nbf))) throw new AppError('auth.required')
  if (nowS >= exp) throw new AppError('auth.expired')
  if (nbf !== undefined && nbf > nowS) throw new AppError('auth.required')
  return { userId: sub, sessionId: sid, roles, issuedAtS: iat, expiresAtS: exp }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && isUuid(value)
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function decode(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Falls through: not JSON is as good as no token.
  }
  throw new AppError('auth.required')
}
