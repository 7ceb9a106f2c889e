import type { Db, Tx } from './db.ts'
import { newId } from './ids.ts'
import { sql } from './sql.ts'

/** What an event calls for, before it is a row. */
export type PlannedEffect = {
  event: string
  subjectId: string
  orderId: string | null
  channel: 'email' | 'push' | 'shipment'
  recipient: string
}

/** A job on its way to a queue. The generation is part of its id: an id that sits in *failed* would swallow a second add. */
export type EffectJob = { effectId: string; channel: 'email' | 'push' | 'shipment'; generation: number }

export type ClaimedEffect = {
  id: string
  event: string
  subject_id: string
  order_id: string | null
  channel: 'email' | 'push' | 'shipment'
  recipient: string
  attempts: number
  generation: number
  /** When the last attempt was that may have done it without our knowing; null: certainly not done. */
  unsure_since: Date | null
}

/**
 * - `done` with the provider's reference
 * - `retry` this attempt certainly did not do it · `unsure` it perhaps did: asked about before it is sent again
 * - `wait` nothing was sent: what an earlier attempt did cannot be told yet
 * - `dead` will never work as it is; a person decides
 */
export type EffectResult =
  | { kind: 'done'; providerRef: string | null }
  | { kind: 'retry'; reason: string; afterMs?: number }
  | { kind: 'unsure'; reason: string; afterMs?: number }
  | { kind: 'wait'; reason: string; afterMs: number }
  | { kind: 'dead'; reason: string }

/** Inserts those that are not there yet. @returns a job for each. */
export async function addEffects(tx: Tx, effects: PlannedEffect[]): Promise<EffectJob[]> {
  if (effects.length === 0) return []
  return tx.query<EffectJob>(sql`
    insert into effects (id, event, subject_id, order_id, channel, recipient)
    select * from unnest(${effects.map(newId)}::uuid[], ${effects.map((one) => one.event)}::text[], ${effects.map((one) => one.subjectId)}::uuid[],
      ${effects.map((one) => one.orderId)}::uuid[], ${effects.map((one) => one.channel)}::text[], ${effects.map((one) => one.recipient)}::text[])
    on conflict on constraint one_effect_per_event_channel_recipient do nothing
    returning id as "effectId", channel, generation`)
}

/**
 * Takes an effect for one attempt: it is `sending` until the lease ends. Undefined when it is done, dead, or in another
 * worker's hands. A claim over an ended lease is unsure: that worker may have died after sending.
 */
export async function claimEffect({ db }: { db: Db }, effectId: string, leaseMs: number): Promise<ClaimedEffect | undefined> {
  const rows = await db.query<ClaimedEffect>(sql`
    update effects e
    set status = 'sending', attempts = e.attempts + 1, lease_until = now() + make_interval(secs => ${leaseMs / 1000}), updated_at = now(),
      unsure_since = case when e.status = 'sending' then e.updated_at else e.unsure_since end
    where id = ${effectId} and ((status = 'pending' and next_attempt_at < now() + interval '2 seconds') or (status = 'sending' and lease_until < now()))
    returning id, event, subject_id, order_id, channel, recipient, attempts, generation, unsure_since`)
  return rows[0]
}

/**
 * Writes down how an attempt ended. Without another attempt to come (`nextAttemptMs` null) the effect is dead. A worker that
 * slept through its lease has no more say once another one took over, except that the thing is done.
 */
export async function noteAttempt(
  { db }: { db: Db },
  effect: ClaimedEffect,
  result: EffectResult,
  nextAttemptMs: number | null,
): Promise<void> {
  if (result.kind === 'done') {
    await db.query(sql`
      update effects set status = 'done', provider_ref = ${result.providerRef}, last_error = null, lease_until = null, unsure_since = null, updated_at = now()
      where id = ${effect.id} and status <> 'done'`)
    return
  }
  const isUnsure = result.kind === 'unsure'
  await db.query(sql`
    update effects
    set status = ${nextAttemptMs === null ? 'dead' : 'pending'}, last_error = ${result.reason.slice(0, 500)}, lease_until = null, updated_at = now(),
      next_attempt_at = now() + make_interval(secs => ${(nextAttemptMs ?? 0) / 1000}),
      unsure_since = case when ${isUnsure} then now() else unsure_since end
    where id = ${effect.id} and status = 'sending' and attempts = ${effect.attempts}`)
}

/** Effects that no queue seems to know any more: 60 s after they were due, or as soon as a lease ran out. Each gets a new generation. */
export async function claimStuckEffects({ db }: { db: Db }, limit: number): Promise<EffectJob[]> {
  return db.query<EffectJob>(sql`
    update effects set generation = generation + 1, next_attempt_at = now()
    where id in (
      select id from effects
      where (status = 'pending' and next_attempt_at < now() - interval '60 seconds') or (status = 'sending' and lease_until < now())
      order by next_attempt_at
      limit ${limit}
      for update skip locked
    )
    returning id as "effectId", channel, generation`)
}

/** A person sends a dead effect again, from the first attempt on. Undefined when there is no such dead effect. */
export async function redriveEffect({ db }: { db: Db }, effectId: string): Promise<EffectJob | undefined> {
  const rows = await db.query<EffectJob>(sql`
    update effects set status = 'pending', attempts = 0, generation = generation + 1, next_attempt_at = now() - interval '1 hour', updated_at = now()
    where id = ${effectId} and status = 'dead'
    returning id as "effectId", channel, generation`)
  return rows[0]
}
