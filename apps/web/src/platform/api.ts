import 'server-only'
import { ApiProblem, type Client, createClient } from '@emanet/contracts/client'
import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cookieNames } from '@/features/session/session-cookies.ts'
import { PATH_HEADER } from './request-headers.ts'
import { settings } from './settings.ts'

/** The API as the visitor of this request: with the access token of their cookie, or without one. */
export async function api(): Promise<Client> {
  const token = (await cookies()).get(cookieNames().access)?.value ?? null
  return createClient({ baseUrl: settings().apiUrl, accessToken: () => token, headers: await visitorAddress() })
}

/** Whom the API shall count against its limits: the visitor, not this server (it believes us only where it is told to). */
export async function visitorAddress(): Promise<Record<string, string>> {
  const address = (await headers()).get('x-forwarded-for')
  return address === null ? {} : { 'x-forwarded-for': address }
}

/** True when the browser carries a session, be it one that could not be renewed because the API is away. */
export async function hasSession(): Promise<boolean> {
  const jar = await cookies()
  const names = cookieNames()
  return jar.has(names.access) || jar.has(names.refresh)
}

/**
 * Reads something for a page: a missing or ended session leads to the sign-in page and back here, a 404 to the
 * not-found page. Everything else is thrown to the error page.
 */
export async function read<T>(ask: (client: Client) => Promise<{ body: T }>): Promise<T> {
  try {
    return (await ask(await api())).body
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.problem.status === 401) redirect(await loginPath())
    if (error.problem.status === 404) notFound()
    throw error
  }
}

/** Sign-in page that leads back to the page being rendered. */
export async function loginPath(): Promise<string> {
  const path = (await headers()).get(PATH_HEADER) ?? '/'
  return `/login?next=${encodeURIComponent(path)}`
}

export function isProblem(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem
}
