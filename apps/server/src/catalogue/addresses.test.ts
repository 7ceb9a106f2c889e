import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../../test/ask.ts'
import { createWorld, type Person, type World } from '../../test/world.ts'

let world: World
let person: Person

beforeAll(async () => {
  world = await createWorld()
  person = await world.person()
})
afterAll(() => world.close())

const ADDRESS = { fullName: 'Ayşe Yılmaz', phone: '0532 123 45 67', city: 'İstanbul', district: 'Üsküdar', line: 'İcadiye Cad. No: 23' }

function add(address: Record<string, unknown> = {}, token = person.accessToken): Promise<Answer> {
  return ask(world, 'POST', '/addresses', { token, body: { ...ADDRESS, ...address } })
}

test('an address is stored as it is spelled officially and shown in full', async () => {
  const { status, body } = await add({ city: 'ISTANBUL', district: 'uskudar', neighbourhood: 'Kuzguncuk', postalCode: '34674' })
  expect(status).toBe(201)
  expect(body).toEqual({ id: expect.any(String), ...ADDRESS, phone: '+905321234567', neighbourhood: 'Kuzguncuk', postalCode: '34674' })
  const list = await ask(world, 'GET', '/addresses', { token: person.accessToken })
  expect(list.body).toMatchObject({ items: expect.arrayContaining([body]), nextCursor: null })
})

test.each([
  ['city', { city: 'Atlantis', district: 'Merkez' }],
  ['district', { city: 'İzmir', district: 'Kadıköy' }],
  ['phone', { phone: '12345' }],
  ['postalCode', { postalCode: '3467' }],
  ['fullName', { fullName: 'Ayşe' }],
  ['line', { line: 'x\r\nBcc: y' }],
  ['lat', { lat: 41 }],
])('a wrong %s is named', async (path, wrong) => {
  const { status, body } = await add(wrong)
  expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]])
})

test('a change of the city needs a district of it', async () => {
  const { id } = (await add()).body
  const change = (body: object) => ask(world, 'PATCH', `/addresses/${id}`, { token: person.accessToken, body })
  expect((await change({ city: 'Ankara' })).body.errors[0].path).toBe('district')
  expect((await change({ district: 'Çankaya' })).body.errors[0].path).toBe('district')
  expect((await change({ city: 'ankara', district: 'CANKAYA' })).body).toMatchObject({
    city: 'Ankara',
    district: 'Çankaya',
    line: ADDRESS.line,
  })
  expect((await change({ neighbourhood: null, postalCode: null })).body).toMatchObject({ neighbourhood: null, postalCode: null })
  expect((await change({ line: 'Tunalı Hilmi Cad. No: 72' })).body).toMatchObject({ city: 'Ankara', line: 'Tunalı Hilmi Cad. No: 72' })
})

test('somebody else’s address answers like one that does not exist', async () => {
  const { id } = (await add()).body
  const stranger = await world.person()
  for (const path of [`/addresses/${id}`, '/addresses/01890000-0000-7000-8000-000000000000', '/addresses/abc']) {
    for (const method of ['PATCH', 'DELETE']) {
      const { status, body } = await ask(world, method, path, { token: stranger.accessToken, ...(method === 'PATCH' ? { body: {} } : {}) })
      expect([status, body.code]).toEqual([404, 'address.not_found'])
    }
  }
  const theirs = await ask(world, 'GET', '/addresses', { token: stranger.accessToken })
  expect(theirs.body.items).toHaveLength(1)
})

test('a removed address is gone from the list and cannot be ordered to, while its orders keep it', async () => {
  const { id } = (await add()).body
  const [buyer, seller] = [person, await world.seller()]
  const [first, second] = [await world.product(seller), await world.product(seller)]
  const { body: placed } = await buyer.client.placeOrder({ body: { productId: first.id, addressId: id } })
  expect((await ask(world, 'DELETE', `/addresses/${id}`, { token: buyer.accessToken })).status).toBe(204)
  expect((await ask(world, 'DELETE', `/addresses/${id}`, { token: buyer.accessToken })).status).toBe(404)
  const refused = await ask(world, 'POST', '/orders', { token: buyer.accessToken, body: { productId: second.id, addressId: id } })
  expect(refused.body.code).toBe('address.not_found')
  expect((await world.order(buyer, placed.orderId)).address).toMatchObject({ city: 'İstanbul', district: 'Üsküdar', line: ADDRESS.line })
})

test('addresses are read page by page, newest first, and nobody has more than fifty', async () => {
  const collector = await world.person()
  const added: string[] = []
  for (let count = 0; count < 48; count++) added.push((await add({}, collector.accessToken)).body.id)
  const both = await Promise.all([add({}, collector.accessToken), add({}, collector.accessToken)])
  expect(both.map(({ status, body }) => [status, body.code]).sort()).toEqual([
    [201, undefined],
    [409, 'address.limit'],
  ])
  const list = (query: string) => ask(world, 'GET', `/addresses?${query}`, { token: collector.accessToken })
  expect((await list('')).body.items).toHaveLength(50)
  const first = (await list('limit=2')).body
  const second = (await list(`limit=2&cursor=${first.nextCursor}`)).body
  expect([...first.items.slice(1), ...second.items].map(({ id }: { id: string }) => id)).toEqual(added.toReversed().slice(0, 3))
  const last = (await list(`limit=5&cursor=${added[1]}`)).body
  expect([last.items.length, last.nextCursor]).toEqual([2, null])
  expect((await list('cursor=abc')).body.errors[0].path).toBe('cursor')
})

test('the places are open to everybody, all at once or page by page', async () => {
  const { status, body } = await ask(world, 'GET', '/places')
  expect([status, body.nextCursor]).toEqual([200, null])
  const first = (await ask(world, 'GET', '/places?limit=80')).body
  const rest = (await ask(world, 'GET', `/places?cursor=${encodeURIComponent(first.nextCursor)}`)).body
  expect([first.items.length, rest]).toEqual([80, { items: body.items.slice(80), nextCursor: null }])
  expect((await ask(world, 'GET', '/places?cursor=Atlantis')).body.errors[0].path).toBe('cursor')
  expect(body.items).toHaveLength(81)
  expect(body.items.find((place: { city: string }) => place.city === 'Yalova').districts).toEqual([
    'Altınova',
    'Armutlu',
    'Çınarcık',
    'Çiftlikköy',
    'Merkez',
    'Termal',
  ])
})
