import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { sql } from '../../src/platform/sql.ts'
import { createWorld, type Person, until, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

it('a purchase goes from the Buy button to the shipment row', async () => {
  const { buyer, seller, product, orderId, token, status } = await world.purchase()
  expect(status).toBe(201)
  expect((await buyer.client.getProduct({ params: { id: product.id } })).body.status).toBe('reserved')

  const paid = await world.pay(token, { callback: true })
  expect(paid.callbackLocation).toBe(`${world.config.publicWebUrl}/orders/${orderId}`)
  await world.drain()

  const order = await world.order(buyer, orderId)
  expect(order.status).toBe('paid')
  expect(order.hold).toEqual({ status: 'held', amountKurus: order.totals.totalKurus, sellerKurus: 115_000 })
  expect(order.shipment).toMatchObject({ status: 'registered', carrier: 'aras', reference: `${order.number}-1` })
  expect((await buyer.client.getProduct({ params: { id: product.id } })).body.status).toBe('sold')
  await expectOneOfEach({ buyer, seller, orderId })
})

it('the jobs of a purchase go through the backend that this suite runs on', async () => {
  const jobs = async () => (await world.query<{ jobs: number }>(sql`select count(*)::int as jobs from bullmq.job`))[0]?.jobs
  const before = await jobs()
  const { token } = await world.purchase()
  await world.pay(token, { callback: true })
  await world.drain()
  if (process.env['EMANET_TEST_QUEUE'] === 'redis') expect([before, await jobs()]).toEqual([0, 0])
  else expect(await jobs()).toBeGreaterThan(before as number)
})

it('a purchase is settled by the webhook alone', async () => {
  const bought = await world.purchase()
  await world.pay(bought.token, { webhook: true })
  await until(async () => (await world.standing(bought.orderId)).order === 'paid', 'the webhook to settle the payment')
  await expectOneOfEach(bought)
})

it('a purchase is settled by the poller when neither callback nor webhook arrives', async () => {
  const bought = await world.purchase()
  await world.pay(bought.token)
  await world.drain()
  expect((await world.standing(bought.orderId)).order).toBe('pending_payment')
  await world.wait(16)
  await world.poll()
  await expectOneOfEach(bought)
})

it('a purchase takes a webhook before the callback, and the callback changes nothing', async () => {
  const bought = await world.purchase()
  await world.pay(bought.token)
  expect((await world.webhook(bought.token)).answers).toEqual([200])
  await world.drain()
  const before = await world.standing(bought.orderId)
  expect((await world.callback(bought.token)).status).toBe(303)
  expect(await world.standing(bought.orderId)).toEqual(before)
  await expectOneOfEach(bought)
})

it('a purchase takes callback, webhook and poller at the same moment', async () => {
  const bought = await world.purchase()
  await world.pay(bought.token)
  await world.wait(16)
  await Promise.all([world.callback(bought.token), world.webhook(bought.token, { times: 3 }), world.poll(), world.callback(bought.token)])
  await expectOneOfEach(bought)
})

it('a purchase takes the same webhook fifty times at once', async () => {
  const bought = await world.purchase()
  await world.pay(bought.token)
  const { answers } = await world.webhook(bought.token, { times: 50 })
  expect(answers).toEqual(Array.from({ length: 50 }, () => 200))
  await expectOneOfEach(bought)
  const admin = await world.admin()
  const { body } = await admin.client.opsWebhooks({ query: {} })
  const stored = body.items.filter((webhook) => webhook.token === bought.token)
  expect(stored).toHaveLength(1)
  expect(stored[0]).toMatchObject({ duplicates: 49, outcome: 'settled', orderId: bought.orderId })
})

it('a purchase is not undone by a FAILURE that arrives after the SUCCESS', async () => {
  const bought = await world.purchase()
  await world.pay(bought.token)
  await world.webhook(bought.token)
  await world.webhook(bought.token, { status: 'FAILURE' })
  await expectOneOfEach(bought)
})

/** Paid once, one hold, one e-mail and one push a person, one parcel, and every book in balance. */
async function expectOneOfEach({ buyer, seller, orderId }: { buyer: Person; seller: Person; orderId: string }): Promise<void> {
  await world.drain()
  expect(await world.standing(orderId)).toEqual({
    order: 'paid',
    product: 'sold',
    payments: ['captured'],
    dispositions: ['applied'],
    refunds: [],
    hold: 'held',
    shipment: 'registered',
  })
  const people = [buyer, seller]
  const mails = (await world.mails()).filter((mail) => people.some((one) => one.email === mail.to))
  const pushes = (await world.pushes()).filter((push) => people.some((one) => one.pushToken === push.token))
  const order = await world.order(buyer, orderId)
  expect(mails.map((mail) => mail.to).sort()).toEqual(people.map((one) => one.email).sort())
  expect(pushes.map((push) => push.token).sort()).toEqual(people.map((one) => one.pushToken).sort())
  expect(pushes.every((push) => push.sends === 1)).toBe(true)
  expect((await world.parcels()).filter((parcel) => parcel.reference === `${order.number}-1`)).toHaveLength(1)
  await world.expectIyzicoToAgree()
}
