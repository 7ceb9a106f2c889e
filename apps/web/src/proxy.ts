import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { renewSession } from './features/session/renew-session.ts'
import { cookieNames, sessionCookies } from './features/session/session-cookies.ts'
import { onBehalfOf } from './platform/on-behalf-of.ts'
import { LANGUAGE_COOKIE, PREFERENCE_MAX_AGE_S } from './platform/preferences.ts'
import { LANGUAGE_HEADER, NONCE_HEADER, PATH_HEADER } from './platform/request-headers.ts'
import { contentSecurityPolicy } from './platform/security-policy.ts'
import { settings } from './platform/settings.ts'

/** In front of every page, action and BFF call: renews the session silently and sets the page's security policy. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { secure, development, publicApiUrl } = settings()
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy({ nonce, apiOrigin: new URL(publicApiUrl).origin, secure, development })
  const session = await freshSession(request)

  const headers = new Headers(request.headers)
  headers.set('cookie', request.cookies.toString())
  headers.set(NONCE_HEADER, nonce)
  headers.set('content-security-policy', policy)
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  headers.delete(LANGUAGE_HEADER)
  const linkLanguage = request.nextUrl.searchParams.get('lang')
  if (linkLanguage === 'tr' || linkLanguage === 'en') headers.set(LANGUAGE_HEADER, linkLanguage)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  if (secure) response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  for (const { name, value, ...options } of session) response.cookies.set(name, value, options)
  if (linkLanguage === 'tr' || linkLanguage === 'en') {
    response.cookies.set(LANGUAGE_COOKIE, linkLanguage, { maxAge: PREFERENCE_MAX_AGE_S, sameSite: 'lax', path: '/', secure })
  }
  return response
}

/** Puts a living access token on the request where there can be one, and returns the cookies the browser has to learn. */
async function freshSession(request: NextRequest): Promise<ReturnType<typeof sessionCookies>> {
  const names = cookieNames()
  const refreshToken = request.cookies.get(names.refresh)?.value
  if (!refreshToken || request.cookies.has(names.access)) return []
  const renewal = await renewSession(refreshToken, onBehalfOf(request.headers))
  if (renewal.kind === 'unreachable') return []
  const cookies = sessionCookies(renewal.kind === 'renewed' ? renewal.session : null)
  for (const { name, value, maxAge } of cookies) {
    if (maxAge > 0) request.cookies.set(name, value)
    else request.cookies.delete(name)
  }
  return cookies
}

export const config = {
  matcher: ['/((?!_next/static|_next/image|icon.svg|lattice.svg|og.png|robots.txt|sitemap.xml|manifest.webmanifest).*)'],
}
