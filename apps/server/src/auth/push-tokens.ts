import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'

/** A device belongs to whoever signed in on it last. */
export async function addPushToken(deps: Deps, viewer: Viewer, { token }: { token: string }): Promise<void> {
  await withTx(deps.db, (tx) =>
    tx.query(sql`
      insert into push_tokens (token, user_id) values (${token}, ${viewer.userId})
      on conflict (token) do update set user_id = excluded.user_id, updated_at = now()`),
  )
}

/** Somebody else's device stays as it is. */
export async function removePushToken(deps: Deps, viewer: Viewer, { token }: { token: string }): Promise<void> {
  await withTx(deps.db, (tx) => tx.query(sql`delete from push_tokens where token = ${token} and user_id = ${viewer.userId}`))
}
