import pg from 'pg'
import { type Database, type Tx, withTx } from './db.ts'
import type { EffectJob } from './effects.ts'
import type { Log } from './log.ts'
import { sql } from './sql.ts'

export type OutboxRow = { id: string; event: string; payload: Record<string, string> }

/** Turns an event into effect rows, inside the relay's transaction. @throws Error for an event it does not know. */
export type PlanEffects = (tx: Tx, row: OutboxRow) => Promise<EffectJob[]>

const BATCH = 100

/**
 * One turn of the relay: claims waiting events (never "id > last seen": ids do not commit in order), writes their effects
 * and marks them relayed in one transaction, then hands the jobs over. A crash before the hand-over is found by the
 * timer of stuck effects.
 * @returns how many events it relayed; a full batch means that more may wait.
 */
export async function relayOutbox(
  deps: { db: Database; log: Log },
  plan: PlanEffects,
  enqueue: (job: EffectJob) => Promise<void>,
): Promise<number> {
  const jobs: EffectJob[] = []
  const relayed = await withTx(deps.db, async (tx) => {
    jobs.length = 0
    const rows = await tx.query<OutboxRow>(sql`
      select id, event, payload from outbox
      where relayed_at is null and next_attempt_at <= now()
      order by next_attempt_at, id
      limit ${BATCH}
      for update skip locked`)
    for (const row of rows) jobs.push(...(await relayRow(tx, deps.log, plan, row)))
    return rows.length
  })
  for (const job of jobs)
    await enqueue(job).catch((error: Error) => deps.log.warn({ err: error, effectId: job.effectId }, 'job not handed over; the timer will'))
  return relayed
}

/** A poison row is put aside with its error and tried again later and later; the rest flows. */
async function relayRow(tx: Tx, log: Log, plan: PlanEffects, row: OutboxRow): Promise<EffectJob[]> {
  await tx.query(sql`savepoint row`)
  try {
    const jobs = await plan(tx, row)
    await tx.query(sql`update outbox set relayed_at = now(), attempts = attempts + 1, last_error = null where id = ${row.id}`)
    await tx.query(sql`release savepoint row`)
    return jobs
  } catch (error) {
    log.error({ err: error, outboxId: row.id, event: row.event }, 'an event could not be relayed')
    await tx.query(sql`rollback to savepoint row`)
    await tx.query(sql`
      update outbox set attempts = attempts + 1, last_error = ${(error as Error).message.slice(0, 500)},
        next_attempt_at = now() + make_interval(secs => least(600, power(2, least(attempts, 10))))
      where id = ${row.id}`)
    return []
  }
}

/** Runs `wake` at every NOTIFY on `outbox`, on a connection of its own that comes back by itself. */
export function listenForPokes(databaseUrl: string, wake: () => void, log: Log): { close(): Promise<void> } {
  let client: pg.Client | undefined
  let closed = false
  const connect = async (): Promise<void> => {
    if (closed) return
    const fresh = new pg.Client({ connectionString: databaseUrl, application_name: 'emanet-relay', keepAlive: true })
    client = fresh
    let gone = false
    const again = () => {
      if (gone) return
      gone = true
      fresh.end().catch(() => {})
      if (!closed) setTimeout(connect, 500).unref()
    }
    fresh.on('error', (error) => {
      log.warn({ err: error }, 'the relay lost its connection')
      again()
    })
    fresh.on('end', again)
    fresh.on('notification', wake)
    try {
      await fresh.connect()
      await fresh.query('listen outbox')
      wake()
    } catch {
      again()
    }
  }
  void connect()
  return {
    async close() {
      closed = true
      await client?.end().catch(() => {})
    },
  }
}
