import assert from 'node:assert/strict'
import type { Tx } from './db.ts'
import { identifier, type Sql, sql } from './sql.ts'

/**
 * A state machine as data: what may move from where to where, on which table. `stamp` is a column that gets the instant
 * of the first such move. `orderId` is the column that leads to the order whose timeline shows the move.
 */
export type Machine<Status extends string, Action extends string> = {
  noun: string
  table: string
  orderId: 'id' | 'order_id'
  actions: Record<Action, { from: readonly Status[]; to: Status; stamp?: string }>
}

export type Moved = 'moved' | 'already' | 'refused'

/**
 * Locks the row, moves it when the table allows, and notes the move: one statement. `set` writes more columns in the same
 * breath (`already` and `refused` write nothing).
 * @param cause who or what moved it: `buyer`, `webhook`, `poller`, `expiry`, `carrier`, …
 * @returns `already` when it is in the target state, `refused` when the table does not lead there or there is no such row.
 */
export async function transition<Status extends string, Action extends string>(
  tx: Tx,
  machine: Machine<Status, Action>,
  id: string,
  action: Action,
  options: { cause: string; set?: Sql },
): Promise<Moved> {
  const { from, to, stamp } = machine.actions[action]
  const table = identifier(machine.table)
  const stamped = stamp ? sql`, ${identifier(stamp)} = coalesce(row.${identifier(stamp)}, now())` : sql``
  const more = options.set ? sql`, ${options.set}` : sql``
  const rows = await tx.query<{ was: string | null; moved: boolean }>(sql`
    with locked as (select id, status from ${table} where id = ${id} for update),
    moved as (
      update ${table} as row set status = ${to}${stamped}${more}
      from locked
      where row.id = locked.id and locked.status = any(${from}) and locked.status <> ${to}
      returning row.id, row.${identifier(machine.orderId)} as order_id, locked.status as from_status
    ),
    noted as (
      insert into state_changes (noun, subject_id, order_id, from_status, to_status, cause)
      select ${machine.noun}, id, order_id, from_status, ${to}, ${options.cause} from moved
    )
    select (select status from locked) as was, exists (select from moved) as moved`)
  const row = rows[0]
  if (row?.moved) return 'moved'
  return row?.was === to ? 'already' : 'refused'
}

/** A move that the locks and checks before it have already proved possible. Anything else is our mistake, and nothing is committed. */
export async function mustMove<Status extends string, Action extends string>(
  tx: Tx,
  machine: Machine<Status, Action>,
  id: string,
  action: Action,
  options: { cause: string; set?: Sql },
): Promise<void> {
  const moved = await transition(tx, machine, id, action, options)
  assert.equal(moved, 'moved', `${machine.noun} ${id} did not ${action}`)
}
