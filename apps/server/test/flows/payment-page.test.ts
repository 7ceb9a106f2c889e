import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { ask } from '../ask.ts'
import { createWorld, type Person, refusal, tokenOf, type World } from '../world.ts'

const INITIALISE = '/checkoutform/initialize'

let world: World
let buyer: Person
let seller: Person
beforeAll(async () => {
  world = await createWorld()
  ;[buyer, seller] = await Promise.all([world.person(), world.seller()])
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

const place = (productId: string) =>
  ask(world, 'POST', '/orders', { token: buyer.accessToken, body: { addressId: buyer.addressId, productId } })
const pay = (orderId: string) => ask(world, 'POST', `/orders/${orderId}/payment`, { token: buyer.accessToken, body: {} })

/** Presses Buy while iyzico misbehaves: 503 with the order that stands. */
async function placeInTrouble(fault: Record<string, unknown>): Promise<{ orderId: string; productId: string }> {
  const product = await world.product(seller)
  await world.fault('iyzico', { route: INITIALISE, times: 1, ...fault })
  const { status, body, headers } = await place(product.id)
  expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'payment.unreachable', '1'])
  expect(await world.standing(body.orderId)).toMatchObject({ order: 'pending_payment', product: 'reserved', payments: ['unknown'] })
  return { orderId: body.orderId, productId: product.id }
}

const FAULTS: [string, Record<string, unknown>][] = [
  ['answers 500', { kind: 'status', status: 500 }],
  ['limits the rate', { kind: 'status', status: 429 }],
  ['resets the connection', { kind: 'reset' }],
  ['sends half an answer', { kind: 'garbage' }],
  ['loses the answer after the deed', { kind: 'reset', work: true }],
  ['answers after the deadline', { kind: 'late', delayMs: 11_000 }],
]
it.each(FAULTS)('the order stands when iyzico %s, and the next press opens a page that works', async (_, fault) => {
  const { orderId, productId } = await placeInTrouble(fault)
  const again = await place(productId)
  expect([again.status, again.body.orderId]).toEqual([200, orderId])
  expect(await world.standing(orderId)).toMatchObject({ order: 'pending_payment', payments: ['abandoned', 'pending'] })
  await world.pay(tokenOf(again.body.paymentUrl), { callback: true })
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', payments: ['abandoned', 'captured'], hold: 'held' })
})

it('a page whose answer was lost stays watched: paid alone, it pays the order', async () => {
  const { orderId } = await placeInTrouble({ kind: 'reset', work: true })
  const lost = (await world.payments()).at(-1)?.token as string
  await world.pay(lost)
  await world.wait(16)
  await world.poll()
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', payments: ['captured'], dispositions: ['applied'] })
  await world.drain()
  await world.expectIyzicoToAgree()
})

it('a page whose answer was lost and that is paid besides the second one is refunded', async () => {
  const { orderId, productId } = await placeInTrouble({ kind: 'reset', work: true })
  const lost = (await world.payments()).at(-1)?.token as string
  const second = await place(productId)
  await world.pay(tokenOf(second.body.paymentUrl), { callback: true })
  await world.pay(lost)
  await world.wait(16)
  await world.poll()
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({
    order: 'paid',
    payments: ['refunded', 'captured'],
    dispositions: ['duplicate', 'applied'],
    refunds: ['succeeded'],
  })
  await world.expectIyzicoToAgree()
})

it('what iyzico refuses is cancelled, the product is free, and the next press is a new order', async () => {
  const refused = await world.seller()
  const product = await world.product(refused)
  const [account] = await world.query<{ seller_key: string }>(sql`select seller_key from payout_accounts where user_id = ${refused.id}`)
  await world.query(sql`update payout_accounts set seller_key = 'no-such-key' where user_id = ${refused.id}`)
  const { status, body } = await place(product.id)
  expect([status, body.code]).toEqual([422, 'payment.refused'])
  expect(await world.standing(body.orderId)).toMatchObject({ order: 'cancelled', product: 'active', payments: ['failed'] })
  await world.query(sql`update payout_accounts set seller_key = ${account?.seller_key} where user_id = ${refused.id}`)
  const next = await place(product.id)
  expect(next.status).toBe(201)
  expect(next.body.orderId).not.toBe(body.orderId)
})

it('POST /orders/:id/payment gives the open page, and a new one after a decline', async () => {
  const product = await world.product(seller)
  const { body: placed } = await place(product.id)
  expect((await pay(placed.orderId)).body).toEqual({ paymentUrl: placed.paymentUrl })
  await world.pay(tokenOf(placed.paymentUrl), { code: '000000', callback: true })
  expect(await world.standing(placed.orderId)).toMatchObject({ order: 'pending_payment', payments: ['failed'] })
  const answers = await Promise.all(Array.from({ length: 10 }, () => pay(placed.orderId)))
  expect(new Set(answers.map((answer) => answer.body.paymentUrl)).size).toBe(1)
  expect(answers[0]?.body.paymentUrl).not.toBe(placed.paymentUrl)
  expect((await world.standing(placed.orderId)).payments).toEqual([expect.stringMatching(/^(failed|abandoned)$/), 'pending'])
  await world.pay(tokenOf(answers[0]?.body.paymentUrl), { callback: true })
  const refused = await pay(placed.orderId)
  expect([refused.status, refused.body.code, refused.body.orderStatus]).toEqual([409, 'order.wrong_state', 'paid'])
})

it('nobody but the buyer gets a payment page', async () => {
  const product = await world.product(seller)
  const { body } = await place(product.id)
  const stranger = await world.person()
  for (const who of [seller, stranger]) {
    expect(await refusal(who.client.payOrder({ params: { id: body.orderId } }))).toMatchObject({ status: 404, code: 'order.not_found' })
    expect(await refusal(who.client.cancelOrder({ params: { id: body.orderId } }))).toMatchObject({ status: 404, code: 'order.not_found' })
  }
  expect((await pay('not-an-id')).body.code).toBe('order.not_found')
})

it('each new attempt moves the end of the reservation, but never past twice its time', async () => {
  const product = await world.product(seller)
  const { body: placed } = await place(product.id)
  const leftS = async () => (new Date((await world.order(buyer, placed.orderId)).expiresAt as string).getTime() - Date.now()) / 1000
  expect(await leftS()).toBeCloseTo(2700, -1)
  await world.wait(2000)
  expect((await pay(placed.orderId)).status).toBe(200)
  expect(await leftS()).toBeCloseTo(2700, -1)
  await world.wait(1200)
  // 3200 s old: another page, and 3-D Secure after it, still end before 5400 s.
  await world.pay(tokenOf((await pay(placed.orderId)).body.paymentUrl), { code: '000000', callback: true })
  expect((await pay(placed.orderId)).status).toBe(200)
  expect(await leftS()).toBeCloseTo(2200, -1)
  await world.wait(1850)
  const refused = await pay(placed.orderId)
  expect([refused.status, refused.body.code]).toEqual([409, 'order.wrong_state'])
  expect((await world.standing(placed.orderId)).order).toBe('pending_payment')
})

it('a payment page of a foreign host is shown to nobody', async () => {
  const deceived = await createWorld({ iyzicoPublicUrl: 'https://iyzico.evil.example' })
  try {
    const [one, other] = await Promise.all([deceived.person(), deceived.seller()])
    const product = await deceived.product(other)
    const problem = await refusal(deceived.buy(one, product.id))
    expect(problem).toMatchObject({ status: 503, code: 'payment.unreachable' })
    expect(JSON.stringify(problem)).not.toContain('evil')
    const order = await deceived.order(one, problem['orderId'] as string)
    expect(order.payment).toMatchObject({ status: 'unknown', paymentUrl: null })
  } finally {
    await deceived.close()
  }
})
