import { AppError } from '@emanet/contracts/errors'
import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { ME_COLUMNS, meOf, type UserRow } from './me.queries.ts'
import { openSession, type Session } from './open-session.ts'
import { hashPassword, isOutdated, isPassword } from './passwords.ts'

type Account = UserRow & { password_hash: string; suspended: boolean }

/**
 * A wrong password, an unknown e-mail and a suspended account get the same answer after the same time.
 * @throws AppError `auth.bad_credentials`, `server.busy` when too many sign in at once.
 */
export async function logIn(deps: Deps, { email, password }: { email: string; password: string }): Promise<Session> {
  const [account] = await deps.db.query<Account>(sql`
    select ${ME_COLUMNS}, password_hash, suspended_at is not null as suspended from users where email = ${email}`)
  const matches = await isPassword(deps.config, account?.password_hash ?? null, password)
  if (!account || !matches || account.suspended) throw new AppError('auth.bad_credentials')
  const rehashed = isOutdated(account.password_hash) ? await hashPassword(deps.config, password) : null
  const session = await withTx(deps.db, async (tx) => {
    // A password that is being reset meanwhile opens nothing: the reset waits here, or the password is no longer this one.
    const unchanged = sql`id = ${account.id} and password_hash = ${account.password_hash} and suspended_at is null`
    const stillHers = rehashed
      ? await tx.query(sql`update users set password_hash = ${rehashed} where ${unchanged} returning id`)
      : await tx.query(sql`select id from users where ${unchanged} for share`)
    return stillHers.length === 0 ? null : openSession(tx, deps.config, meOf(account))
  })
  if (session) return session
  if (!rehashed) throw new AppError('auth.bad_credentials')
  // Another sign-in may have renewed the hash of the same password.
  return logIn(deps, { email, password })
}
