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

// False after a write that failed: the pair lives in memory only, and the one before it no longer counts.
let isKept = true

export async function loadSession(): Promise<void> {
  const session = await storedSession()
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
  await keep(session)
  return session
}

export async function changeUser(user: User): Promise<void> {
  const state = sessionState.get()
  if (state.kind === 'in' && state.session.user.id === user.id) await keep({ ...(await latestOf(state.session)), user })
}

export async function closeSession(ended: boolean): Promise<void> {
  const state = sessionState.get()
  const stored = await storedSession()
  // In another tab somebody else may have signed in meanwhile; her session stays.
  if (state.kind === 'out' || !stored || stored.user.id === state.session.user.id) await writeStored(STORE, null)
  sessionState.set({ kind: 'out', ended })
}

export type Renewal = 'renewed' | 'ended' | 'unreachable'

// Several calls find the token expired at once; they share one exchange.
let underWay: Promise<Renewal> | null = null

/** Exchanges the refresh token. Only the API's own refusal ends the session: a lost network or a proxy's page never does. */
export function renewSession(): Promise<Renewal> {
  underWay ??= renew().finally(() => {
    underWay = null
  })
  return underWay
}

async function renew(): Promise<Renewal> {
  const state = sessionState.get()
  if (state.kind === 'out') return 'ended'
  const used = await latestOf(state.session)
  if (used !== state.session && Date.now() < used.expiresAtMs) return goOnWith(used)
  try {
    const { body } = await clientFor({ timeoutMs: 10_000 }).refresh({ body: { refreshToken: used.refreshToken } })
    await openSession(body)
    return 'renewed'
  } catch (error) {
    if (!isTokenRefused(error)) return 'unreachable'
    const newer = await latestOf(used)
    if (newer !== used) return goOnWith(newer)
    await closeSession(true)
    return 'ended'
  }
}

export function isTokenRefused(error: unknown): boolean {
  return error instanceof ApiProblem && (error.problem.code.startsWith('auth.') || error.problem.code === 'request.invalid')
}

function goOnWith(session: Session): Renewal {
  sessionState.set({ kind: 'in', session })
  return 'renewed'
}

/** Another tab of this app may have exchanged the token already; its pair is the one to go on with. */
async function latestOf(used: Session): Promise<Session> {
  const stored = await storedSession()
  return stored && stored.user.id === used.user.id && stored.expiresAtMs > used.expiresAtMs ? stored : used
}

/** A token that is still good, renewed when it is about to end; null when signed out. */
export async function freshAccessToken(): Promise<string | null> {
  const state = sessionState.get()
  if (state.kind === 'out') return null
  if (!isKept) await keep(state.session)
  if (Date.now() >= state.session.expiresAtMs) await renewSession()
  const now = sessionState.get()
  return now.kind === 'in' ? now.session.accessToken : null
}

async function keep(session: Session): Promise<void> {
  isKept = await writeStored(STORE, session)
  sessionState.set({ kind: 'in', session })
}

async function storedSession(): Promise<Session | null> {
  const stored = await readStored<Partial<Session>>(STORE)
  return stored?.user?.id && stored.accessToken && stored.refreshToken ? (stored as Session) : null
}
