import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld, type World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
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
  expect((await world.mails()).map((mail) => mail.to).sort()).toEqual([buyer.email, seller.email].sort())
  expect((await world.pushes()).map((push) => push.token).sort()).toEqual([buyer.pushToken, seller.pushToken].sort())
  expect((await world.parcels()).map((parcel) => parcel.reference)).toEqual([`${order.number}-1`])
  await world.expectBooksToBalance()
})
