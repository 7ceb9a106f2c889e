import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import { eachOf } from '../platform/each-of.ts'
import { sql } from '../platform/sql.ts'
import { submitPayoutAccount } from './save-payout-account.ts'

const AT_ONCE = 10

/**
 * Asks the provider again about details it never answered about: the seller need not come back for it. Each account is asked
 * about at most once a minute, whichever worker does it.
 */
export async function submitPendingPayoutAccounts(deps: Deps): Promise<void> {
  const claimed = await withTx(deps.db, (tx) =>
    tx.query<{ id: string }>(sql`
      update payout_accounts
      set updated_at = now()
      where user_id in (
        select user_id
        from payout_accounts
        where status = 'pending' and updated_at < now() - interval '1 minute'
        order by updated_at
        limit ${AT_ONCE}
        for update skip locked
      )
      returning user_id as id`),
  )
  await eachOf(claimed, { log: deps.log, what: 'submitting a payout account' }, (userId) => submitPayoutAccount(deps, userId))
}
