import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'

/** Nobody carries more phones; each of her notifications goes to every one of them. */
const DEVICES_MAX = 10

/** A device belongs to whoever signed in on it last; beyond ten of hers the one she has not used for longest is forgotten. */
export async function addPushToken(deps: Deps, viewer: Viewer, { token }: { token: string }): Promise<void> {
  await withTx(deps.db, async (tx) => {
    // Devices that are added at once are counted one after the other.
    await tx.query(sql`select id from users where id = ${viewer.userId} for no key update`)
    await tx.query(sql`
      insert into push_tokens (token, user_id) values (${token}, ${viewer.userId})
      on conflict (token) do update set user_id = excluded.user_id, updated_at = now()`)
    await tx.query(sql`
      delete from push_tokens
      where token in (
        select token from push_tokens where user_id = ${viewer.userId} order by token = ${token} desc, updated_at desc offset ${DEVICES_MAX}
      )`)
  })
}

/** Somebody else's device stays as it is. */
export async function removePushToken(deps: Deps, viewer: Viewer, { token }: { token: string }): Promise<void> {
  await withTx(deps.db, (tx) => tx.query(sql`delete from push_tokens where token = ${token} and user_id = ${viewer.userId}`))
}
