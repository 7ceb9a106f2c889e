import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { ask } from '../ask.ts'
import { createWorld, type Person, type World } from '../world.ts'

let world: World
let seller: Person
beforeAll(async () => {
  world = await createWorld({ settings: { RATE_LIMITS: 'on' } })
  seller = await world.seller()
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

const place = (who: Person, productId: string) =>
  ask(world, 'POST', '/orders', { token: who.accessToken, body: { addressId: who.addressId, productId } })

it('a fourth open unpaid order is refused until one of the three ends; the same purchase again is not a fourth', async () => {
  const buyer = await world.person()
  const products = [await world.product(seller), await world.product(seller), await world.product(seller), await world.product(seller)]
  const placed = []
  for (const product of products.slice(0, 3)) placed.push(await place(buyer, product.id))
  expect(placed.map((answer) => answer.status)).toEqual([201, 201, 201])
  const refused = await place(buyer, products[3]?.id as string)
  expect([refused.status, refused.body.code]).toEqual([429, 'reservations.limit'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(2600)
  expect((await place(buyer, products[0]?.id as string)).status).toBe(200)
  await buyer.client.cancelOrder({ params: { id: placed[1]?.body.orderId } })
  expect((await place(buyer, products[3]?.id as string)).status).toBe(201)
})

it('ten tabs at once do not slip under the limit', async () => {
  const buyer = await world.person()
  const products = []
  for (let count = 0; count < 10; count++) products.push(await world.product(seller))
  const answers = await Promise.all(products.map((product) => place(buyer, product.id)))
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 201, 201, ...Array.from({ length: 7 }, () => 429)])
  const rows = await world.query(sql`select count(*)::int as open from orders where buyer_id = ${buyer.id} and status = 'pending_payment'`)
  expect(rows).toEqual([{ open: 3 }])
})
