import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'
import { recheckSessions } from './authenticate.ts'
import { hashToken } from './derived-secrets.ts'
import { endSessions } from './end-sessions.ts'

/**
 * Ends the session of the refresh token, with every pair of its family. A token that is not hers, or of a session that has
 * ended already, changes nothing.
 */
export async function logOut(deps: Deps, viewer: Viewer, { refreshToken }: { refreshToken: string }): Promise<void> {
  await withTx(deps.db, (tx) =>
    endSessions(
      tx,
      sql`family_id = (select family_id from refresh_tokens where token_hash = ${hashToken(refreshToken)} and user_id = ${viewer.userId})`,
    ),
  )
  recheckSessions(deps, viewer.userId)
}
