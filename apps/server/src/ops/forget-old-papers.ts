import type { Deps } from '../deps.ts'
import { sql } from '../platform/sql.ts'

/** Removes what has done its work: relayed events after 30 days, processed notifications after 180, reset links after one day. */
export async function forgetOldPapers(deps: Deps): Promise<void> {
  await deps.db.query(sql`
    delete from outbox where id in (select id from outbox where relayed_at < now() - interval '30 days' limit 10000)`)
  await deps.db.query(sql`
    delete from webhook_inbox where id in (select id from webhook_inbox where processed_at < now() - interval '180 days' limit 10000)`)
  await deps.db.query(sql`
    delete from password_resets where id in (select id from password_resets where expires_at < now() - interval '1 day' limit 10000)`)
}
