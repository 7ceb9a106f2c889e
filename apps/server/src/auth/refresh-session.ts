import { AppError } from '@emanet/contracts/errors'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { type Tx, withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { recheckSessions } from './authenticate.ts'
import { hashToken } from './derived-secrets.ts'
import { endSessions } from './end-sessions.ts'
import { findMe } from './me.queries.ts'
import { insertPair, type Pair, type Session, sessionOf } from './open-session.ts'

type PairRow = { id: string; family_id: string; user_id: string; is_open: boolean; successor_id: string | null }
type Successor = { id: string; created_at: Date; age_s: number; may_be_repeated: boolean }
type Refreshed = { kind: 'refreshed'; session: Session } | { kind: 'reused'; userId: string } | { kind: 'unknown' }

/**
 * Exchanges a refresh token for the next pair. A used token gives the same next pair again for 10 s or until that pair is
 * first used, whichever is later, at most 24 h: the answer may have been lost. After that somebody else has a copy of it.
 * @throws AppError `auth.refresh_reused`, and every session of the family has ended; `auth.required` for a token that is
 * unknown, has run out or was signed out.
 */
export async function refreshSession(deps: Deps, { refreshToken }: { refreshToken: string }): Promise<Session> {
  const refreshed = await withTx(deps.db, (tx) => refreshIn(tx, deps.config, hashToken(refreshToken)))
  if (refreshed.kind === 'refreshed') return refreshed.session
  if (refreshed.kind === 'unknown') throw new AppError('auth.required')
  recheckSessions(deps, refreshed.userId)
  deps.log.warn({ userId: refreshed.userId }, 'a used refresh token came back; its session was ended')
  throw new AppError('auth.refresh_reused')
}

async function refreshIn(tx: Tx, config: Config, tokenHash: Buffer): Promise<Refreshed> {
  // The lock makes two refreshes with one token queue up here: the second finds the successor of the first.
  const [pair] = await tx.query<PairRow>(sql`
    select tokens.id, tokens.family_id, tokens.user_id, tokens.successor_id,
      tokens.revoked_at is null and tokens.expires_at > now() and users.suspended_at is null as is_open
    from refresh_tokens as tokens
    join users on users.id = tokens.user_id
    where tokens.token_hash = ${tokenHash}
    for update of tokens`)
  if (!pair) return { kind: 'unknown' }
  if (pair.successor_id !== null) return repeat(tx, config, pair, pair.successor_id)
  if (!pair.is_open) return { kind: 'unknown' }
  return refreshed(tx, config, pair, await succeed(tx, config, pair))
}

async function succeed(tx: Tx, config: Config, pair: PairRow): Promise<Pair> {
  const successor = await insertPair(tx, config, { userId: pair.user_id, familyId: pair.family_id })
  await tx.query(sql`
    update refresh_tokens set successor_id = ${successor.id}, replaced_at = now(), used_at = coalesce(used_at, now()) where id = ${pair.id}`)
  return successor
}

async function repeat(tx: Tx, config: Config, pair: PairRow, successorId: string): Promise<Refreshed> {
  const [successor] = await tx.query<Successor>(sql`
    select next.id, next.created_at, floor(extract(epoch from now() - next.created_at))::int as age_s,
      next.revoked_at is null and (
        now() < next.created_at + interval '10 seconds'
        or next.used_at is null and now() < next.created_at + interval '24 hours'
      ) as may_be_repeated
    from refresh_tokens as next
    where next.id = ${successorId}`)
  if (pair.is_open && successor?.may_be_repeated)
    return refreshed(tx, config, pair, { id: successor.id, createdAt: successor.created_at }, successor.age_s)
  await endSessions(tx, sql`family_id = ${pair.family_id}`)
  return { kind: 'reused', userId: pair.user_id }
}

async function refreshed(tx: Tx, config: Config, pair: PairRow, next: Pair, ageS = 0): Promise<Refreshed> {
  return { kind: 'refreshed', session: sessionOf(config, await findMe(tx, pair.user_id), next, ageS) }
}
