import { AppError } from '@emanet/contracts/errors'
import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'
import { verifyAccessToken } from './access-token.ts'

/** A session is looked up again after this long, so that signing out ends its access tokens well within 60 s. */
const RECHECK_AFTER_MS = 30_000
const REMEMBERED_MAX = 20_000

type Remembered = { viewer: Viewer; expiresAtMs: number; checkedAtMs: number; checking: Promise<Viewer> | null }

/** By `Authorization` header as it arrived, oldest first. One memory per process (and per server of a test). */
const memories = new WeakMap<Deps, Map<string, Remembered>>()

/**
 * Who sends this `Authorization` header. A token that was verified before and whose session was seen alive in the last 30 s
 * answers at once, without a promise: POST /orders pays microseconds for it.
 * @throws AppError `auth.required`, or `auth.expired` for a token that was good and has run out.
 */
export function authenticate(deps: Deps, authorization: string | undefined): Viewer | Promise<Viewer> {
  if (authorization === undefined) throw new AppError('auth.required')
  const memory = memoryOf(deps)
  const nowMs = deps.clock.now().getTime()
  const known = memory.get(authorization)
  if (!known) return meet(deps, memory, authorization, nowMs)
  if (nowMs >= known.expiresAtMs) {
    memory.delete(authorization)
    throw new AppError('auth.expired')
  }
  if (nowMs - known.checkedAtMs < RECHECK_AFTER_MS) return known.viewer
  known.checking ??= recheck(deps, known).finally(() => {
    known.checking = null
  })
  return known.checking
}

/** Makes this process look a user's sessions up again at their next request. Other processes do within 30 s. */
export function recheckSessions(deps: Deps, userId: string): void {
  for (const known of memoryOf(deps).values()) if (known.viewer.userId === userId) known.checkedAtMs = Number.NEGATIVE_INFINITY
}

function memoryOf(deps: Deps): Map<string, Remembered> {
  const known = memories.get(deps)
  if (known) return known
  const memory = new Map<string, Remembered>()
  memories.set(deps, memory)
  return memory
}

async function meet(deps: Deps, memory: Map<string, Remembered>, authorization: string, nowMs: number): Promise<Viewer> {
  const bearer = /^bearer ([^\s]+)$/i.exec(authorization)
  if (!bearer) throw new AppError('auth.required')
  const token = verifyAccessToken(deps.config.jwt, bearer[1] as string, Math.floor(nowMs / 1000))
  const { roles, used } = await findLiveSession(deps, token.userId, token.sessionId)
  if (!used) await markUsed(deps, token.sessionId)
  const viewer = { userId: token.userId, sessionId: token.sessionId, roles }
  remember(memory, authorization, { viewer, expiresAtMs: token.expiresAtS * 1000, checkedAtMs: nowMs, checking: null })
  return viewer
}

function remember(memory: Map<string, Remembered>, authorization: string, known: Remembered): void {
  if (memory.size >= REMEMBERED_MAX) memory.delete(memory.keys().next().value as string)
  memory.set(authorization, known)
}

async function recheck(deps: Deps, known: Remembered): Promise<Viewer> {
  const startedAtMs = deps.clock.now().getTime()
  const { roles } = await findLiveSession(deps, known.viewer.userId, known.viewer.sessionId)
  known.viewer = { ...known.viewer, roles }
  known.checkedAtMs = startedAtMs
  return known.viewer
}

/** Roles come from the database, not from the token: one that was taken away is gone within 30 s. */
async function findLiveSession(deps: Deps, userId: string, sessionId: string): Promise<{ roles: string[]; used: boolean }> {
  const [session] = await deps.db.query<{ roles: string[]; used: boolean }>(sql`
    select users.roles, refresh_tokens.used_at is not null as used
    from refresh_tokens
    join users on users.id = refresh_tokens.user_id
    where refresh_tokens.id = ${sessionId}
      and users.id = ${userId}
      and refresh_tokens.revoked_at is null
      and users.suspended_at is null`)
  if (!session) throw new AppError('auth.required')
  return session
}

/** The pair has arrived: from now on its predecessor is not answered again. */
async function markUsed(deps: Deps, sessionId: string): Promise<void> {
  await withTx(deps.db, (tx) => tx.query(sql`update refresh_tokens set used_at = now() where id = ${sessionId} and used_at is null`))
}
