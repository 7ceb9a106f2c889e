import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { createWorld, type Person, refusal, tokenOf, type World } from '../world.ts'

const EMPTY_CARD = '4111111111111129'
const THREE_DS_FAILS = '4131111111111117'

let world: World
let buyer: Person
let seller: Person
beforeAll(async () => {
  world = await createWorld()
  ;[buyer, seller] = await Promise.all([world.person(), world.seller()])
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

async function buy() {
  return world.buy(buyer, (await world.product(seller)).id)
}

it('a declined card is followed by another one on the same page', async () => {
  const { orderId, token } = await buy()
  expect((await world.pay(token, { card: EMPTY_CARD, webhook: true })).status).toBe('FAILURE')
  await world.webhook(token)
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({ order: 'pending_payment', product: 'reserved', payments: ['failed'] })
  expect((await world.order(buyer, orderId)).payment).toMatchObject({ status: 'failed', failureCode: '10051' })
  await world.pay(token, { callback: true })
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', payments: ['captured'], hold: 'held' })
})

it('a declined card is followed by a new attempt, and when both pages are paid one is sent back', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { card: EMPTY_CARD })
  await world.webhook(token)
  await world.drain()
  const { body } = await buyer.client.payOrder({ params: { id: orderId } })
  expect(tokenOf(body.paymentUrl)).not.toBe(token)
  await world.pay(token)
  await world.pay(tokenOf(body.paymentUrl))
  await Promise.all([world.callback(token), world.callback(tokenOf(body.paymentUrl))])
  await world.drain()
  const standing = await world.standing(orderId)
  expect(standing).toMatchObject({ order: 'paid', product: 'sold', refunds: ['succeeded'], hold: 'held' })
  expect(standing.dispositions.sort()).toEqual(['applied', 'duplicate'])
  await world.drain()
  await world.expectIyzicoToAgree()
})

it('a wrong 3-D Secure code leads back to the order, which can be paid again', async () => {
  const { orderId, token } = await buy()
  const failed = await world.pay(token, { code: '111111', callback: true })
  expect([failed.status, failed.callbackLocation]).toEqual(['FAILURE', `${world.config.publicWebUrl}/orders/${orderId}`])
  const order = await world.order(buyer, orderId)
  expect(order).toMatchObject({ status: 'pending_payment', payment: { status: 'failed', paymentUrl: null }, actions: ['pay', 'cancel'] })
  expect(order.timeline.map((entry) => entry.event)).toEqual(['order.created', 'payment.failed'])
  const again = await world.buy(buyer, order.product.id)
  expect([again.status, again.orderId]).toEqual([200, orderId])
  await world.pay(again.token, { card: THREE_DS_FAILS, callback: true })
  const { body } = await buyer.client.payOrder({ params: { id: orderId } })
  await world.pay(tokenOf(body.paymentUrl), { callback: true })
  expect((await world.standing(orderId)).order).toBe('paid')
})

it('a decline is told once, also when iyzico repeats it of a page that she left and paid elsewhere', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { code: '111111', callback: true })
  const { body } = await buyer.client.payOrder({ params: { id: orderId } })
  await world.pay(tokenOf(body.paymentUrl), { callback: true })
  await world.callback(token)
  const repeated = sql`select from_status from state_changes where order_id = ${orderId} and noun = 'payment' and to_status = 'failed' order by seq`
  expect(await world.query(repeated)).toEqual([{ from_status: 'pending' }, { from_status: 'abandoned' }])
  const { timeline } = await world.order(buyer, orderId)
  expect(timeline.map(({ event }) => event)).toEqual(['order.created', 'payment.failed', 'order.paid'])
})

it('a buyer who is at her bank is not declined, and the page of the open attempt is hers', async () => {
  const { orderId, token, paymentUrl } = await buy()
  await world.pay(token, { code: null })
  await world.wait(16)
  await world.poll()
  expect(await world.standing(orderId)).toMatchObject({ order: 'pending_payment', payments: ['pending'] })
  expect((await buyer.client.payOrder({ params: { id: orderId } })).body.paymentUrl).toBe(paymentUrl)
})

it('an order whose buyer is at her bank when its time is up waits until the token and its tail are over', async () => {
  const { orderId, token } = await buy()
  // A second attempt late in the order's life: its page outlives the reservation.
  await world.pay(token, { code: '000000', callback: true })
  const { body } = await buyer.client.payOrder({ params: { id: orderId } })
  const second = tokenOf(body.paymentUrl)
  await world.pay(second, { code: null })
  await world.query(sql`update orders set expires_at = now() where id = ${orderId}`)
  await world.expire()
  expect(await world.standing(orderId)).toMatchObject({ order: 'pending_payment', product: 'reserved' })
  await world.wait(1800 + 290)
  await world.expire()
  expect(await world.standing(orderId)).toMatchObject({ order: 'pending_payment', product: 'reserved' })
  await world.wait(20)
  await world.expire()
  expect(await world.standing(orderId)).toMatchObject({ order: 'expired', product: 'active', payments: ['failed', 'abandoned'] })
})

it('an order paid in the last second is paid, though its time is up when we hear of it', async () => {
  const { orderId, token } = await buy()
  await world.pay(token)
  await world.wait(2701)
  await world.expire()
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', product: 'sold', payments: ['captured'] })
})

it('a buyer who comes back while the bank has not answered is told to wait', async () => {
  const { orderId, token } = await buy()
  await world.pay(token, { code: null })
  await world.wait(1790)
  expect(await refusal(buyer.client.payOrder({ params: { id: orderId } }))).toMatchObject({ status: 409, code: 'order.wrong_state' })
})

it('an instalment surcharge belongs to bank and buyer: the price counts', async () => {
  const parts = await createWorld({ settings: { INSTALLMENTS: '1,2,3' } })
  try {
    const { orderId, token } = await parts.purchase()
    await parts.pay(token, { installment: 3, callback: true })
    await parts.drain()
    expect(await parts.standing(orderId)).toMatchObject({ order: 'paid', dispositions: ['applied'], hold: 'held' })
    const rows = await parts.query<{ total_kurus: number; paid_kurus: number; amount_kurus: number }>(sql`
      select o.total_kurus, y.paid_kurus, h.amount_kurus from orders o join payments y on y.order_id = o.id join payment_holds h on h.order_id = o.id`)
    expect(rows[0]?.amount_kurus).toBe(rows[0]?.total_kurus)
    expect(rows[0]?.paid_kurus).toBeGreaterThan(rows[0]?.total_kurus as number)
    await parts.expectBooksToBalance()
  } finally {
    await parts.close()
  }
})
