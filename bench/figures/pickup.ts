import { setTimeout as pause } from 'node:timers/promises'
import type { Figure } from '../bench.ts'
import { percentile, sendExpected } from '../load.ts'
import type { Part } from '../parts.ts'
import { addProducts, query } from '../rows.ts'
import { placeAndPay } from './paying.ts'
import type { System } from './system.ts'
import { notification } from './webhooks.ts'

const PATIENCE_MS = 10_000

/** From the transaction that made the order paid to the moment when a worker has its last job in hand; one order after another. */
export async function measurePickup(system: System, worker: Part, backend: string): Promise<Figure[]> {
  const { databaseUrl, generator, api, sizes } = system
  await watchPickups(databaseUrl)
  const latenciesMs: number[] = []
  for (const product of await addProducts(databaseUrl, sizes.purchases)) {
    const [paid] = await placeAndPay(system, [product])
    if (!paid) throw new Error('an order was not placed')
    await sendExpected(generator, { url: api.url, concurrency: 1, requests: [notification(system, paid)] })
    latenciesMs.push(await whenPickedUp(databaseUrl, paid.orderId, worker))
  }
  const p99 = percentile(latenciesMs, 99)
  const measured = `${p99.toFixed(0)} ms (median ${percentile(latenciesMs, 50).toFixed(0)} ms)`
  return [{ name: `paid → all jobs picked up, p99, ${backend}`, target: '≤ 150 ms', measured, isGood: p99 <= 150 }]
}

/** The database itself writes down when an effect goes into a worker's hands: one clock, and nothing in the way. */
async function watchPickups(url: string): Promise<void> {
  await query(
    url,
    `create table if not exists bench_pickups (effect_id uuid primary key, order_id uuid not null, event text not null, channel text not null, at timestamptz not null);
    create or replace function note_pickup() returns trigger language plpgsql as $$
    begin
      insert into bench_pickups values (new.id, new.order_id, new.event, new.channel, clock_timestamp()) on conflict do nothing;
      return null;
    end $$;
    create or replace trigger note_pickup after update of status on effects
      for each row when (old.status = 'pending' and new.status = 'sending') execute function note_pickup();`,
  )
}

async function whenPickedUp(url: string, orderId: string, worker: Part): Promise<number> {
  const giveUpAt = Date.now() + PATIENCE_MS
  while (Date.now() < giveUpAt) {
    const [row] = await query<{ channels: number; open: number; ms: number }>(
      url,
      `select count(distinct picked.channel)::int as channels, count(*) filter (where picked.at is null)::int as open,
        extract(epoch from max(picked.at) - min(o.paid_at))::float * 1000 as ms
      from effects e join orders o on o.id = e.order_id left join bench_pickups picked on picked.effect_id = e.id
      where e.order_id = $1 and e.event = 'order.paid'`,
      [orderId],
    )
    if (row && row.channels === 3 && row.open === 0) return row.ms
    await pause(20)
  }
  throw new Error(`the jobs of an order were not picked up in ${PATIENCE_MS / 1000} s (worker ${worker.pid})`)
}
