import type { Tx } from '../platform/db.ts'
import { type Sql, sql } from '../platform/sql.ts'

/**
 * Revokes the pairs that `which` names, also one that a refresh is making at this moment: it holds its pair until the next one
 * is in, so that each turn sees what the turn before had to wait for.
 */
export async function endSessions(tx: Tx, which: Sql): Promise<void> {
  for (;;) {
    const open = await tx.query<{ id: string }>(
      sql`select id from refresh_tokens where ${which} and revoked_at is null order by id for update`,
    )
    if (open.length === 0) return
    await tx.query(sql`update refresh_tokens set revoked_at = now() where id = any(${open.map((pair) => pair.id)}::uuid[])`)
  }
}
