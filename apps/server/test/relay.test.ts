import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { planEffects } from '../src/notifications/plan-effects.ts'
import type { EffectJob } from '../src/platform/effects.ts'
import { relayOutbox } from '../src/platform/outbox.ts'
import { sql } from '../src/platform/sql.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

/** Orders that are paid, with events that nobody relayed. */
async function sell(count: number): Promise<string[]> {
  const [buyer, seller] = await Promise.all([world.person(), world.seller()])
  const sold = []
  for (let n = 0; n < count; n++) {
    const { orderId, token } = await world.buy(buyer, (await world.product(seller)).id)
    await world.pay(token, { callback: true })
    sold.push(orderId)
  }
  return sold
}

const waiting = () => world.query<{ id: string; event: string }>(sql`select id, event from outbox where relayed_at is null`)

it('relays that run at once share the events: each is relayed once, each effect handed over once', async () => {
  const sold = await sell(6)
  const events = (await waiting()).length
  const jobs: EffectJob[] = []
  const relay = () => relayOutbox(world.deps, planEffects, async (job) => void jobs.push(job))
  const turns = await Promise.all(Array.from({ length: 4 }, relay))
  expect(turns.reduce((sum, relayed) => sum + relayed, 0) + (await relay())).toBe(events)
  expect(await waiting()).toEqual([])
  const effects = await world.query<{ id: string }>(sql`select id from effects where order_id = any(${sold}::uuid[])`)
  expect(effects).toHaveLength(sold.length * 5)
  expect(jobs.map((job) => job.effectId).sort()).toEqual(effects.map((effect) => effect.id).sort())
  // Handed over to nobody, as by a relay that died: the timer finds them.
  await world.wait(70)
  await world.drain()
  expect(await world.query(sql`select distinct status from effects where order_id = any(${sold}::uuid[])`)).toEqual([{ status: 'done' }])
})

it('an event that cannot be relayed is put aside with its reason, seen by the operator, and keeps nobody else', async () => {
  const [orderId] = await sell(1)
  const poison = randomUUID()
  await world.query(
    sql`insert into outbox (id, event, payload, next_attempt_at) values (${poison}, 'order.unheard_of', '{}', now() - interval '1 hour')`,
  )
  await world.drain()
  expect(await world.standing(orderId as string)).toMatchObject({ order: 'paid', shipment: 'registered' })
  expect(await waiting()).toEqual([{ id: poison, event: 'order.unheard_of' }])
  const admin = await world.admin()
  const { body } = await admin.client.opsOutbox({ query: {} })
  const shown = body.items.find((row) => row.id === poison)
  expect(shown).toMatchObject({ relayedAt: null, lastError: 'no route for event order.unheard_of' })
  const attempts = shown?.attempts as number
  await world.wait(3600)
  await world.drain()
  const rows = await world.query<{ attempts: number; later: boolean }>(
    sql`select attempts, next_attempt_at > now() as later from outbox where id = ${poison}`,
  )
  expect(rows).toEqual([{ attempts: expect.any(Number), later: true }])
  expect(rows[0]?.attempts).toBeGreaterThan(attempts)
  await world.query(sql`delete from outbox where id = ${poison}`)
})
