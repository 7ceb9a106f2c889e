import { type Effect, type EventName, ROUTES } from '../events.ts'
import type { Tx } from '../platform/db.ts'
import { addEffects, type EffectJob, type PlannedEffect } from '../platform/effects.ts'
import type { OutboxRow } from '../platform/outbox.ts'
import { sql } from '../platform/sql.ts'

/**
 * Who gets what when an event is relayed: one e-mail a person, one push for each of her devices, one parcel an order.
 * @throws Error for an unknown event: it is kept and shown, never dropped.
 */
export async function planEffects(tx: Tx, row: OutboxRow): Promise<EffectJob[]> {
  const route = ROUTES[row.event as EventName] as Effect[] | undefined
  if (!route) throw new Error(`no route for event ${row.event}`)
  if (route.length === 0) return []
  const people = await findPeople(tx, row.payload)
  const subjectId = row.payload['paymentId'] ?? row.payload['resetId'] ?? row.payload['orderId'] ?? (row.payload['userId'] as string)
  const planned: PlannedEffect[] = []
  const plan = (channel: PlannedEffect['channel'], recipient: string) =>
    planned.push({ event: row.event, subjectId, orderId: row.payload['orderId'] ?? null, channel, recipient })
  for (const effect of route) {
    if (effect.channel === 'shipment') plan('shipment', 'carrier')
    else
      for (const person of people.filter((one) => one.role === effect.to)) {
        if (effect.channel === 'email') plan('email', person.user_id)
        else for (const token of person.tokens) plan('push', `${person.user_id}:${token}`)
      }
  }
  return addEffects(tx, planned)
}

type Recipient = { role: 'buyer' | 'seller' | 'user'; user_id: string; tokens: string[] }

async function findPeople(tx: Tx, payload: Record<string, string>): Promise<Recipient[]> {
  return tx.query<Recipient>(sql`
    select who.role, who.user_id, coalesce(array_agg(t.token order by t.token) filter (where t.token is not null), '{}') as tokens
    from (
      select 'buyer' as role, buyer_id as user_id from orders where id = ${payload['orderId'] ?? null}
      union all
      select 'seller', seller_id from orders where id = ${payload['orderId'] ?? null}
      union all
      select 'user', id from users where id = ${payload['userId'] ?? null}
    ) who
    left join push_tokens t on t.user_id = who.user_id
    group by who.role, who.user_id`)
}
