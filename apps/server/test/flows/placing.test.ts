import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { ask } from '../ask.ts'
import { createWorld, type Person, refusal, tokenOf, type World } from '../world.ts'

const INITIALISE = '/checkoutform/initialize'
/** Longer than a busy machine takes to receive a few requests that were sent at the same moment. */
const IYZICO_TAKES_MS = 2000

let world: World
let buyer: Person
let seller: Person
let crowd: Person[]
beforeAll(async () => {
  world = await createWorld()
  ;[buyer, seller, ...crowd] = await Promise.all([world.person(), world.seller(), ...Array.from({ length: 30 }, () => world.person())])
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

const place = (who: Person, body: Record<string, unknown>, key?: string) =>
  ask(world, 'POST', '/orders', {
    token: who.accessToken,
    body: { addressId: who.addressId, ...body },
    ...(key ? { headers: { 'idempotency-key': key } } : {}),
  })

async function ordersOf(productId: string): Promise<{ id: string; unit_no: number; status: string; buyer_id: string }[]> {
  return world.query(sql`select id, unit_no, status, buyer_id from orders where product_id = ${productId} order by unit_no`)
}

it('an order carries the totals that the product showed, and its own snapshot of everything', async () => {
  const product = await world.product(seller, { priceKurus: 99_999, shippingKurus: 0 })
  const shown = (await buyer.client.getProduct({ params: { id: product.id } })).body
  const { status, body } = await place(buyer, { productId: product.id, expectedPriceKurus: 99_999 })
  expect(status).toBe(201)
  expect(body.order.totals).toEqual(shown.totals)
  // 990 + floor(99 999 × 3 %), and the seller bears 89,90 of shipping and 8 % of commission.
  expect(body.order.totals).toEqual({ itemKurus: 99_999, shippingKurus: 0, feeKurus: 990 + 2999, totalKurus: 99_999 + 3989 })
  const rows = await world.query(sql`select seller_kurus, commission_kurus from orders where id = ${body.orderId}`)
  expect(rows).toEqual([{ commission_kurus: 7999, seller_kurus: 99_999 - 7999 - 8990 }])
  expect(body.order).toMatchObject({
    status: 'pending_payment',
    actions: ['pay', 'cancel'],
    payment: { status: 'pending', paymentUrl: body.paymentUrl },
  })

  await seller.client.changeProduct({ params: { id: product.id }, body: { title: 'Başka bir şey', priceKurus: 1_000_000 } })
  await world.pay(tokenOf(body.paymentUrl), { callback: true })
  const paid = await world.order(buyer, body.orderId)
  expect(paid).toMatchObject({
    status: 'paid',
    totals: body.order.totals,
    product: { title: 'Çınar ağacından sandalye', priceKurus: 99_999 },
  })
})

it('fields that nobody asked for are refused one by one, and so are amounts that are none', async () => {
  const product = await world.product(seller)
  const smuggled = { price: 1, amount: 1, fee: 0, currency: 'USD', sellerId: buyer.id, status: 'paid', buyerId: seller.id }
  const unknown = await place(buyer, { productId: product.id, ...smuggled })
  expect([unknown.status, unknown.body.code]).toEqual([422, 'request.invalid'])
  expect(unknown.body.errors.map((error: { path: string }) => error.path).sort()).toEqual(Object.keys(smuggled).sort())
  for (const expectedPriceKurus of [-1, 0.5, 1e20, '125000', [125_000], { $gt: 0 }, null])
    expect((await place(buyer, { productId: product.id, expectedPriceKurus })).body).toMatchObject({
      code: 'request.invalid',
      errors: [{ path: 'expectedPriceKurus' }],
    })
  for (const productId of [undefined, null, 'x', 7, [product.id], { $gt: '' }])
    expect((await place(buyer, { productId })).body).toMatchObject({ code: 'request.invalid', errors: [{ path: 'productId' }] })
  for (const key of ['', 'mit leer', 'x'.repeat(256)])
    expect(
      (
        await ask(world, 'POST', '/orders', {
          token: buyer.accessToken,
          body: { productId: product.id, addressId: buyer.addressId },
          headers: { 'idempotency-key': key },
        })
      ).status,
    ).toBe(422)
  expect(await ordersOf(product.id)).toEqual([])
})

it('a product that is not for sale says why', async () => {
  const product = await world.product(seller)
  const change = (status: string) => world.query(sql`update products set status = ${status} where id = ${product.id}`)
  for (const status of ['paused', 'removed', 'sold', 'reserved']) {
    await change(status)
    expect(await refusal(world.buy(buyer, product.id))).toMatchObject({ status: 409, code: 'product.unavailable', productStatus: status })
  }
  await change('draft')
  expect(await refusal(world.buy(buyer, product.id))).toMatchObject({ status: 404, code: 'product.not_found' })
  expect(await refusal(world.buy(buyer, randomUUID()))).toMatchObject({ status: 404, code: 'product.not_found' })
  expect(await ordersOf(product.id)).toEqual([])
})

it('nobody buys her own product, or to the address of somebody else', async () => {
  const product = await world.product(seller)
  expect(await refusal(world.buy(seller, product.id))).toMatchObject({ status: 403, code: 'product.own' })
  for (const addressId of [seller.addressId, randomUUID()])
    expect(await refusal(world.buy({ ...buyer, addressId }, product.id))).toMatchObject({ status: 404, code: 'address.not_found' })
  expect(await ordersOf(product.id)).toEqual([])
})

it('a price that changed since the page was shown is told, and nothing is sold at the old one', async () => {
  const product = await world.product(seller)
  await seller.client.changeProduct({ params: { id: product.id }, body: { priceKurus: 150_000 } })
  const refused = await place(buyer, { productId: product.id, expectedPriceKurus: 125_000 })
  expect([refused.status, refused.body.code, refused.body.priceKurus]).toEqual([409, 'product.price_changed', 150_000])
  expect(await ordersOf(product.id)).toEqual([])
})

it('a seller who cannot be paid sells nothing, and neither does a suspended one', async () => {
  const unpaid = await world.person('Zeynep Arslan')
  const product = await world.product(unpaid)
  expect(await refusal(world.buy(buyer, product.id))).toMatchObject({ status: 409, code: 'seller.not_payable' })
  const suspended = await world.seller()
  const other = await world.product(suspended)
  await world.query(sql`update users set suspended_at = now() where id = ${suspended.id}`)
  expect(await refusal(world.buy(buyer, other.id))).toMatchObject({ status: 409, code: 'seller.not_payable' })
})

it('an amount that would not cover what iyzico takes is refused', async () => {
  const product = await world.product(seller, { priceKurus: 500, shippingKurus: 0 })
  expect(await refusal(world.buy(buyer, product.id))).toMatchObject({ status: 409, code: 'order.below_minimum' })
  expect(await ordersOf(product.id)).toEqual([])
})

it('four buyers of three units get three orders, each with a unit of its own', async () => {
  const buyers = crowd.slice(0, 4)
  const product = await world.product(seller, { stock: 3 })
  const answers = await Promise.all(buyers.map((one) => place(one, { productId: product.id })))
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 201, 201, 409])
  expect((await ordersOf(product.id)).map((order) => order.unit_no)).toEqual([1, 2, 3])
  expect((await buyer.client.getProduct({ params: { id: product.id } })).body).toMatchObject({ status: 'reserved', stock: 0 })

  const first = answers.find((answer) => answer.status === 201)
  const owner = buyers.find((one) => one.id === first?.body.order.buyer.id) as Person
  await owner.client.cancelOrder({ params: { id: first?.body.orderId } })
  const late = buyers[answers.findIndex((answer) => answer.status === 409)] as Person
  expect((await world.buy(late, product.id)).status).toBe(201)
  expect((await ordersOf(product.id)).filter((order) => order.status === 'pending_payment').map((order) => order.unit_no)).toEqual([
    1, 2, 3,
  ])
})

it('of thirty buyers at once one gets the product and twenty-nine hear that it is taken', async () => {
  const product = await world.product(seller)
  const answers = await Promise.all(crowd.map((one) => place(one, { productId: product.id })))
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
  const losers = answers.filter((answer) => answer.status !== 201)
  expect(losers.map((answer) => [answer.status, answer.body.code, answer.body.productStatus])).toEqual(
    losers.map(() => [409, 'product.unavailable', 'reserved']),
  )
  expect(await ordersOf(product.id)).toHaveLength(1)
})

const CLICKS: [string, number, (click: number) => string | undefined][] = [
  ['with one key', 1, () => 'one-key'],
  ['without a key', 1, () => undefined],
  ['with a key each', 1, (click) => `key-${click}`],
  ['without a key on a product with three units', 3, () => undefined],
  ['with a key each on a product with three units', 3, (click) => `unit-key-${click}`],
]
it.each(CLICKS)('twenty clicks %s are one order with one payment page', async (_, stock, keyOf) => {
  const clicker = crowd[0] as Person
  const product = await world.product(seller, { stock })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, click) => place(clicker, { productId: product.id }, keyOf(click))))
  expect(answers.map((answer) => answer.status).sort()).toEqual([...Array.from({ length: 19 }, () => 200), 201])
  expect(new Set(answers.map((answer) => answer.body.orderId)).size).toBe(1)
  expect(new Set(answers.map((answer) => answer.body.paymentUrl)).size).toBe(1)
  expect(await ordersOf(product.id)).toHaveLength(1)
})

it('the same purchase to another address is the same order, with the address it began with', async () => {
  const person = crowd[1] as Person
  const product = await world.product(seller)
  const first = await place(person, { productId: product.id })
  const { body: other } = await person.client.addAddress({
    body: { fullName: 'Ayşe Yılmaz', phone: '05321234567', city: 'İzmir', district: 'Konak', line: 'Kordon No: 1' },
  })
  const again = await place(person, { productId: product.id, addressId: other.id })
  expect([again.status, again.body.orderId, again.body.paymentUrl]).toEqual([200, first.body.orderId, first.body.paymentUrl])
  expect(again.body.order.address.city).toBe('İstanbul')
})

it('a key is bound to product, address and expected price, and belongs to one buyer', async () => {
  const [person, other] = crowd as [Person, Person]
  const [product, second] = [await world.product(seller), await world.product(seller)]
  const key = randomUUID()
  expect((await place(person, { productId: product.id }, key)).status).toBe(201)
  expect((await place(person, { productId: product.id }, key)).status).toBe(200)
  const { body: address } = await person.client.addAddress({
    body: { fullName: 'Ayşe Yılmaz', phone: '05321234567', city: 'İzmir', district: 'Konak', line: 'Kordon No: 1' },
  })
  for (const change of [
    { productId: second.id },
    { productId: product.id, addressId: address.id },
    { productId: product.id, expectedPriceKurus: 125_000 },
  ]) {
    const refused = await place(person, change, key)
    expect([refused.status, refused.body.code]).toEqual([422, 'idempotency.mismatch'])
  }
  expect((await place(other, { productId: second.id }, key)).status).toBe(201)
})

it('a key whose order no longer awaits payment answers with that order and no payment page', async () => {
  const person = crowd[1] as Person
  const outcomes: [string, (orderId: string, paymentUrl: string) => Promise<unknown>][] = [
    ['cancelled', (orderId) => person.client.cancelOrder({ params: { id: orderId } })],
    ['paid', (_, paymentUrl) => world.pay(tokenOf(paymentUrl), { callback: true })],
    [
      'expired',
      async () => {
        await world.wait(2800)
        await world.expire()
      },
    ],
  ]
  for (const [status, end] of outcomes) {
    const product = await world.product(seller)
    const key = randomUUID()
    const { body } = await place(person, { productId: product.id }, key)
    await end(body.orderId, body.paymentUrl)
    const again = await place(person, { productId: product.id }, key)
    expect([again.status, again.body.orderId, again.body.paymentUrl, again.body.order.status]).toEqual([200, body.orderId, null, status])
  }
})

it('a repeat that comes while iyzico is being asked waits, and answers as the first does', async () => {
  const person = crowd[1] as Person
  const product = await world.product(seller)
  await world.fault('iyzico', { kind: 'late', delayMs: IYZICO_TAKES_MS, route: INITIALISE, times: 1 })
  const calls = await world.callsDuring('iyzico', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => place(person, { productId: product.id })))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 201])
    expect(new Set(answers.map((answer) => answer.body.paymentUrl)).size).toBe(1)
  })
  expect(calls).toHaveLength(1)
})

it('a repeat that waited for a page that never came is told so too, about the same order', async () => {
  const person = crowd[1] as Person
  const product = await world.product(seller)
  await world.fault('iyzico', { kind: 'status', status: 500, delayMs: IYZICO_TAKES_MS, route: INITIALISE, times: 1 })
  const answers = await Promise.all(Array.from({ length: 3 }, () => place(person, { productId: product.id })))
  const [order] = await ordersOf(product.id)
  expect(answers.map((answer) => [answer.status, answer.body.code, answer.body.orderId])).toEqual(
    answers.map(() => [503, 'payment.unreachable', order?.id]),
  )
})

it('a repeat that waited for a page that iyzico refused is refused too', async () => {
  const [person, refused] = [crowd[2] as Person, await world.seller()]
  const product = await world.product(refused)
  await world.query(sql`update payout_accounts set seller_key = 'no-such-key' where user_id = ${refused.id}`)
  await world.fault('iyzico', { kind: 'late', delayMs: IYZICO_TAKES_MS, route: INITIALISE, times: 1 })
  const answers = await Promise.all(Array.from({ length: 3 }, () => place(person, { productId: product.id })))
  expect(answers.map((answer) => [answer.status, answer.body.code])).toEqual(answers.map(() => [422, 'payment.refused']))
  expect((await ordersOf(product.id)).map((order) => order.status)).toEqual(['cancelled'])
})
