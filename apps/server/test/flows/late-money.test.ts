import type { Kurus } from '@emanet/contracts/money'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Sql, sql } from '../../src/platform/sql.ts'
import { createWorld, type Person, refusal, tokenOf, type World } from '../world.ts'

const REFUND = 'POST /payment/refund'
const REFUSES_REFUNDS = '5406670000000009'

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

async function buy(who = buyer) {
  const product = await world.product(seller)
  return { ...(await world.buy(who, product.id)), productId: product.id }
}

async function buyAndExpire() {
  const bought = await buy()
  await world.wait(2701)
  await world.expire()
  expect((await world.standing(bought.orderId)).order).toBe('expired')
  return bought
}

/** The money comes after all, and nobody tells us: the poller finds it. */
async function payLate(token: string, options: Record<string, unknown> = {}): Promise<{ paymentId: string }> {
  const paid = await world.pay(token, options)
  await world.wait(120)
  await world.poll()
  await world.drain()
  return paid
}

async function verdict(paymentId: string, fraudStatus: number): Promise<void> {
  await world.control('iyzico', 'POST', '/__sim/verdict', { paymentId, fraudStatus, webhook: false })
  await world.wait(120)
  await world.poll()
  await world.drain()
}

async function expectRefunded(orderId: string, order: string, disposition: string): Promise<void> {
  expect(await world.standing(orderId)).toMatchObject({
    order,
    payments: ['refunded'],
    dispositions: [disposition],
    refunds: ['succeeded'],
    hold: null,
    shipment: null,
  })
  await world.expectIyzicoToAgree()
}

it('a late payment revives its order when the product is still free', async () => {
  const { orderId, token } = await buyAndExpire()
  await payLate(token)
  expect(await world.standing(orderId)).toMatchObject({
    order: 'paid',
    product: 'sold',
    payments: ['captured'],
    dispositions: ['applied'],
    hold: 'held',
    shipment: 'registered',
  })
})

it('a revived order takes the unit that is free, not the one it had', async () => {
  const product = await world.product(seller, { stock: 2 })
  const first = await world.buy(buyer, product.id)
  await world.wait(2701)
  await world.expire()
  const second = await world.buy(other, product.id)
  await payLate(first.token)
  const units = await world.query(sql`select unit_no from orders where id in (${first.orderId}, ${second.orderId}) order by id`)
  expect(units).toEqual([{ unit_no: 2 }, { unit_no: 1 }])
  expect(await world.standing(first.orderId)).toMatchObject({ order: 'paid', product: 'reserved' })
})

it('a late payment for a product that is sold to somebody else is sent back, and the buyer is told', async () => {
  const { orderId, token, productId } = await buyAndExpire()
  const winner = await world.buy(other, productId)
  await world.pay(winner.token, { callback: true })
  await payLate(token)
  await expectRefunded(orderId, 'expired', 'late')
  expect((await world.standing(winner.orderId)).order).toBe('paid')
  const order = await world.order(buyer, orderId)
  expect(order.refunds).toEqual([{ status: 'succeeded', amountKurus: order.totals.totalKurus, reason: 'late' }])
  expect(order.timeline.map((entry) => entry.event)).toEqual(['order.created', 'order.expired', 'payment.refunding', 'payment.refunded'])
  const mails = (await world.mails()).filter((mail) => mail.text.includes(orderId))
  expect(mails.map((mail) => mail.to)).toEqual([buyer.email])
})

it.each([
  ['paused by its seller', (id: string) => seller.client.changeProduct({ params: { id }, body: { status: 'paused' } })],
  ['removed by its seller', (id: string) => seller.client.removeProduct({ params: { id } })],
  ['more expensive now', (id: string) => seller.client.changeProduct({ params: { id }, body: { priceKurus: 150_000 } })],
])('a late payment for a product that is %s is sent back', async (_, change) => {
  const { orderId, token, productId } = await buyAndExpire()
  await change(productId)
  await payLate(token)
  await expectRefunded(orderId, 'expired', 'late')
})

it('a payment for a cancelled order is sent back', async () => {
  const { orderId, token } = await buy()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  await payLate(token)
  await expectRefunded(orderId, 'cancelled', 'late')
})

it('of two pages that are both paid the second is sent back, in whatever order they are settled', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { code: '000000', callback: true })
  const second = tokenOf((await buyer.client.payOrder({ params: { id: orderId } })).body.paymentUrl)
  await world.pay(second)
  await world.pay(token)
  await world.wait(120)
  await world.poll()
  await world.drain()
  const standing = await world.standing(orderId)
  expect(standing).toMatchObject({ order: 'paid', hold: 'held', refunds: ['succeeded'] })
  expect([...standing.dispositions].sort()).toEqual(['applied', 'duplicate'])
  await world.expectIyzicoToAgree()
})

it.each([
  ['price', sql`total_kurus = total_kurus + 1, item_kurus = item_kurus + 1`],
  ['order number', sql`number = 'EM' || substr(md5(number), 1, 10)`],
])('a payment of another %s than the order has makes no sale, is sent back, and lets the buyer try again', async (_, change) => {
  const { orderId, token } = await buy()
  await world.query(sql`update orders set ${change} where id = ${orderId}`)
  await world.pay(token, { callback: true })
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({
    order: 'pending_payment',
    payments: ['refunded'],
    dispositions: ['mismatch'],
    refunds: ['succeeded'],
    hold: null,
  })
  const { body } = await buyer.client.payOrder({ params: { id: orderId } })
  await world.pay(tokenOf(body.paymentUrl), { callback: true })
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', dispositions: ['mismatch', 'applied'], hold: 'held' })
  const admin = await world.admin()
  const { body: stuck } = await admin.client.opsStuck({ query: {} })
  expect(stuck.items.filter((row) => row.orderId === orderId).map((row) => row.kind)).toEqual(['payment'])
  await world.expectIyzicoToAgree()
})

it('a payment under fraud review ships nothing and never expires; approved it is a sale', async () => {
  const { orderId, token } = await buy()
  const { paymentId } = await world.pay(token, { fraudStatus: 0, callback: true })
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({
    order: 'payment_review',
    product: 'reserved',
    payments: ['review'],
    dispositions: ['review'],
    hold: null,
    shipment: null,
  })
  const order = await world.order(buyer, orderId)
  expect(order).toMatchObject({ actions: [], payment: { status: 'review', paymentUrl: null }, expiresAt: null })
  expect((await world.mails()).filter((mail) => mail.text.includes(orderId)).map((mail) => mail.to)).toEqual([buyer.email])
  expect(await refusal(buyer.client.cancelOrder({ params: { id: orderId } }))).toMatchObject({ code: 'order.wrong_state' })
  await world.wait(10_000)
  await world.expire()
  await world.expectBooksToBalance()
  await verdict(paymentId, 1)
  expect(await world.standing(orderId)).toMatchObject({
    order: 'paid',
    product: 'sold',
    payments: ['captured'],
    dispositions: ['applied'],
    hold: 'held',
    shipment: 'registered',
  })
})

it('a payment that the fraud team rejects after its review ends the order, frees the unit and is not refunded twice', async () => {
  const { orderId, token } = await buy()
  const { paymentId } = await world.pay(token, { fraudStatus: 0, callback: true })
  await verdict(paymentId, -1)
  expect(await world.standing(orderId)).toMatchObject({
    order: 'cancelled',
    product: 'active',
    payments: ['failed'],
    dispositions: ['rejected'],
    refunds: [],
    hold: null,
  })
})

it('a payment rejected at once leaves the order unpaid, and the buyer may pay with another card', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { fraudStatus: -1, callback: true })
  expect(await world.standing(orderId)).toMatchObject({ order: 'pending_payment', payments: ['failed'], dispositions: ['rejected'] })
  const { body } = await buyer.client.payOrder({ params: { id: orderId } })
  await world.pay(tokenOf(body.paymentUrl), { callback: true })
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', dispositions: ['rejected', 'applied'] })
})

it('a rejected payment after a declined card is written down, and the next attempt works', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { card: '4111111111111129' })
  await world.webhook(token)
  await world.drain()
  await world.pay(token, { fraudStatus: -1, callback: true })
  expect(await world.standing(orderId)).toMatchObject({ order: 'pending_payment', payments: ['failed'], dispositions: ['rejected'] })
  const { body } = await buyer.client.payOrder({ params: { id: orderId } })
  expect(tokenOf(body.paymentUrl)).not.toBe(token)
})

it('money without a sale that is under review is parked, and goes back when it is approved', async () => {
  const { orderId, token } = await buy()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  const { paymentId } = await payLate(token, { fraudStatus: 0 })
  expect(await world.standing(orderId)).toMatchObject({ order: 'cancelled', payments: ['review'], dispositions: ['parked'], refunds: [] })
  await world.expectBooksToBalance()
  await verdict(paymentId, 1)
  await expectRefunded(orderId, 'cancelled', 'late')
})

it('parked money that is rejected is not refunded by us: iyzico gives it back', async () => {
  const { orderId, token } = await buy()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  const { paymentId } = await payLate(token, { fraudStatus: 0 })
  const calls = await world.callsDuring('iyzico', () => verdict(paymentId, -1))
  expect(calls).not.toContain(REFUND)
  expect(await world.standing(orderId)).toMatchObject({ order: 'cancelled', payments: ['failed'], dispositions: ['rejected'], refunds: [] })
})

it('parked money revives an expired order when it is approved and the unit is still free', async () => {
  const { orderId, token } = await buyAndExpire()
  const { paymentId } = await payLate(token, { fraudStatus: 0 })
  expect(await world.standing(orderId)).toMatchObject({ order: 'expired', product: 'active', dispositions: ['parked'] })
  await world.expectBooksToBalance()
  await verdict(paymentId, 1)
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', product: 'sold', dispositions: ['applied'], hold: 'held' })
  await world.expectIyzicoToAgree()
})

it('a second payment that is under review and then rejected does not touch the order of the first', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { code: '000000', callback: true })
  const second = tokenOf((await buyer.client.payOrder({ params: { id: orderId } })).body.paymentUrl)
  const reviewed = await world.pay(second, { fraudStatus: 0, callback: true })
  expect((await world.standing(orderId)).order).toBe('payment_review')
  const { paymentId } = await payLate(token, { fraudStatus: 0 })
  expect((await world.standing(orderId)).dispositions).toEqual(['parked', 'review'])
  await verdict(paymentId, -1)
  expect(await world.standing(orderId)).toMatchObject({
    order: 'payment_review',
    product: 'reserved',
    dispositions: ['rejected', 'review'],
  })
  await verdict(reviewed.paymentId, 1)
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', dispositions: ['rejected', 'applied'], hold: 'held' })
})

const LOST_ANSWERS: [string, Record<string, unknown>][] = [
  ['is lost after the deed', { kind: 'reset', work: true }],
  ['is cut in half after the deed', { kind: 'garbage', work: true }],
  ['never comes, nor was anything done', { kind: 'reset' }],
  ['is a gateway error', { kind: 'status', status: 502 }],
]
it.each(LOST_ANSWERS)('a refund whose answer %s is given back exactly once', async (_, fault) => {
  const { orderId, token } = await buy()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  await world.fault('iyzico', { route: REFUND, times: 1, ...fault })
  await payLate(token)
  expect(await world.standing(orderId)).toMatchObject({ payments: ['refunding'], refunds: ['unknown'] })
  await world.expectBooksToBalance()
  await world.wait(120)
  await world.drain()
  await expectRefunded(orderId, 'cancelled', 'late')
})

it('a refund that iyzico refuses waits for a person, who sees it', async () => {
  const { orderId, token } = await buy()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  await payLate(token, { card: REFUSES_REFUNDS })
  expect(await world.standing(orderId)).toMatchObject({ order: 'cancelled', payments: ['refunding'], refunds: ['manual'] })
  const admin = await world.admin()
  const { body } = await admin.client.opsStuck({ query: {} })
  const stuck = body.items.filter((row) => row.orderId === orderId)
  expect(stuck.map((row) => row.kind)).toEqual(['refund'])
  expect(stuck[0]?.reason).toContain('10220')
})

/** iyzico refuses what it does not know: a refund of it is refused until it is called by its own name again. */
async function refusedRefund(): Promise<{ orderId: string; setRight(): Promise<void> }> {
  const { orderId, token } = await buy()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  const rename = (change: Sql) => world.query(sql`update payments set provider_transaction_id = ${change} where order_id = ${orderId}`)
  await world.pay(token)
  await world.wait(120)
  await world.poll()
  await rename(sql`'9' || provider_transaction_id`)
  await world.drain()
  await rename(sql`substr(provider_transaction_id, 2)`)
  expect(await world.standing(orderId)).toMatchObject({ order: 'cancelled', payments: ['refunding'], refunds: ['manual'] })
  await world.expectBooksToBalance()
  return { orderId, setRight: () => world.wait(3700) }
}

async function timesSent(orderId: string): Promise<number> {
  const moves = await world.query(
    sql`select seq from state_changes where order_id = ${orderId} and noun = 'refund' and to_status = 'submitted'`,
  )
  return moves.length
}

it('a refusal that passes is no end: the refund is tried again by itself', async () => {
  const { orderId, setRight } = await refusedRefund()
  await world.drain()
  expect(await world.standing(orderId), 'not at once').toMatchObject({ refunds: ['manual'] })
  await setRight()
  await world.drain()
  await expectRefunded(orderId, 'cancelled', 'late')
})

it('what a person sends back in iyzico’s panel after a refusal is seen, and not sent again', async () => {
  const { orderId, setRight } = await refusedRefund()
  const [payment] = await world.query<{ id: string; transaction: string; paid: number }>(
    sql`select provider_payment_id as id, provider_transaction_id as transaction, paid_kurus as paid from payments where order_id = ${orderId}`,
  )
  if (!payment) throw new Error('no payment')
  await world.deps.payments.refund({
    refundId: crypto.randomUUID(),
    providerPaymentId: payment.id,
    providerTransactionId: payment.transaction,
    amountKurus: payment.paid as Kurus,
    currency: 'TRY',
    reason: 'other',
  })
  await setRight()
  await world.drain()
  await expectRefunded(orderId, 'cancelled', 'late')
  expect(await timesSent(orderId)).toBe(1)
})

it('a refund that stays refused is tried no more than once an hour', async () => {
  const { orderId, token } = await buy()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  await payLate(token, { card: REFUSES_REFUNDS })
  await world.wait(3000)
  await world.drain()
  expect(await timesSent(orderId)).toBe(1)
  await world.wait(700)
  await world.drain()
  expect(await timesSent(orderId)).toBe(2)
  expect(await world.standing(orderId)).toMatchObject({ payments: ['refunding'], refunds: ['manual'] })
})

it('a refund waits while iyzico cannot be asked what became of it', async () => {
  const { orderId, token } = await buy()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  await world.fault('iyzico', { kind: 'status', status: 500, route: '/v2/reporting' })
  const calls = await world.callsDuring('iyzico', () => payLate(token))
  expect(calls).not.toContain(REFUND)
  await world.noFaults('iyzico')
  await world.wait(120)
  await world.drain()
  await expectRefunded(orderId, 'cancelled', 'late')
})
