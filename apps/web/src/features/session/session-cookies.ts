import type { session } from '@emanet/contracts/accounts'
import type { z } from 'zod'
import { settings } from '@/platform/settings.ts'

export type Session = z.output<typeof session>

type Cookie = { name: string; value: string; maxAge: number; httpOnly: true; secure: boolean; sameSite: 'lax'; path: '/' }

/** Seconds a refresh token is kept by the browser; the API decides how long it is worth anything. */
const REFRESH_MAX_AGE_S = 60 * 60 * 24 * 60

/** Seconds before its end at which an access token is renewed, so that none dies on the way to the API. */
const RENEW_EARLY_S = 20

export function cookieNames(): { access: string; refresh: string } {
  const prefix = settings().secure ? '__Host-' : ''
  return { access: `${prefix}emanet_access`, refresh: `${prefix}emanet_refresh` }
}

/** The cookies that carry a session; with null, those that end it. */
export function sessionCookies(session: Pick<Session, 'accessToken' | 'expiresIn' | 'refreshToken'> | null): Cookie[] {
  const names = cookieNames()
  const options = { httpOnly: true, secure: settings().secure, sameSite: 'lax', path: '/' } as const
  if (session === null) return [names.access, names.refresh].map((name) => ({ name, value: '', maxAge: 0, ...options }))
  return [
    { name: names.access, value: session.accessToken, maxAge: Math.max(1, session.expiresIn - RENEW_EARLY_S), ...options },
    { name: names.refresh, value: session.refreshToken, maxAge: REFRESH_MAX_AGE_S, ...options },
  ]
}
