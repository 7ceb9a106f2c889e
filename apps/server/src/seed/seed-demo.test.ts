import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../test/ask.ts'
import { createCrash } from '../../test/crash.ts'
import { createWorld, type World } from '../../test/world.ts'
import { sql } from '../platform/sql.ts'
import { DEMO_PASSWORD, PEOPLE } from './people.ts'
import { PRODUCTS } from './products.ts'
import { seedDemo } from './seed-demo.ts'

let world: World
const crash = createCrash()

beforeAll(async () => {
  world = await createWorld({ crash })
}, 120_000)
afterAll(() => world.close())

function counts() {
  return world.query(sql`
    select (select count(*) from users) as people, (select count(*) from addresses) as addresses, (select count(*) from products) as products,
      (select count(*) from product_images) as pictures, (select string_agg(revision::text, ',') from payout_accounts) as revisions`)
}

async function logIn(email: string): Promise<string> {
  return (await ask(world, 'POST', '/auth/login', { body: { email, password: DEMO_PASSWORD } })).body.accessToken
}

test('a run that was interrupted is completed by the next one, and a third adds nothing', async () => {
  for (const step of [30, 60, 90]) {
    crash.dieBefore(step)
    await expect(seedDemo(world.deps)).rejects.toThrow('crashed before')
    await crash.revive()
  }
  const accounts = await seedDemo(world.deps)
  expect(accounts).toHaveLength(PEOPLE.length)
  expect(accounts[0]).toEqual({ email: 'ayse@emanet.example', password: DEMO_PASSWORD, role: 'seller', name: 'Ayşe Yılmaz' })
  const complete = await counts()
  expect(complete).toMatchObject([{ people: PEOPLE.length, products: PRODUCTS.length }])
  expect(await seedDemo(world.deps)).toEqual(accounts)
  expect(await counts()).toEqual(complete)
}, 120_000)

test('what people changed since is left alone', async () => {
  const token = await logIn('ayse@emanet.example')
  const mine = (await ask(world, 'GET', '/products?seller=me&limit=100', { token })).body.items
  await ask(world, 'DELETE', `/products/${mine[0].id}`, { token })
  await ask(world, 'PATCH', `/products/${mine[1].id}`, { token, body: { title: 'Başka bir ad' } })
  await seedDemo(world.deps)
  const after = (await ask(world, 'GET', '/products?seller=me&limit=100', { token })).body.items
  expect(after).toHaveLength(mine.length - 1)
  expect(after[0].title).toBe('Başka bir ad')
})

test('every product has a picture of its own and a price at which it can be sold; one has three units', async () => {
  const { items } = (await ask(world, 'GET', '/products?limit=100')).body
  expect(items.length).toBeGreaterThanOrEqual(24)
  expect(items.filter((product: { stock: number }) => product.stock === 3)).toHaveLength(1)
  const pictures = new Set<string>()
  for (const product of items) {
    const bytes = Buffer.from(await (await fetch(product.images[0].url)).arrayBuffer())
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 1000, height: 1000 })
    pictures.add(bytes.toString('base64'))
  }
  expect(pictures.size).toBe(items.length)
})

test('a demo buyer buys from a demo seller, and the administrator may look', async () => {
  const [buyer, admin] = [await logIn('zeynep@emanet.example'), await logIn('selin@emanet.example')]
  const addressId = (await ask(world, 'GET', '/addresses', { token: buyer })).body.items[0].id
  const products = (await ask(world, 'GET', '/products?limit=100')).body.items as { id: string; seller: { id: string } }[]
  const oneOfEach = [...new Map(products.map((product) => [product.seller.id, product])).values()]
  expect(oneOfEach).toHaveLength(3)
  for (const product of oneOfEach) {
    expect((await ask(world, 'POST', '/orders', { token: buyer, body: { productId: product.id, addressId } })).status).toBe(201)
  }
  expect((await ask(world, 'GET', '/ops/orders', { token: admin })).body.items).toHaveLength(3)
})
