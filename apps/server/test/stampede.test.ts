import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../src/platform/sql.ts'
import { ask } from './ask.ts'
import { createWorld, type Person, until, type World } from './world.ts'

type Buyer = { id: string; addressId: string; accessToken: string }

const place = (world: World, who: Buyer, productId: string) =>
  ask(world, 'POST', '/orders', { token: who.accessToken, body: { addressId: who.addressId, productId } })

describe('many buyers at once', () => {
  let world: World
  let seller: Person
  let buyers: Buyer[]
  beforeAll(async () => {
    world = await createWorld({ settings: { DATABASE_POOL: '20' } })
    seller = await world.seller()
    buyers = await world.crowd(300)
  })
  afterAll(() => world?.close())

  it.each([
    [300, 1],
    [50, 3],
    [40, 40],
  ])('of %i for %i units as many get an order as there are units, and the rest hear that it is taken', async (count, stock) => {
    const product = await world.product(seller, { stock })
    const answers = await Promise.all(buyers.slice(0, count).map((buyer) => place(world, buyer, product.id)))
    const losers = answers.filter((answer) => answer.status !== 201)
    expect(losers.map(({ status, body }) => [status, body.code])).toEqual(Array(count - stock).fill([409, 'product.unavailable']))
    const orders = await world.query<{ unit_no: number }>(sql`select unit_no from orders where product_id = ${product.id} order by unit_no`)
    expect(orders.map((order) => order.unit_no)).toEqual(Array.from({ length: stock }, (_, n) => n + 1))
    expect(new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.body.paymentUrl)).size).toBe(stock)
    await world.expectBooksToBalance()
  })
})

describe('a product that somebody else holds', () => {
  let world: World
  let seller: Person
  let buyer: Person
  beforeAll(async () => {
    world = await createWorld()
    ;[seller, buyer] = await Promise.all([world.seller(), world.person()])
  })
  afterAll(() => world?.close())

  /** Runs `work` while the row is locked; `end` sets what it becomes then. */
  async function whileHeld<T>(productId: string, work: (end: (status: string) => Promise<void>) => Promise<T>): Promise<T> {
    const holder = await world.deps.db.pool.connect()
    try {
      await holder.query('begin')
      await holder.query('set local idle_in_transaction_session_timeout = 0')
      await holder.query('select 1 from products where id = $1 for update', [productId])
      return await work(async (status) => {
        await holder.query('update products set status = $2 where id = $1', [productId, status])
        await holder.query('commit')
      })
    } finally {
      await holder.query('rollback')
      holder.release()
    }
  }

  it('is waited for no longer than some seconds, and then the server is busy', async () => {
    const product = await world.product(seller)
    const answer = await whileHeld(product.id, () => place(world, buyer, product.id))
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'server.busy', expect.any(String)])
    expect((await place(world, buyer, product.id)).status).toBe(201)
    await world.expectBooksToBalance()
  })

  it('and is taken when it lets go of it, is refused as taken', async () => {
    const product = await world.product(seller)
    const answer = await whileHeld(product.id, async (end) => {
      const waiting = place(world, buyer, product.id)
      const isWaiting = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      await until(async () => (await world.query(isWaiting)).length > 0, 'the buyer to wait at the lock')
      await end('paused')
      return waiting
    })
    expect([answer.status, answer.body.code, answer.body.productStatus]).toEqual([409, 'product.unavailable', 'paused'])
    expect(await world.query(sql`select 1 from orders where product_id = ${product.id}`)).toEqual([])
  })
})

describe('a gateway with two connections', () => {
  let world: World
  let seller: Person
  let buyers: Buyer[]
  beforeAll(async () => {
    world = await createWorld({ settings: { DATABASE_POOL: '2' } })
    seller = await world.seller()
    buyers = await world.crowd(50)
  })
  afterAll(() => world?.close())

  it('serves fifty at once, or sends them away to come again', async () => {
    const products: { id: string }[] = []
    for (const _ of buyers) products.push(await world.product(seller))
    const answers = await Promise.all(buyers.map((buyer, n) => place(world, buyer, products[n]?.id as string)))
    for (const { status, body } of answers)
      expect([
        [201, undefined],
        [503, 'server.busy'],
      ]).toContainEqual([status, body.code])
    // Whoever was sent away comes again.
    for (const [n, buyer] of buyers.entries()) expect([200, 201]).toContain((await place(world, buyer, products[n]?.id as string)).status)
    expect(await world.query(sql`select count(*)::int as orders from orders`)).toEqual([{ orders: 50 }])
    await world.expectBooksToBalance()
  })

  it('of which both are gone is busy, but alive, and works again when they are back', async () => {
    const taken = await Promise.all([world.deps.db.pool.connect(), world.deps.db.pool.connect()])
    try {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(world, 'GET', '/products')))
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(20).fill([503, 'server.busy']))
      expect(answers[0]?.headers.get('retry-after')).toMatch(/^\d+$/)
      expect((await ask(world, 'GET', '/health/live')).status).toBe(200)
    } finally {
      for (const client of taken) client.release()
    }
    expect((await ask(world, 'GET', '/products')).status).toBe(200)
  })
})
