import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../../test/ask.ts'
import { createWorld, type Person, type World } from '../../test/world.ts'
import { withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

let world: World
let seller: Person

beforeAll(async () => {
  world = await createWorld()
  seller = await world.seller('Elif Kaya')
})
afterAll(() => world.close())

function add(body: Record<string, unknown> = {}, person = seller): Promise<Answer> {
  return ask(world, 'POST', '/products', {
    token: person.accessToken,
    body: { title: 'Deri çanta', description: 'Taba rengi', priceKurus: 145_000, ...body },
  })
}

function change(id: string, body: Record<string, unknown>, person = seller): Promise<Answer> {
  return ask(world, 'PATCH', `/products/${id}`, { token: person.accessToken, body })
}

function show(id: string, person?: Person): Promise<Answer> {
  return ask(world, 'GET', `/products/${id}`, person ? { token: person.accessToken } : {})
}

async function titles(query: string, person?: Person): Promise<string[]> {
  const { body } = await ask(world, 'GET', `/products?${query}`, person ? { token: person.accessToken } : {})
  return body.items.map((product: { title: string }) => product.title)
}

test('a product shows what it costs a buyer, and nothing of what the seller gets', async () => {
  const { status, body } = await add({ priceKurus: 125_050, shippingKurus: 8990, stock: 2, condition: 'like_new' })
  expect(status).toBe(201)
  expect(body).toEqual({
    id: expect.any(String),
    title: 'Deri çanta',
    description: 'Taba rengi',
    condition: 'like_new',
    priceKurus: 125_050,
    shippingKurus: 8990,
    currency: 'TRY',
    status: 'active',
    stock: 2,
    stockTotal: 2,
    seller: { id: seller.id, name: 'Elif K.' },
    images: [],
    totals: { itemKurus: 125_050, shippingKurus: 8990, feeKurus: 990 + 3751, totalKurus: 125_050 + 8990 + 4741 },
    createdAt: expect.stringMatching(/Z$/),
  })
  const { stockTotal: _, ...forOthers } = body
  expect((await show(body.id)).body).toEqual(forOthers)
})

test('bad fields are named one by one, unknown ones too', async () => {
  const { status, body } = await add({ title: 'x', priceKurus: 10.5, stock: 0, status: 'sold', sellerId: seller.id })
  expect(status).toBe(422)
  expect(body.errors.map((error: { path: string }) => error.path).sort()).toEqual(['priceKurus', 'sellerId', 'status', 'stock', 'title'])
})

test('listing needs a token, looking does not', async () => {
  expect((await ask(world, 'POST', '/products', { body: { title: 'Deri çanta', description: 'x', priceKurus: 1000 } })).status).toBe(401)
  expect((await ask(world, 'GET', '/products')).status).toBe(200)
  expect((await ask(world, 'GET', '/products?seller=me')).body.code).toBe('auth.required')
})

test('whoever looks with a token that is no longer good sees what everybody sees', async () => {
  const { id } = (await add()).body
  const paused = (await add()).body.id
  await change(paused, { status: 'paused' })
  const clock = world.deps.clock
  for (const [authorization, code] of [
    ['Bearer of.bad.news', 'auth.required'],
    [`Bearer ${seller.accessToken}`, 'auth.expired'],
  ] as const) {
    const look = (path: string) => ask(world, 'GET', path, { headers: { authorization } })
    world.deps.clock = { now: () => new Date(Date.now() + 901_000) }
    for (const path of ['/products', `/products/${id}`, '/places']) expect([path, (await look(path)).status]).toEqual([path, 200])
    expect((await look('/products?seller=me')).body.code).toBe(code)
    // Only with a fresh token could it be hers.
    expect((await look(`/products/${paused}`)).body.code).toBe(code === 'auth.expired' ? code : 'product.not_found')
    world.deps.clock = clock
  }
})

test.each(['ahşap', 'AHŞAP', 'ahsap', 'Ahsap iskemle', 'iskemle ışık', 'ISIK', 'İSKEMLE', 'iskem'])(
  '«%s» finds «AHŞAP İskemle, ışıklı»',
  async (words) => {
    const person = await world.person()
    await add({ title: 'AHŞAP İskemle, ışıklı' }, person)
    expect(await titles(`seller=${person.id}&q=${encodeURIComponent(words)}`)).toEqual(['AHŞAP İskemle, ışıklı'])
  },
)

test.each(['%', '_', '\\', "' or 1=1 --", 'masa sandalye', 'x'.repeat(200)])(
  '«%s» is looked for as it stands and finds nothing',
  async (words) => {
    const person = await world.person()
    await add({ title: 'Ceviz masa' }, person)
    expect(await titles(`seller=${person.id}&q=${encodeURIComponent(words)}`)).toEqual([])
  },
)

test('a list is newest first and is read on by its cursor without gaps or repeats', async () => {
  const person = await world.person()
  for (const number of [1, 2, 3, 4, 5]) await add({ title: `Kitap ${number}` }, person)
  const read: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body }: Answer = await ask(world, 'GET', `/products?seller=${person.id}&limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    read.push(...body.items.map((product: { title: string }) => product.title))
    cursor = body.nextCursor
    if (read.length === 2) await add({ title: 'Kitap 6' }, person)
  }
  expect(read).toEqual(['Kitap 5', 'Kitap 4', 'Kitap 3', 'Kitap 2', 'Kitap 1'])
})

test.each(['limit=0', 'limit=101', 'limit=abc', 'cursor=abc', 'seller=abc', 'sort=price', `q=${'x'.repeat(201)}`])(
  'the query ?%s is refused by the name of its field',
  async (query) => {
    const { status, body } = await ask(world, 'GET', `/products?${query}`)
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [query.split('=')[0]]])
  },
)

test('somebody else’s product cannot be changed or removed, and answers like one that does not exist', async () => {
  const { id } = (await add()).body
  const stranger = await world.person()
  const nobodys = '01890000-0000-7000-8000-000000000000'
  for (const answer of [
    await change(id, { priceKurus: 100 }, stranger),
    await change(nobodys, { priceKurus: 100 }, stranger),
    await change('abc', { priceKurus: 100 }, stranger),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([404, 'product.not_found'])
  }
  expect((await ask(world, 'DELETE', `/products/${id}`, { token: stranger.accessToken })).status).toBe(404)
  expect((await show(id)).body.priceKurus).toBe(145_000)
})

test('a change writes what is given, leaves the rest, and is found by its new words', async () => {
  const { id } = (await add({ title: 'Eski ad' })).body
  const { status, body } = await change(id, { title: 'Kemençe', priceKurus: 99_900 })
  expect(status).toBe(200)
  expect(body).toMatchObject({ title: 'Kemençe', description: 'Taba rengi', priceKurus: 99_900, totals: { itemKurus: 99_900 } })
  expect(await titles(`seller=${seller.id}&q=kemence`)).toEqual(['Kemençe'])
  expect(await titles(`seller=${seller.id}&q=eski`)).toEqual([])
})

test('a paused product is there for its seller alone, until it is active again', async () => {
  const { id } = (await add()).body
  expect((await change(id, { status: 'paused' })).body.status).toBe('paused')
  expect((await show(id)).status).toBe(404)
  expect((await show(id, await world.person())).status).toBe(404)
  expect((await show(id, seller)).body.status).toBe('paused')
  const mine = await ask(world, 'GET', '/products?seller=me&limit=100', { token: seller.accessToken })
  expect(mine.body.items.map((product: { id: string }) => product.id)).toContain(id)
  expect((await change(id, { status: 'active' })).body.status).toBe('active')
  expect((await show(id)).status).toBe(200)
})

test('a removed product is gone for everybody, its seller included', async () => {
  const { id } = (await add()).body
  expect((await ask(world, 'DELETE', `/products/${id}`, { token: seller.accessToken })).status).toBe(204)
  expect((await show(id, seller)).status).toBe(404)
  expect((await change(id, { status: 'active' })).status).toBe(404)
  expect((await ask(world, 'DELETE', `/products/${id}`, { token: seller.accessToken })).status).toBe(404)
})

test('an order takes a unit, the last one makes the product reserved, and a paused one comes back as its orders make it', async () => {
  const { id } = (await add({ stock: 2 })).body
  const first = await world.buy(await world.person(), id)
  expect((await show(id)).body).toMatchObject({ status: 'active', stock: 1 })
  await world.buy(await world.person(), id)
  expect((await show(id)).body).toMatchObject({ status: 'reserved', stock: 0 })
  expect((await change(id, { status: 'paused' })).body).toMatchObject({ status: 'paused', stock: 0 })
  expect((await change(id, { status: 'active' })).body).toMatchObject({ status: 'reserved', stock: 0 })
  expect((await change(id, { stock: 3 })).body).toMatchObject({ status: 'active', stock: 1, stockTotal: 3 })
  expect((await show(id)).body.totals.itemKurus).toBe(145_000)
  expect(first.orderId).toBeTruthy()
})

test('stock cannot be lowered below what live orders hold', async () => {
  const { id } = (await add({ stock: 3 })).body
  for (let buyer = 0; buyer < 2; buyer++) await world.buy(await world.person(), id)
  const refused = await change(id, { stock: 1, title: 'Başka ad' })
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'stock'])
  expect((await show(id)).body).toMatchObject({ title: 'Deri çanta', stock: 1 })
  expect((await change(id, { stock: 2 })).body).toMatchObject({ status: 'reserved', stock: 0 })
})

test('an edit while an order is open leaves the order as it was placed', async () => {
  const { id } = (await add({ priceKurus: 50_000 })).body
  const buyer = await world.person()
  const { orderId } = await world.buy(buyer, id)
  await change(id, { priceKurus: 90_000, title: 'Pahalı çanta' })
  expect(await world.order(buyer, orderId)).toMatchObject({
    product: { title: 'Deri çanta', priceKurus: 50_000 },
    totals: { itemKurus: 50_000 },
  })
  expect((await ask(world, 'DELETE', `/products/${id}`, { token: seller.accessToken })).status).toBe(204)
  expect(await world.order(buyer, orderId)).toMatchObject({ status: 'pending_payment' })
})

test('an edit waits for whoever holds the product and answers busy when that takes too long', async () => {
  const { id } = (await add()).body
  await withTx(world.deps.db, async (tx) => {
    await tx.query(sql`select id from products where id = ${id} for update`)
    const { status, body, headers } = await change(id, { priceKurus: 90_000 })
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'server.busy', '1'])
  })
  expect((await change(id, { priceKurus: 90_000 })).status).toBe(200)
})
