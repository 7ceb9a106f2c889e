import type { Deps } from '../deps.ts'
import { only, withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { recheckSessions } from './authenticate.ts'
import { hashToken } from './derived-secrets.ts'
import { endSessions } from './end-sessions.ts'
import { assertUncommon, hashPassword } from './passwords.ts'

/**
 * Sets a new password and ends every session. The link works once; other links of the account stop working with it.
 * @throws AppError `auth.bad_reset_token` for a link that is unknown, used or older than an hour.
 */
export async function resetPassword(deps: Deps, { token, password }: { token: string; password: string }): Promise<void> {
  assertUncommon(password)
  const tokenHash = hashToken(token)
  // Looked at before the costly hash as well, so that made-up links cost little.
  only(
    await deps.db.query(sql`select id from password_resets where token_hash = ${tokenHash} and used_at is null and expires_at > now()`),
    'auth.bad_reset_token',
  )
  const passwordHash = await hashPassword(deps.config, password)
  const userId = await withTx(deps.db, async (tx) => {
    const used = await tx.query<{ user_id: string }>(sql`
      update password_resets set used_at = now() where token_hash = ${tokenHash} and used_at is null and expires_at > now() returning user_id`)
    const { user_id } = only(used, 'auth.bad_reset_token')
    await tx.query(sql`update password_resets set used_at = now() where user_id = ${user_id} and used_at is null`)
    await tx.query(sql`update users set password_hash = ${passwordHash} where id = ${user_id}`)
    await endSessions(tx, sql`user_id = ${user_id}`)
    return user_id
  })
  recheckSessions(deps, userId)
}
