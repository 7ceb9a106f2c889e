import type { register as registerRoute } from '@emanet/contracts/accounts'
import { AppError } from '@emanet/contracts/errors'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { violates, withTx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { ME_COLUMNS, meOf, type UserRow } from './me.queries.ts'
import { openSession, type Session } from './open-session.ts'
import { assertUncommon, hashPassword } from './passwords.ts'

/** @throws AppError `account.email_taken`, also for the slower of two who register one e-mail at once. */
export async function register(deps: Deps, person: z.output<typeof registerRoute.body>): Promise<Session> {
  assertUncommon(person.password)
  const passwordHash = await hashPassword(deps.config, person.password)
  try {
    return await withTx(deps.db, async (tx) => {
      const [user] = await tx.query<UserRow>(sql`
        insert into users (id, email, full_name, phone, language, password_hash)
        values (${newId()}, ${person.email}, ${person.fullName}, ${person.phone ?? null}, ${person.language ?? 'tr'}, ${passwordHash})
        returning ${ME_COLUMNS}`)
      return openSession(tx, deps.config, meOf(user as UserRow))
    })
  } catch (error) {
    if (violates(error, 'one_account_per_email')) throw new AppError('account.email_taken', {}, { cause: error })
    throw error
  }
}
