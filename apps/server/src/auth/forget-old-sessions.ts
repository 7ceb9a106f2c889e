import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

/** Deletes refresh tokens that ran out more than a day ago. */
export async function forgetOldSessions(deps: Deps): Promise<void> {
  await withTx(deps.db, (tx) =>
    // A predecessor that lives longer (the settings were changed) keeps its successor.
    tx.query(sql`
      delete from refresh_tokens
      where id in (
        select old.id
        from refresh_tokens as old
        where old.expires_at < now() - interval '1 day'
          and not exists (
            select from refresh_tokens as predecessor
            where predecessor.successor_id = old.id and predecessor.expires_at >= old.expires_at
          )
        order by old.expires_at
        limit 10000
      )`),
  )
}
