import 'server-only'
import { ApiProblem } from '@emanet/contracts/client'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { api, hasSession, loginPath, READ_MAX_MS } from '@/platform/api.ts'
import { pageFailure } from '@/platform/page-failure.ts'
import { cookieNames, type Session } from './session-cookies.ts'

export type User = Session['user']

/** Who is signed in, or null. @throws when the API cannot be asked: "not signed in" would be a guess. */
export const currentUser = cache(async (): Promise<User | null> => {
  if (!(await cookies()).has(cookieNames().access)) return null
  try {
    return (await (await api({ timeoutMs: READ_MAX_MS })).getMe()).body
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 401) return null
    throw error
  }
})

/** For pages of signed-in people: others sign in first and come back. */
export async function requireUser(): Promise<User> {
  const user = await currentUser().catch((error: unknown) => {
    throw pageFailure(error)
  })
  if (user) return user
  // A refresh token that could not be exchanged is not a session that ended.
  if ((await hasSession()) && !(await cookies()).has(cookieNames().access))
    throw pageFailure(new Error('the session could not be renewed: the API does not answer'))
  redirect(await loginPath())
}
