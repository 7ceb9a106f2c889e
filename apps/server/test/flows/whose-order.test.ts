import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Answer, ask } from '../ask.ts'
import { createWorld, type Person, type World } from '../world.ts'

let world: World
let people: Record<'buyer' | 'seller' | 'stranger' | 'admin', Person>
let paid: string
let unpaid: string
beforeAll(async () => {
  world = await createWorld()
  const [buyer, seller, stranger, admin] = await Promise.all([world.person(), world.seller(), world.person(), world.admin()])
  people = { buyer, seller, stranger, admin }
  const first = await world.buy(buyer, (await world.product(seller)).id)
  await world.pay(first.token, { callback: true })
  await world.drain()
  paid = first.orderId
  unpaid = (await world.buy(buyer, (await world.product(seller)).id)).orderId
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

type Who = keyof typeof people

const of = (who: Who, method: string, path: string): Promise<Answer> => ask(world, method, path, { token: people[who].accessToken })
const read = async (who: Who, orderId: string) => (await of(who, 'GET', `/orders/${orderId}`)).body

const ROUTES: { method: string; path: (orderId: string) => string; allowed: Who[] }[] = [
  { method: 'GET', path: (id) => `/orders/${id}`, allowed: ['buyer', 'seller', 'admin'] },
  { method: 'GET', path: (id) => `/orders/${id}/events`, allowed: ['buyer', 'seller', 'admin'] },
  { method: 'GET', path: (id) => `/orders/${id}/label`, allowed: ['seller'] },
  { method: 'POST', path: (id) => `/orders/${id}/payment`, allowed: ['buyer'] },
  { method: 'POST', path: (id) => `/orders/${id}/cancel`, allowed: ['buyer'] },
]

it.each(ROUTES.map((route) => [`${route.method} ${route.path(':id')}`, route] as const))(
  '%s answers whoever has no business there as if there were no such order',
  async (_, { method, path, allowed }) => {
    for (const who of Object.keys(people) as Who[]) {
      if (allowed.includes(who)) continue
      const [hers, nobodys, noId] = [
        await of(who, method, path(paid)),
        await of(who, method, path(randomUUID())),
        await of(who, method, path('x')),
      ]
      expect([who, hers.status, hers.body.code]).toEqual([who, 404, 'order.not_found'])
      for (const answer of [nobodys, noId])
        expect([answer.status, { ...answer.body, traceId: '' }]).toEqual([404, { ...hers.body, traceId: '' }])
    }
    expect((await ask(world, method, path(paid))).body.code).toBe('auth.required')
  },
)

it('the parties and an operator read the order, the seller prints its label', async () => {
  for (const who of ['buyer', 'seller', 'admin'] as const) expect((await read(who, paid)).role).toBe(who)
  const label = await of('seller', 'GET', `/orders/${paid}/label`)
  expect([label.status, label.headers.get('content-type')]).toEqual([200, 'application/pdf'])
})

it('a list holds the orders of that side alone', async () => {
  const idsOf = async (who: Who, role: string) =>
    (await of(who, 'GET', `/orders?role=${role}`)).body.items.map((order: { id: string }) => order.id)
  expect(await idsOf('buyer', 'buyer')).toEqual([unpaid, paid])
  expect(await idsOf('seller', 'seller')).toEqual([unpaid, paid])
  for (const [who, role] of [
    ['buyer', 'seller'],
    ['seller', 'buyer'],
    ['stranger', 'buyer'],
    ['stranger', 'seller'],
    ['admin', 'buyer'],
  ] as const)
    expect(await idsOf(who, role)).toEqual([])
})

it('each side sees the fields that are known, and no other', async () => {
  const fields = [
    ...['actions', 'address', 'buyer', 'createdAt', 'expiresAt', 'hold', 'id', 'number', 'payment', 'product', 'refunds', 'role'],
    ...['seller', 'shipment', 'status', 'timeline', 'totals'],
  ]
  for (const who of ['buyer', 'seller', 'admin'] as const) {
    const order = await read(who, paid)
    expect(Object.keys(order).sort()).toEqual(fields)
    // Full names, e-mails and the parties' own phones are nobody else's business; the parcel's receiver is in the address.
    expect([Object.keys(order.buyer), Object.keys(order.seller)]).toEqual([
      ['id', 'name'],
      ['id', 'name'],
    ])
    expect(JSON.stringify([order.buyer, order.seller])).not.toMatch(/Yılmaz|Öztürk|@|\+90/)
  }
})

it('the seller learns the address when the order is paid, and never the payment page', async () => {
  expect((await read('seller', unpaid)).address).toBeNull()
  expect((await read('seller', paid)).address).toMatchObject({ city: 'İstanbul', phone: '+905321234567' })
  expect((await read('buyer', unpaid)).payment.paymentUrl).toMatch(/^http/)
  for (const who of ['seller', 'admin'] as const) {
    const order = await read(who, unpaid)
    expect([order.payment.paymentUrl, order.actions]).toEqual([null, []])
  }
})
