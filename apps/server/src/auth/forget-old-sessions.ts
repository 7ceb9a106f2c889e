import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

/** Deletes refresh tokens and reset links that nobody can use any more. */
export async function forgetOldSessions(deps: Deps): Promise<void> {
  await withTx(deps.db, async (tx) => {
    // A predecessor that lives longer (the settings were changed) keeps its successor.
    await tx.query(sql`
      delete from refresh_tokens as old
      where old.expires_at < now() - interval '1 day'
        and not exists (
          select from refresh_tokens as predecessor
          where predecessor.successor_id = old.id and predecessor.expires_at >= now() - interval '1 day'
        )`)
    await tx.query(sql`delete from password_resets where expires_at < now() - interval '1 day'`)
  })
}
