import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { bookShipment } from '../src/orders/book-shipment.ts'
import { refundPayment } from '../src/orders/refund-payment.ts'
import { settlePayment } from '../src/orders/settle-payment.ts'
import { trackShipments } from '../src/orders/track-shipments.ts'
import { sql } from '../src/platform/sql.ts'
import { ask } from './ask.ts'
import { createWorld, type Person, tokenOf, type World } from './world.ts'

const ROUNDS = [1, 2, 3]

let world: World
let buyer: Person
let other: Person
let seller: Person
beforeAll(async () => {
  world = await createWorld()
  ;[buyer, other, seller] = await Promise.all([world.person(), world.person(), world.seller()])
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

async function buy(who = buyer) {
  const product = await world.product(seller)
  return { ...(await world.buy(who, product.id)), productId: product.id }
}

const cancel = (orderId: string, who = buyer) => ask(world, 'POST', `/orders/${orderId}/cancel`, { token: who.accessToken })
const place = (productId: string, who = other, more: object = {}) =>
  ask(world, 'POST', '/orders', { token: who.accessToken, body: { productId, addressId: who.addressId, ...more } })

/** The same command in another process: its module once more, with a memory of its own. */
async function settleElsewhere(): Promise<typeof settlePayment> {
  const module = '../src/orders/settle-payment.ts?another-process'
  return (await import(module)).settlePayment
}

async function expectSettledOnce(orderId: string): Promise<void> {
  await world.wait(120)
  await world.poll()
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', product: 'sold', hold: 'held' })
  const events = await world.query(
    sql`select count(*)::int as paid from outbox where event = 'order.paid' and payload ->> 'orderId' = ${orderId}`,
  )
  expect(events).toEqual([{ paid: 1 }])
}

it.each(ROUNDS)('settle against settle, in two processes: one sale (round %i)', async () => {
  const { orderId, token } = await buy()
  const elsewhere = await settleElsewhere()
  expect(elsewhere).not.toBe(settlePayment)
  await world.pay(token)
  const [payment] = await world.query<{ id: string }>(sql`select id from payments where order_id = ${orderId}`)
  const id = payment?.id as string
  const outcomes = await Promise.all([
    settlePayment(world.deps, id, 'one'),
    elsewhere(world.deps, id, 'other'),
    settlePayment(world.deps, id, 'one'),
    elsewhere(world.deps, id, 'other'),
  ])
  expect(outcomes).toEqual(['settled', 'settled', 'settled', 'settled'])
  await expectSettledOnce(orderId)
})

it.each(ROUNDS)('settle against expire: paid, whoever comes first (round %i)', async () => {
  const { orderId, token, productId } = await buy()
  await world.wait(2701)
  await Promise.all([world.pay(token, { callback: true }), world.expire(), place(productId, buyer)])
  await expectSettledOnce(orderId)
})

it.each(ROUNDS)('settle against cancel: a sale, or the money goes back (round %i)', async () => {
  const { orderId, token } = await buy()
  const [, cancelled] = await Promise.all([world.pay(token, { callback: true }), cancel(orderId)])
  await world.wait(120)
  await world.poll()
  await world.drain()
  const standing = await world.standing(orderId)
  if (cancelled.status === 200)
    expect(standing).toMatchObject({ order: 'cancelled', product: 'active', payments: ['refunded'], dispositions: ['late'] })
  else expect([cancelled.body.code, standing.order]).toEqual(['order.wrong_state', 'paid'])
  await world.expectIyzicoToAgree()
})

it.each(ROUNDS)('settle of two attempts at once: one sale, one refund (round %i)', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { code: '000000', callback: true })
  const { body } = await buyer.client.payOrder({ params: { id: orderId } })
  await world.pay(token)
  await world.pay(tokenOf(body.paymentUrl))
  const payments = await world.query<{ id: string }>(sql`select id from payments where order_id = ${orderId}`)
  const elsewhere = await settleElsewhere()
  await Promise.all(payments.flatMap(({ id }) => [settlePayment(world.deps, id, 'one'), elsewhere(world.deps, id, 'other')]))
  await world.drain()
  const standing = await world.standing(orderId)
  expect([...standing.dispositions].sort()).toEqual(['applied', 'duplicate'])
  expect(standing.refunds).toEqual(['succeeded'])
  await expectSettledOnce(orderId)
  await world.expectIyzicoToAgree()
})

it.each(ROUNDS)('expire against expire: once (round %i)', async () => {
  const { orderId, productId } = await buy()
  await world.wait(2701)
  await Promise.all([world.expire(), world.expire(), place(productId), world.expire()])
  const moves = await world.query(
    sql`select count(*)::int as expired from state_changes where noun = 'order' and subject_id = ${orderId} and to_status = 'expired'`,
  )
  expect(moves).toEqual([{ expired: 1 }])
})

it('cancel against cancel: all are told the same', async () => {
  const { orderId } = await buy()
  const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(orderId)))
  expect(answers.map((answer) => [answer.status, answer.body.status])).toEqual(answers.map(() => [200, 'cancelled']))
  const events = await world.query(
    sql`select count(*)::int as cancelled from outbox where event = 'order.cancelled' and payload ->> 'orderId' = ${orderId}`,
  )
  expect(events).toEqual([{ cancelled: 1 }])
})

it.each(ROUNDS)('cancel against a new attempt: no page of a cancelled order works (round %i)', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { code: '000000', callback: true })
  const [cancelled, paid] = await Promise.all([
    cancel(orderId),
    ask(world, 'POST', `/orders/${orderId}/payment`, { token: buyer.accessToken, body: {} }),
  ])
  expect(cancelled.status).toBe(200)
  expect([200, 409, 503]).toContain(paid.status)
  expect((await world.standing(orderId)).payments.some((status) => status === 'pending' || status === 'unknown')).toBe(false)
})

it.each([
  ['dearer', { priceKurus: 150_000 }],
  ['cheaper', { priceKurus: 100_000 }],
  ['paused', { status: 'paused' }],
])('placing against a seller who makes the product %s: one of the two comes second, and says so', async (_, change) => {
  for (const _round of ROUNDS) {
    const product = await world.product(seller)
    const [placed, changed] = await Promise.all([
      place(product.id, buyer, { expectedPriceKurus: 125_000 }),
      ask(world, 'PATCH', `/products/${product.id}`, { token: seller.accessToken, body: change }),
    ])
    expect(changed.status).toBe(200)
    if (placed.status === 201) expect(placed.body.order.totals.itemKurus).toBe(125_000)
    else expect([placed.status, placed.body.code]).toEqual([409, 'status' in change ? 'product.unavailable' : 'product.price_changed'])
    if (placed.status === 201) await cancel(placed.body.orderId)
  }
})

it('placing against a seller who removes the product: the order stands, or there is none', async () => {
  for (const _round of ROUNDS) {
    const product = await world.product(seller)
    const [placed, removed] = await Promise.all([
      place(product.id, buyer),
      ask(world, 'DELETE', `/products/${product.id}`, { token: seller.accessToken }),
    ])
    expect(removed.status).toBe(204)
    if (placed.status === 201) expect((await cancel(placed.body.orderId)).body.status).toBe('cancelled')
    else expect([404, 409]).toContain(placed.status)
    const rows = await world.query<{ status: string }>(sql`select status from products where id = ${product.id}`)
    expect(rows).toEqual([{ status: 'removed' }])
  }
})

it.each(ROUNDS)('placing against the end of the order before: the unit is sold once (round %i)', async () => {
  const { orderId, productId } = await buy()
  const [, first, second] = await Promise.all([cancel(orderId), place(productId, other), place(productId, other)])
  const next = await place(productId, other)
  expect([200, 201]).toContain(next.status)
  for (const answer of [first, second]) expect([200, 201, 409]).toContain(answer.status)
  const live = await world.query(
    sql`select count(*)::int as live from orders where product_id = ${productId} and status = 'pending_payment'`,
  )
  expect(live).toEqual([{ live: 1 }])
  await world.expectBooksToBalance()
  await cancel(next.body.orderId, other)
})

it('a shipment booked by three workers at once, and once more when it is on its way, is one parcel', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { callback: true })
  const outcomes = await Promise.all(Array.from({ length: 3 }, () => bookShipment(world.deps, orderId)))
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', 'ok', 'ok'])
  await world.drain()
  const order = await world.order(buyer, orderId)
  const reference = `${order.number}-1`
  expect((await world.parcels()).filter((parcel) => parcel.reference === reference)).toHaveLength(1)
  await world.move(reference, 'accepted')
  const calls = await world.callsDuring('aras', async () => {
    expect(await bookShipment(world.deps, orderId)).toEqual({ kind: 'ok', reference })
  })
  expect(calls).toEqual([])
})

it('an order that is not paid gets no parcel', async () => {
  const { orderId } = await buy()
  expect(await bookShipment(world.deps, orderId)).toMatchObject({ kind: 'refused', code: 'order.wrong_state' })
  expect((await world.standing(orderId)).shipment).toBeNull()
})

it('a parcel looked at by three workers at once moves its order once', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { callback: true })
  await world.drain()
  const { number } = await world.order(buyer, orderId)
  await world.control('aras', 'POST', '/__sim/move', { reference: `${number}-1`, to: 'delivered' })
  for (const _round of ROUNDS) {
    await world.query(sql`update shipments set next_track_at = now() where order_id = ${orderId}`)
    await Promise.all([trackShipments(world.deps), trackShipments(world.deps), trackShipments(world.deps)])
  }
  expect(await world.standing(orderId)).toMatchObject({ order: 'delivered', shipment: 'delivered', hold: 'held' })
  const events = await world.query(
    sql`select event, count(*)::int from outbox where payload ->> 'orderId' = ${orderId} and event in ('order.shipped', 'order.delivered') group by event order by event`,
  )
  expect(events).toEqual([
    { event: 'order.delivered', count: 1 },
    { event: 'order.shipped', count: 1 },
  ])
})

it('a refund sent by fifty workers at once, and again, goes out once', async () => {
  const { orderId, token } = await buy()
  await cancel(orderId)
  await world.pay(token)
  const [payment] = await world.query<{ id: string }>(sql`select id from payments where order_id = ${orderId}`)
  await settlePayment(world.deps, payment?.id as string, 'test')
  const [refund] = await world.query<{ id: string }>(sql`select id from refunds where order_id = ${orderId}`)
  const refundOnce = () => refundPayment(world.deps, refund?.id as string)
  const calls = await world.callsDuring('iyzico', async () => {
    await Promise.all(Array.from({ length: 50 }, refundOnce))
    await world.wait(120)
    await refundOnce()
  })
  expect(calls.filter((call) => call === 'POST /payment/refund')).toHaveLength(1)
  expect(await world.standing(orderId)).toMatchObject({ payments: ['refunded'], refunds: ['succeeded'] })
  await world.drain()
  await world.expectIyzicoToAgree()
})
