import 'server-only'
import { ApiProblem, type Client, createClient } from '@emanet/contracts/client'
import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cookieNames } from '@/features/session/session-cookies.ts'
import { onBehalfOf } from './on-behalf-of.ts'
import { pageFailure } from './page-failure.ts'
import { PATH_HEADER } from './request-headers.ts'
import { settings } from './settings.ts'

/**
 * Milliseconds a page waits for what it shows. Nothing of it waits for iyzico, so an API that is silent for so long is away, and
 * the failure page, which asks again by itself, says more than a blank one.
 */
export const READ_MAX_MS = 8_000

/** The API as the visitor of this request: with the access token of their cookie, or without one. */
export async function api(options: { timeoutMs?: number } = {}): Promise<Client> {
  const token = (await cookies()).get(cookieNames().access)?.value ?? null
  return createClient({ baseUrl: settings().apiUrl, accessToken: () => token, headers: await visitorAddress(), ...options })
}

/** Whom the API shall count against its limits: the visitor, not this server. */
export async function visitorAddress(): Promise<Record<string, string>> {
  return onBehalfOf(await headers())
}

/** True when the browser carries a session, be it one that could not be renewed because the API is away. */
export async function hasSession(): Promise<boolean> {
  const jar = await cookies()
  const names = cookieNames()
  return jar.has(names.access) || jar.has(names.refresh)
}

/**
 * Reads something for a page: a missing or ended session leads to the sign-in page and back here; what is not there, or was
 * asked for by an address that makes no sense (a cursor of another list), to the not-found page. Everything else is thrown
 * to the error page, with its kind.
 */
export async function read<T>(ask: (client: Client) => Promise<{ body: T }>): Promise<T> {
  try {
    return (await ask(await api({ timeoutMs: READ_MAX_MS }))).body
  } catch (error) {
    const status = error instanceof ApiProblem ? error.problem.status : null
    if (status === 401) redirect(await loginPath())
    if (status === 404 || status === 400 || status === 422) notFound()
    throw pageFailure(error)
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
