import { randomBytes } from 'node:crypto'
import { sentences } from '@emanet/messages/translator'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { readPushReceipts } from '../../src/notifications/push-worker.ts'
import { sql } from '../../src/platform/sql.ts'
import { createWorld, type Person, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

const newToken = () => `ExponentPushToken[${randomBytes(11).toString('hex')}]`
const mailsTo = async (who: Person) => (await world.mails()).filter((mail) => mail.to === who.email)
const pushesTo = async (...tokens: string[]) => (await world.pushes()).filter((push) => tokens.includes(push.token))
const isDevice = async (token: string) => (await world.query(sql`select 1 from push_tokens where token = ${token}`)).length === 1

/** Paid, and nobody told yet. */
async function sell(buyer: Person, seller: Person): Promise<string> {
  const product = await world.product(seller)
  const { orderId, token } = await world.buy(buyer, product.id)
  await world.pay(token, { callback: true })
  return orderId
}

it('buyer and seller are each told in their own language', async () => {
  const [buyer, seller] = await Promise.all([world.person('Ada Lovelace', { language: 'en' }), world.seller('Mehmet Öztürk')])
  await sell(buyer, seller)
  await world.drain()
  const [english, turkish] = [sentences('en'), sentences('tr')]
  expect((await mailsTo(buyer))[0]?.text).toContain(english('mail.footer'))
  expect((await mailsTo(seller))[0]?.text).toContain(turkish('mail.footer'))
  expect(await pushesTo(buyer.pushToken)).toMatchObject([{ title: english('push.order_paid_buyer.title') }])
  expect(await pushesTo(seller.pushToken)).toMatchObject([{ title: turkish('push.order_paid_seller.title') }])
})

it('each of her devices hears once, and one that is gone is forgotten without keeping the others', async () => {
  const [buyer, seller] = await Promise.all([world.person(), world.seller()])
  const [second, gone] = [newToken(), newToken()]
  for (const token of [second, gone]) await buyer.client.addPushToken({ body: { token } })
  await world.control('expo', 'POST', '/__sim/tokens', { token: gone, state: 'unregistered' })
  const orderId = await sell(buyer, seller)
  await world.drain()
  const heard = await pushesTo(buyer.pushToken, second, gone)
  expect(heard.map((push) => [push.token, push.sends]).sort()).toEqual(
    [
      [buyer.pushToken, 1],
      [second, 1],
    ].sort(),
  )
  expect([await isDevice(buyer.pushToken), await isDevice(second), await isDevice(gone)]).toEqual([true, true, false])
  const rows = await world.query(sql`select distinct status from effects where order_id = ${orderId} and channel = 'push'`)
  expect(rows).toEqual([{ status: 'done' }])
})

it('a receipt that says the device is gone forgets it, unless it registered again since; another error is kept with the push', async () => {
  const [buyer, seller] = await Promise.all([world.person(), world.seller()])
  const [again, mismatched] = [newToken(), newToken()]
  for (const token of [again, mismatched]) await buyer.client.addPushToken({ body: { token } })
  for (const token of [buyer.pushToken, again]) await world.control('expo', 'POST', '/__sim/tokens', { token, state: 'unregisteredLate' })
  await world.control('expo', 'POST', '/__sim/tokens', { token: mismatched, state: 'mismatch' })
  const orderId = await sell(buyer, seller)
  await world.drain()
  await world.wait(20 * 60)
  await world.query(sql`
    update push_tokens set updated_at = updated_at - interval '1 hour' where user_id = ${buyer.id} and token <> ${again}`)
  await readPushReceipts(world.deps)
  expect([await isDevice(buyer.pushToken), await isDevice(again), await isDevice(mismatched)]).toEqual([false, true, true])
  const errors = await world.query<{ last_error: string }>(sql`
    select last_error from effects where order_id = ${orderId} and recipient = ${`${buyer.id}:${mismatched}`}`)
  expect(errors[0]?.last_error).toContain('MismatchSenderId')
  const calls = await world.callsDuring('expo', () => readPushReceipts(world.deps))
  expect(calls).toEqual([])
})

it('answers that were lost after the deed leave one mail, one push on the phone and one parcel', async () => {
  const [buyer, seller] = await Promise.all([world.person(), world.seller()])
  for (const sim of ['sendgrid', 'expo', 'aras'] as const) await world.fault(sim, { kind: 'reset', work: true, times: 2 })
  const orderId = await sell(buyer, seller)
  for (let minutes = 0; minutes < 10; minutes++) {
    await world.drain()
    await world.wait(60)
  }
  await world.drain()
  expect([(await mailsTo(buyer)).length, (await mailsTo(seller)).length]).toEqual([1, 1])
  expect([(await pushesTo(buyer.pushToken)).length, (await pushesTo(seller.pushToken)).length]).toEqual([1, 1])
  const { number } = await world.order(buyer, orderId)
  expect((await world.parcels()).filter((parcel) => parcel.reference === `${number}-1`)).toHaveLength(1)
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', shipment: 'registered' })
  expect(await world.query(sql`select distinct status from effects where order_id = ${orderId}`)).toEqual([{ status: 'done' }])
})

it('a device that signed out, or that somebody else took over, hears nothing of her orders', async () => {
  const [buyer, other, seller] = await Promise.all([world.person(), world.person(), world.seller()])
  await sell(buyer, seller)
  await other.client.addPushToken({ body: { token: buyer.pushToken } })
  await world.drain()
  expect(await pushesTo(buyer.pushToken)).toEqual([])
  expect(await mailsTo(buyer)).toHaveLength(1)
})
