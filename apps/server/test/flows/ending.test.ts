import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { createWorld, type Person, refusal, until, type World } from '../world.ts'

const RETRIEVE = 'POST /payment/iyzipos/checkoutform/auth/ecom/detail'

let world: World
let buyer: Person
let other: Person
let seller: Person
beforeAll(async () => {
  world = await createWorld()
  ;[buyer, other, seller] = await Promise.all([world.person(), world.person(), world.seller()])
})
beforeEach(() => world.noFaults('iyzico'))
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

async function buy(options: { stock?: number } = {}) {
  const product = await world.product(seller, options)
  return { ...(await world.buy(buyer, product.id)), productId: product.id }
}

const cancel = (orderId: string) => buyer.client.cancelOrder({ params: { id: orderId } })

it('an unpaid order expires when its time is up, after iyzico was asked, and its unit is free', async () => {
  const { orderId, productId } = await buy()
  await world.wait(2690)
  await world.expire()
  expect((await world.standing(orderId)).order).toBe('pending_payment')
  await world.wait(11)
  const calls = await world.callsDuring('iyzico', () => world.expire())
  expect(calls).toEqual([RETRIEVE])
  expect(await world.standing(orderId)).toMatchObject({ order: 'expired', product: 'active', payments: ['abandoned'], hold: null })
  expect((await world.order(buyer, orderId)).actions).toEqual([])
  expect((await world.buy(other, productId)).status).toBe(201)
})

it('an order does not expire while iyzico cannot be asked, however late it is', async () => {
  const { orderId } = await buy()
  await world.wait(3600)
  await world.fault('iyzico', { kind: 'status', status: 503, route: RETRIEVE })
  await world.expire()
  expect(await world.standing(orderId)).toMatchObject({ order: 'pending_payment', product: 'reserved' })
  await world.wait(86_400)
  await world.wait(16)
  await world.expire()
  expect((await world.standing(orderId)).order).toBe('pending_payment')
  const admin = await world.admin()
  const { body: stuck } = await admin.client.opsStuck({ query: {} })
  expect(stuck.items.filter((row) => row.orderId === orderId).map((row) => row.kind)).toEqual(['order'])
  await world.noFaults('iyzico')
  await world.wait(16)
  await world.expire()
  expect((await world.standing(orderId)).order).toBe('expired')
})

it('an order whose page was never opened expires too, after iyzico was asked by its number', async () => {
  const product = await world.product(seller)
  await world.fault('iyzico', { kind: 'reset', route: '/checkoutform/initialize', times: 1 })
  const problem = await refusal(world.buy(buyer, product.id))
  const orderId = problem['orderId'] as string
  await world.wait(2701)
  expect(await world.callsDuring('iyzico', () => world.expire())).toEqual(['GET /v2/reporting/payment/details'])
  expect(await world.standing(orderId)).toMatchObject({ order: 'expired', product: 'active' })
})

it('a buyer who meets an overdue reservation sets off its expiry and gets the product', async () => {
  const { orderId, productId } = await buy()
  await world.wait(2701)
  const next = await world.buy(other, productId)
  expect(next.status).toBe(201)
  expect((await world.standing(orderId)).order).toBe('expired')
})

it('a buyer who meets an overdue reservation that was paid, or cannot be asked about, does not get the product', async () => {
  const paid = await buy()
  await world.pay(paid.token)
  await world.wait(2701)
  expect(await refusal(world.buy(other, paid.productId))).toMatchObject({ status: 409, code: 'product.unavailable', productStatus: 'sold' })
  expect((await world.standing(paid.orderId)).order).toBe('paid')

  const unknown = await buy()
  await world.wait(2701)
  await world.fault('iyzico', { kind: 'reset', route: RETRIEVE })
  expect(await refusal(world.buy(other, unknown.productId))).toMatchObject({
    status: 409,
    code: 'product.unavailable',
    productStatus: 'reserved',
  })
  expect((await world.standing(unknown.orderId)).order).toBe('pending_payment')
  await world.noFaults('iyzico')
  await world.expire()
})

it('a cancelled order frees its unit at once, and cancelling again says the same', async () => {
  const { orderId, productId } = await buy()
  const first = await cancel(orderId)
  expect(first.body).toMatchObject({
    status: 'cancelled',
    actions: [],
    expiresAt: null,
    payment: { status: 'abandoned', paymentUrl: null },
  })
  expect((await cancel(orderId)).body).toEqual(first.body)
  expect((await world.buy(other, productId)).status).toBe(201)
})

it('an order that is cancelled while its page is being opened says so to whoever waits for the page', async () => {
  const product = await world.product(seller)
  await world.fault('iyzico', { kind: 'late', route: '/checkoutform/initialize', times: 1, delayMs: 1500 })
  // With a key it is the same purchase even when the cancellation overtakes its repeat.
  const press = () =>
    buyer.client.placeOrder({
      body: { productId: product.id, addressId: buyer.addressId },
      headers: { 'idempotency-key': product.id },
    })
  const first = refusal(press())
  const orders = () => world.query<{ id: string }>(sql`select id from orders where product_id = ${product.id}`)
  await until(async () => (await orders()).length === 1, 'the order')
  const [order] = await orders()
  const orderId = order?.id as string
  const repeat = press()
  expect((await cancel(orderId)).body.status).toBe('cancelled')
  expect(await first).toMatchObject({ status: 409, code: 'order.wrong_state', orderStatus: 'cancelled', orderId })
  const { status, body: repeated } = await repeat
  expect([status, repeated.orderId, repeated.paymentUrl]).toEqual([200, orderId, null])
})

it('an order that was paid meanwhile is settled instead of cancelled', async () => {
  const { orderId, token } = await buy()
  await world.pay(token)
  expect(await refusal(cancel(orderId))).toMatchObject({ status: 409, code: 'order.wrong_state', orderStatus: 'paid' })
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', product: 'sold', hold: 'held' })
  expect(await refusal(cancel(orderId))).toMatchObject({ status: 409, code: 'order.wrong_state' })
})

it('nothing is cancelled while iyzico cannot be asked', async () => {
  const { orderId } = await buy()
  await world.fault('iyzico', { kind: 'status', status: 500, route: RETRIEVE })
  const before = await world.standing(orderId)
  expect(await refusal(cancel(orderId))).toMatchObject({ status: 503, code: 'payment.unreachable', orderId })
  expect(await world.standing(orderId)).toEqual(before)
  await world.noFaults('iyzico')
  expect((await cancel(orderId)).body.status).toBe('cancelled')
})

it('an expired order cannot be cancelled, paid or bought again under its key', async () => {
  const { orderId } = await buy()
  await world.wait(2701)
  await world.expire()
  expect(await refusal(cancel(orderId))).toMatchObject({ status: 409, code: 'order.wrong_state', orderStatus: 'expired' })
  expect(await refusal(buyer.client.payOrder({ params: { id: orderId } }))).toMatchObject({ status: 409, code: 'order.wrong_state' })
})

it('the second unit of a product is free again when its order ends, and is the one given next', async () => {
  const { orderId, productId } = await buy({ stock: 2 })
  const second = await world.buy(other, productId)
  expect((await world.standing(orderId)).product).toBe('reserved')
  await cancel(orderId)
  expect((await world.standing(orderId)).product).toBe('active')
  await world.pay(second.token, { callback: true })
  expect((await world.standing(second.orderId)).product).toBe('active')
  const third = await world.buy(buyer, productId)
  const rows = await world.query(sql`select unit_no from orders where id = ${third.orderId}`)
  expect(rows).toEqual([{ unit_no: 1 }])
  await world.pay(third.token, { callback: true })
  expect((await world.standing(third.orderId)).product).toBe('sold')
})

it('one order that cannot be closed does not keep those behind it', async () => {
  const [first, second] = [await buy(), await buy()]
  await world.wait(2701)
  const lock = await world.deps.db.pool.connect()
  try {
    await lock.query('begin')
    await lock.query('select id from products where id = $1 for update', [first.productId])
    await world.expire()
    expect((await world.standing(first.orderId)).order).toBe('pending_payment')
    expect((await world.standing(second.orderId)).order).toBe('expired')
  } finally {
    await lock.query('rollback')
    lock.release()
  }
  await world.wait(16)
  await world.expire()
  await until(async () => (await world.standing(first.orderId)).order === 'expired', 'the first order to expire')
})
