import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { trackShipments } from '../src/orders/track-shipments.ts'
import { sql } from '../src/platform/sql.ts'
import { type Answer, ask } from './ask.ts'
import { createWorld, type Person, type World } from './world.ts'

// What the flows, the races and the tests beside the commands leave out of: succeeds, is refused, is repeated, races itself.

let world: World
let admin: Person
let buyer: Person
let other: Person
let seller: Person
beforeAll(async () => {
  world = await createWorld()
  ;[admin, buyer, other, seller] = await Promise.all([world.admin(), world.person(), world.person(), world.seller()])
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

const times = <T>(count: number, work: (n: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, n) => work(n)))
const outcomes = (answers: Answer[]) => answers.map(({ status, body }) => [status, body.code]).sort()

describe('sending a dead effect again', () => {
  const redrive = (effectId: string, who = admin) => ask(world, 'POST', `/ops/effects/${effectId}/redrive`, { token: who.accessToken })

  /** An order whose e-mail to the buyer was given up. */
  async function giveUpHerMail(): Promise<{ effectId: string; mails: () => Promise<number> }> {
    const { buyer: owner, token, orderId } = await world.purchase()
    await world.pay(token, { callback: true })
    await world.fault('sendgrid', { kind: 'status', status: 503 })
    await world.drain()
    await world.noFaults('sendgrid')
    const rows = await world.query<{ id: string }>(sql`
      update effects set status = 'dead', unsure_since = null
      where order_id = ${orderId} and channel = 'email' and recipient = ${owner.id} returning id`)
    const mails = async () => (await world.mails()).filter((mail) => mail.to === owner.email).length
    expect(await mails()).toBe(0)
    return { effectId: rows[0]?.id as string, mails }
  }

  it('does it once, however many press at once, and refuses the rest', async () => {
    const { effectId, mails } = await giveUpHerMail()
    const answers = await times(5, () => redrive(effectId))
    expect(outcomes(answers)).toEqual([[202, undefined], ...Array(4).fill([409, 'effect.wrong_state'])])
    await world.wait(70)
    await world.drain()
    expect(await mails()).toBe(1)
    expect(outcomes([await redrive(effectId)])).toEqual([[409, 'effect.wrong_state']])
  })

  it('is refused to everybody but an operator, and for what is not there', async () => {
    const { effectId, mails } = await giveUpHerMail()
    expect(outcomes([await redrive(effectId, seller), await redrive(randomUUID()), await redrive('not-an-id')])).toEqual([
      [403, 'auth.forbidden'],
      [404, 'effect.not_found'],
      [404, 'effect.not_found'],
    ])
    await world.wait(70)
    await world.drain()
    expect(await mails()).toBe(0)
    await redrive(effectId)
    await world.wait(70)
    await world.drain()
    expect(await mails()).toBe(1)
  })
})

describe('registering a device', () => {
  const pushToken = () => `ExponentPushToken[${randomBytes(11).toString('hex')}]`
  const add = (who: Person, token: string) => ask(world, 'POST', '/push-tokens', { token: who.accessToken, body: { token } })
  const remove = (who: Person, token: string) =>
    ask(world, 'DELETE', `/push-tokens/${encodeURIComponent(token)}`, { token: who.accessToken })
  const owners = (token: string) => world.query<{ user_id: string }>(sql`select user_id from push_tokens where token = ${token}`)

  it('again and at once is one device', async () => {
    const token = pushToken()
    expect((await times(10, () => add(buyer, token))).map((answer) => answer.status)).toEqual(Array(10).fill(204))
    expect(await owners(token)).toEqual([{ user_id: buyer.id }])
    expect((await times(5, () => remove(buyer, token))).map((answer) => answer.status)).toEqual(Array(5).fill(204))
    expect(await owners(token)).toEqual([])
  })

  it('by two people at once leaves it to one of them', async () => {
    const token = pushToken()
    expect((await times(10, (n) => add(n % 2 === 0 ? buyer : other, token))).map((answer) => answer.status)).toEqual(Array(10).fill(204))
    expect(await owners(token)).toHaveLength(1)
  })
})

describe('a product', () => {
  const change = (id: string, body: object) => ask(world, 'PATCH', `/products/${id}`, { token: seller.accessToken, body })
  const remove = (id: string) => ask(world, 'DELETE', `/products/${id}`, { token: seller.accessToken })

  it('that is changed by many at once is as one of them wanted it', async () => {
    const { id } = await world.product(seller)
    const wishes = Array.from({ length: 8 }, (_, n) => ({ title: `Sandalye ${n}`, priceKurus: 100_000 + n }))
    expect((await Promise.all(wishes.map((wish) => change(id, wish)))).map((answer) => answer.status)).toEqual(Array(8).fill(200))
    const { body } = await buyer.client.getProduct({ params: { id } })
    expect(wishes).toContainEqual({ title: body.title, priceKurus: body.priceKurus })
  })

  it('that is paused or resumed again stays as it is', async () => {
    const { id } = await world.product(seller)
    for (const status of ['paused', 'paused', 'active', 'active']) expect((await change(id, { status })).body.status).toBe(status)
  })

  it('is removed once, however many do it at once', async () => {
    const { id } = await world.product(seller)
    expect(outcomes(await times(5, () => remove(id)))).toEqual([[204, undefined], ...Array(4).fill([404, 'product.not_found'])])
  })
})

describe('an address', () => {
  const ADDRESS = { fullName: 'Ayşe Yılmaz', phone: '0532 123 45 67', city: 'İstanbul', district: 'Kadıköy', line: 'Moda Cad. No: 1' }
  const add = (body: object = ADDRESS) => ask(world, 'POST', '/addresses', { token: buyer.accessToken, body })

  it('that is changed by many at once is as one of them wanted it, a district of its city', async () => {
    const { id } = (await add()).body
    const wishes = [
      { city: 'Ankara', district: 'Çankaya' },
      { city: 'İzmir', district: 'Konak' },
      { city: 'Bursa', district: 'Nilüfer' },
    ]
    const answers = await Promise.all(wishes.map((body) => ask(world, 'PATCH', `/addresses/${id}`, { token: buyer.accessToken, body })))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
    const { body } = await ask(world, 'GET', '/addresses', { token: buyer.accessToken })
    const { city, district } = body.items.find((address: { id: string }) => address.id === id)
    expect(wishes).toContainEqual({ city, district })
  })

  it('is removed once, however many do it at once', async () => {
    const { id } = (await add()).body
    const remove = () => ask(world, 'DELETE', `/addresses/${id}`, { token: buyer.accessToken })
    expect(outcomes(await times(5, remove))).toEqual([[204, undefined], ...Array(4).fill([404, 'address.not_found'])])
  })
})

it('a parcel about which the carrier cannot be asked stays where it is, and is asked about again', async () => {
  const { token, orderId, buyer: owner } = await world.purchase()
  await world.pay(token, { callback: true })
  await world.drain()
  const { number } = await world.order(owner, orderId)
  await world.control('aras', 'POST', '/__sim/move', { reference: `${number}-1`, to: 'accepted' })
  const track = async () => {
    await world.query(sql`update shipments set next_track_at = now() where order_id = ${orderId}`)
    await trackShipments(world.deps)
  }
  await world.fault('aras', { kind: 'status', status: 500 })
  await track()
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', shipment: 'registered' })
  await world.noFaults('aras')
  await track()
  expect(await world.standing(orderId)).toMatchObject({ order: 'shipped', shipment: 'accepted' })
})
