import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world?.close())

/** What the writing statement of the Buy button does, for one who took no lock and never looked whether the product is free. */
const SECOND_SALE = `
  insert into orders (id, number, buyer_id, seller_id, product_id, unit_no, product_title, product_condition, item_kurus, shipping_kurus,
    fee_kurus, total_kurus, commission_kurus, seller_kurus, rates, address, language, expires_at)
  select $1, $2, $3, seller_id, product_id, $4, product_title, product_condition, item_kurus, shipping_kurus,
    fee_kurus, total_kurus, commission_kurus, seller_kurus, rates, address, language, expires_at
  from orders where id = $5`

it('a second live order of a unit is impossible, whoever writes it', async () => {
  const { orderId } = await world.purchase()
  const stranger = await world.person()
  const sell = (unit: number) =>
    world.deps.db.pool.query(SECOND_SALE, [randomUUID(), `EM${randomUUID().slice(0, 10)}`, stranger.id, unit, orderId])
  await expect(sell(1)).rejects.toMatchObject({ code: '23505', constraint: 'one_live_order_per_unit' })
})

it('with every lock gone, twenty buyers who all saw the product free still get one order', async () => {
  const { buyer, orderId } = await world.purchase()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  const strangers = await Promise.all(Array.from({ length: 5 }, () => world.person()))
  const clients = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const client = new pg.Client({ connectionString: world.databaseUrl })
      await client.connect()
      return client
    }),
  )
  try {
    // All twenty begin, and all see that no live order holds the unit, before the first of them writes.
    const sights = await Promise.all(
      clients.map(async (client) => {
        await client.query('begin')
        const { rows } = await client.query(
          `select count(*)::int as live from orders where product_id = (select product_id from orders where id = $1) and status = 'pending_payment'`,
          [orderId],
        )
        return rows[0].live
      }),
    )
    expect(sights).toEqual(Array.from({ length: 20 }, () => 0))
    const outcomes = await Promise.allSettled(
      clients.map(async (client, index) => {
        await client.query(SECOND_SALE, [randomUUID(), `EM${randomUUID().slice(0, 10)}`, strangers[index % 5]?.id, 1, orderId])
        await client.query('commit')
      }),
    )
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.constraint] : []))
    expect(refusals).toEqual(Array.from({ length: 19 }, () => 'one_live_order_per_unit'))
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
})

it('a buyer whose writing statement meets the guard hears that the product is taken', async () => {
  const { buyer, orderId, product } = await world.purchase()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  const [stranger, loser] = await Promise.all([world.person(), world.person()])
  // Somebody outside the house takes the unit, and the product still says that it is free.
  await world.deps.db.pool.query(SECOND_SALE, [randomUUID(), 'EM0000000000', stranger.id, 1, orderId])
  const refused = await world.buy(loser, product.id).catch((error: { problem: { status: number; code: string } }) => error.problem)
  expect(refused).toMatchObject({ status: 409, code: 'product.unavailable' })
})
