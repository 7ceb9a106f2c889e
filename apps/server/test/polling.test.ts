import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sql } from '../src/platform/sql.ts'
import { ask } from './ask.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { IYZICO_POLLS_PER_MINUTE: '20' } })
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

it('the poller keeps to its budget, those that waited longest first, and the lag shows while it cannot keep up', async () => {
  const [buyer, seller] = await Promise.all([world.person(), world.seller()])
  const orders: string[] = []
  for (let n = 0; n < 5; n++) {
    const { orderId, token } = await world.buy(buyer, (await world.product(seller)).id)
    await world.pay(token)
    orders.push(orderId)
    await world.query(sql`update payments set next_check_at = now() - make_interval(secs => ${500 - n}) where order_id = ${orderId}`)
  }
  const paid = async () => {
    const rows = await world.query<{ id: string }>(sql`select id from orders where status = 'paid'`)
    return orders.map((id) => rows.some((row) => row.id === id))
  }
  await world.poll()
  const first = await paid()
  const asked = first.filter(Boolean).length
  expect(asked).toBeGreaterThanOrEqual(1)
  expect(asked).toBeLessThanOrEqual(2)
  expect(first).toEqual([...Array(asked).fill(true), ...Array(5 - asked).fill(false)])
  expect(await lagS()).toBeGreaterThan(400)
  for (let turn = 0; turn < 4; turn++) await world.poll()
  expect(await paid()).toEqual(Array(5).fill(true))
})

async function lagS(): Promise<number> {
  const { body } = await ask(world, 'GET', '/metrics')
  return Number(/^emanet_payments_ask_lag_seconds (\S+)$/m.exec(body)?.[1])
}
