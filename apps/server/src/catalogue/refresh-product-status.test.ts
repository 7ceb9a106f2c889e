import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type Person, type World } from '../../test/world.ts'
import { withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { refreshProductStatus } from './refresh-product-status.ts'

let world: World
let seller: Person
let buyers: [Person, Person]

beforeAll(async () => {
  world = await createWorld()
  seller = await world.seller()
  buyers = [await world.person(), await world.person()]
})
afterAll(() => world.close())

/** A product with `stock` units and one order in each of these states. */
async function productWith(stock: number, statuses: string[]): Promise<string> {
  const { id } = await world.product(seller, { stock: Math.max(stock, statuses.length) })
  for (const [index, status] of statuses.entries()) {
    const { orderId } = await world.buy(buyers[index] as Person, id)
    await world.query(sql`update orders set status = ${status}, paid_at = now(), shipped_at = now() where id = ${orderId}`)
  }
  await world.query(sql`update products set stock = ${stock} where id = ${id}`)
  return id
}

/** What becomes of a product that has the status `before`. */
async function refreshed(productId: string, before: string): Promise<string> {
  const [row] = await withTx(world.deps.db, async (tx) => {
    await tx.query(sql`update products set status = ${before} where id = ${productId}`)
    await refreshProductStatus(tx, productId)
    return tx.query<{ status: string }>(sql`select status from products where id = ${productId}`)
  })
  return row?.status as string
}

test.each([
  [1, [], 'active'],
  [1, ['pending_payment'], 'reserved'],
  [1, ['payment_review'], 'reserved'],
  [1, ['paid'], 'sold'],
  [1, ['shipped'], 'sold'],
  [1, ['completed'], 'sold'],
  [1, ['disputed'], 'sold'],
  [1, ['cancelled'], 'active'],
  [1, ['expired'], 'active'],
  [2, ['paid'], 'active'],
  [2, ['paid', 'pending_payment'], 'reserved'],
  [2, ['paid', 'delivered'], 'sold'],
  [2, ['paid', 'expired'], 'active'],
])('%i units with orders that are %j make the product %s', async (stock, statuses, expected) => {
  const id = await productWith(stock, statuses)
  for (const before of ['active', 'reserved', 'sold']) expect(await refreshed(id, before)).toBe(expected)
})

test.each(['draft', 'paused', 'removed'])('a product that is %s stays so', async (status) => {
  expect(await refreshed(await productWith(1, ['paid']), status)).toBe(status)
})

test('no index of products mentions the status, so that reserving one touches none of them', async () => {
  const indexes = await world.query<{ indexdef: string }>(sql`select indexdef from pg_indexes where tablename = 'products'`)
  expect(indexes.length).toBeGreaterThan(0)
  expect(indexes.filter(({ indexdef }) => indexdef.includes('status'))).toEqual([])
})
