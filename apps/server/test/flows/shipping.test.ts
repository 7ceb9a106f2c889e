import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { ask } from '../ask.ts'
import { createWorld, type Person, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

const label = async (orderId: string, who: Person) => {
  const response = await fetch(`${world.url}/orders/${orderId}/label`, { headers: { authorization: `Bearer ${who.accessToken}` } })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    start: Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 5),
  }
}

async function send() {
  const bought = await world.purchase()
  await world.pay(bought.token, { callback: true })
  await world.drain()
  const { number } = await world.order(bought.buyer, bought.orderId)
  return { ...bought, reference: `${number}-1` }
}

it('a parcel is followed from the branch to the door, each step told once', async () => {
  const { buyer, orderId, reference } = await send()
  const subjects = async () => {
    await world.drain()
    return (await world.mails()).filter((mail) => mail.to === buyer.email).length
  }
  expect(await subjects()).toBe(1)
  await world.move(reference, 'accepted')
  await world.move(reference, 'in_transit')
  expect(await subjects()).toBe(2)
  const shipped = await world.order(buyer, orderId)
  expect(shipped).toMatchObject({
    status: 'shipped',
    shipment: { status: 'in_transit', trackingNumber: expect.stringMatching(/^\d{13}$/) },
  })
  expect(shipped.shipment?.trackingUrl).toContain(shipped.shipment?.trackingNumber)
  await world.move(reference, 'delivered')
  const calls = await world.callsDuring('aras', () => world.move(reference, 'delivered'))
  expect(calls.filter((call) => !call.includes('/__sim/'))).toEqual([])
  expect(await subjects()).toBe(3)
  const delivered = await world.order(buyer, orderId)
  expect(delivered).toMatchObject({ status: 'delivered', shipment: { status: 'delivered' }, hold: { status: 'held' } })
  expect(delivered.timeline.map((step) => step.event).filter((event) => event.startsWith('order.'))).toEqual([
    'order.created',
    'order.paid',
    'order.shipped',
    'order.delivered',
  ])
})

it('a parcel that comes back or is lost delivers nothing, and the money stays where it is', async () => {
  for (const end of ['returned', 'lost']) {
    const { orderId, reference } = await send()
    await world.move(reference, 'in_transit')
    await world.move(reference, end)
    expect(await world.standing(orderId)).toMatchObject({ order: 'shipped', shipment: end, hold: 'held', refunds: [] })
  }
})

it('a parcel that was called lost and is found reaches the door after all', async () => {
  const { buyer, orderId, reference } = await send()
  await world.move(reference, 'accepted')
  await world.move(reference, 'lost')
  await world.move(reference, 'delivered')
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({ order: 'delivered', shipment: 'delivered', hold: 'held' })
  expect((await world.mails()).filter((mail) => mail.to === buyer.email)).toHaveLength(3)
})

it('the label is a PDF for the seller, from when the carrier knows the parcel', async () => {
  const { buyer, seller, orderId, token } = await world.purchase()
  const [before] = [await ask(world, 'GET', `/orders/${orderId}/label`, { token: seller.accessToken })]
  expect([before?.status, before?.body.code]).toEqual([404, 'label.not_found'])
  await world.pay(token, { callback: true })
  await world.drain()
  expect(await label(orderId, seller)).toEqual({ status: 200, type: 'application/pdf', start: '%PDF-' })
  expect((await label(orderId, buyer)).status).toBe(404)
})
