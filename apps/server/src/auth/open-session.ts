import type { me, session } from '@emanet/contracts/accounts'
import type { z } from 'zod'
import type { Config } from '../config.ts'
import type { Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { signAccessToken } from './access-token.ts'
import { deriveToken, hashToken } from './derived-secrets.ts'

export type Me = z.output<typeof me>
export type Session = z.output<typeof session>
export type Pair = { id: string; createdAt: Date }

/** A new pair of refresh and access token: of a family of its own, or the successor in one. */
export async function openSession(tx: Tx, config: Config, user: Me, familyId?: string): Promise<Session> {
  return sessionOf(config, user, await insertPair(tx, config, { userId: user.id, familyId }))
}

export async function insertPair(tx: Tx, config: Config, owner: { userId: string; familyId?: string | undefined }): Promise<Pair> {
  const id = newId()
  const [row] = await tx.query<{ created_at: Date }>(sql`
    insert into refresh_tokens (id, family_id, user_id, token_hash, expires_at)
    values (
      ${id}, ${owner.familyId ?? id}, ${owner.userId}, ${hashToken(refreshTokenOf(config, id))},
      now() + make_interval(secs => ${config.jwt.refreshTtlS})
    )
    returning created_at`)
  return { id, createdAt: (row as { created_at: Date }).created_at }
}

/** The same pair always gives the same tokens; nothing secret is stored to give them out again. */
export function sessionOf(config: Config, user: Me, pair: Pair, ageS = 0): Session {
  const issuedAtS = Math.floor(pair.createdAt.getTime() / 1000)
  return {
    user,
    accessToken: signAccessToken(config.jwt, { userId: user.id, sessionId: pair.id, roles: user.roles, issuedAtS }),
    expiresIn: Math.max(0, config.jwt.accessTtlS - ageS),
    refreshToken: refreshTokenOf(config, pair.id),
  }
}

function refreshTokenOf(config: Config, pairId: string): string {
  return deriveToken(config.dataKey, 'refresh token', pairId)
}
