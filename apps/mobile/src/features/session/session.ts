import { ApiProblem, type Client } from '@emanet/contracts/client'
import { clientFor } from '../../platform/api.ts'
import { createStore } from '../../platform/store.ts'
import { readStored, writeStored } from '../../platform/stored-json.ts'

type Answer = Awaited<ReturnType<Client['login']>>['body']
export type User = Answer['user']

/** `expiresAtMs`: when the access token is renewed, a little before it ends. */
export type Session = { user: User; accessToken: string; refreshToken: string; expiresAtMs: number }

/** `ended`: it was there and the API would not go on with it. */
export type SessionState = { kind: 'out'; ended: boolean } | { kind: 'in'; session: Session }

const STORE = 'emanet.session'
const RENEW_EARLY_MS = 30_000

export const sessionState = createStore<SessionState>({ kind: 'out', ended: false })

export async function loadSession(): Promise<void> {
  const session = await readStored<Session>(STORE)
  if (session) sessionState.set({ kind: 'in', session })
}

/** Starts using what the API answered; stored first, since a pair that is used before it is kept could be lost. */
export async function openSession(answer: Answer): Promise<Session> {
  const session: Session = {
    user: answer.user,
    accessToken: answer.accessToken,
    refreshToken: answer.refreshToken,
    expiresAtMs: Date.now() + answer.expiresIn * 1000 - RENEW_EARLY_MS,
  }
  await writeStored(STORE, session)
  sessionState.set({ kind: 'in', session })
  return session
}

export async function changeUser(user: User): Promise<void> {
  const state = sessionState.get()
  if (state.kind === 'out') return
  const session = { ...state.session, user }
  await writeStored(STORE, session)
  sessionState.set({ kind: 'in', session })
}

export async function closeSession(ended: boolean): Promise<void> {
  await writeStored(STORE, null)
  sessionState.set({ kind: 'out', ended })
}

export type Renewal = 'renewed' | 'ended' | 'unreachable'

// Several calls find the token expired at once; they share one exchange.
let underWay: Promise<Renewal> | null = null

/** Exchanges the refresh token. Only the API's own refusal ends the session: a lost network never does. */
export function renewSession(): Promise<Renewal> {
  underWay ??= renew().finally(() => {
    underWay = null
  })
  return underWay
}

async function renew(): Promise<Renewal> {
  const state = sessionState.get()
  if (state.kind === 'out') return 'ended'
  if (await adoptStored(state.session)) return 'renewed'
  try {
    const { body } = await clientFor({ timeoutMs: 10_000 }).refresh({ body: { refreshToken: state.session.refreshToken } })
    await openSession(body)
    return 'renewed'
  } catch (error) {
    if (!(error instanceof ApiProblem) || (error.problem.status !== 401 && error.problem.status !== 422)) return 'unreachable'
    if (await adoptStored(state.session)) return 'renewed'
    await closeSession(true)
    return 'ended'
  }
}

/** Another tab of this app may have exchanged the token already; its pair is the one to go on with. */
async function adoptStored(used: Session): Promise<boolean> {
  const stored = await readStored<Session>(STORE)
  if (!stored || stored.refreshToken === used.refreshToken) return false
  sessionState.set({ kind: 'in', session: stored })
  return true
}

/** A token that is still good, renewed when it is about to end; null when signed out. */
export async function freshAccessToken(): Promise<string | null> {
  const state = sessionState.get()
  if (state.kind === 'out') return null
  if (Date.now() >= state.session.expiresAtMs) await renewSession()
  const now = sessionState.get()
  return now.kind === 'in' ? now.session.accessToken : null
}
