import type { changeMe as changeMeRoute } from '@emanet/contracts/accounts'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { only, withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { seal } from '../platform/seal.ts'
import { sql } from '../platform/sql.ts'
import { ME_COLUMNS, meOf, type UserRow } from './me.queries.ts'
import type { Me } from './open-session.ts'

/** Changes what is given and leaves the rest. */
export async function changeMe(deps: Deps, viewer: Viewer, change: z.output<typeof changeMeRoute.body>): Promise<Me> {
  const sealed = change.identityNumber === undefined ? null : seal(deps.config.dataKey, change.identityNumber)
  const rows = await withTx(deps.db, (tx) =>
    tx.query<UserRow>(sql`
      update users
      set full_name = coalesce(${change.fullName ?? null}, full_name),
        phone = case when ${change.phone === undefined} then phone else ${change.phone ?? null} end,
        language = coalesce(${change.language ?? null}, language),
        identity_number_sealed = coalesce(${sealed}, identity_number_sealed)
      where id = ${viewer.userId}
      returning ${ME_COLUMNS}`),
  )
  return meOf(only(rows, 'auth.required'))
}
