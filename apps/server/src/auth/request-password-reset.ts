import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { emit } from '../events.ts'
import { type Tx, withTx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { deriveToken, hashToken } from './derived-secrets.ts'

/** Longer than either way takes, so that the time of the answer does not tell who has an account. */
const ANSWER_AFTER_MS = 60

/** Asks for the e-mail with the link, at most three times an hour for one account. The answer is the same for any address. */
export async function requestPasswordReset(deps: Deps, { email }: { email: string }): Promise<object> {
  const [requested] = await Promise.all([withTx(deps.db, (tx) => insertReset(tx, deps.config, email)), delay(ANSWER_AFTER_MS)])
  if (requested) deps.poke()
  return {}
}

/** The secret of the e-mailed link, `<web>/reset?token=…`; queues and outbox carry the id alone. */
export function resetToken(config: Config, resetId: string): string {
  return deriveToken(config.dataKey, 'password reset', resetId)
}

async function insertReset(tx: Tx, config: Config, email: string): Promise<boolean> {
  const resetId = newId()
  const [reset] = await tx.query<{ user_id: string }>(sql`
    insert into password_resets (id, user_id, token_hash, expires_at)
    select ${resetId}, users.id, ${hashToken(resetToken(config, resetId))}, now() + interval '1 hour'
    from users
    where users.email = ${email}
      and users.suspended_at is null
      and (select count(*) from password_resets as recent where recent.user_id = users.id and recent.created_at > now() - interval '1 hour') < 3
    returning user_id`)
  if (!reset) return false
  await emit(tx, 'auth.reset_requested', { userId: reset.user_id, resetId })
  return true
}
