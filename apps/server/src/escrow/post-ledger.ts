import assert from 'node:assert/strict'
import type { Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'

/**
 * - `provider` what iyzico holds for us (negative: it has it)
 * - `escrow` entrusted for a sale · `suspense` taken without one, or under review
 * - `surcharge` what the bank charged for instalments · `refunded` back with the buyer
 */
export type Account = 'provider' | 'escrow' | 'suspense' | 'surcharge' | 'refunded'
export type LedgerKind = 'capture' | 'review_cleared' | 'reversal' | 'refund'

/**
 * Posts one balanced transaction, in kuruş; zero amounts are left out. The database refuses the commit of an unbalanced
 * one, any change of an old one, and a second one of the same kind for the same source.
 */
export async function postLedger(tx: Tx, kind: LedgerKind, sourceId: string, amounts: Partial<Record<Account, number>>): Promise<void> {
  const entries = Object.entries(amounts).filter(([, amount]) => amount !== 0)
  assert.equal(
    entries.reduce((sum, [, amount]) => sum + amount, 0),
    0,
    `${kind} does not balance`,
  )
  const id = newId()
  await tx.query(sql`
    with posted as (insert into ledger_transactions (id, kind, source_id) values (${id}, ${kind}, ${sourceId}) returning id)
    insert into ledger_entries (transaction_id, account, amount_kurus)
    select posted.id, entry.account, entry.amount
    from posted, unnest(${entries.map(([account]) => account)}::text[], ${entries.map(([, amount]) => amount)}::bigint[]) as entry (account, amount)`)
}
