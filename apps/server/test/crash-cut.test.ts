import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCrash, createWorld, type Person, tokenOf, type World } from './world.ts'

let world: World
let buyer: Person
let seller: Person
const crash = createCrash()

beforeAll(async () => {
  world = await createWorld({ crash })
  ;[buyer, seller] = [await world.person(), await world.seller()]
})
afterAll(() => world?.close())

const STEPS_MAX = 200

async function place(productId: string) {
  const { body } = await buyer.client.placeOrder({
    body: { productId, addressId: buyer.addressId },
    headers: { 'idempotency-key': productId },
  })
  return body
}

/** Buy, pay, come back, ship; whatever fails is left as it is. */
async function purchaseUntilTheCrash(productId: string): Promise<void> {
  try {
    const { paymentUrl } = await place(productId)
    await world.pay(tokenOf(paymentUrl ?? ''))
    await world.callback(tokenOf(paymentUrl ?? ''))
    await world.drain()
  } catch {
    // The crash, seen from outside.
  }
}

/** What buyer and timers do anyway: press Buy again with the same key, pay if that is still to be done, let time pass. */
async function goOn(productId: string): Promise<string> {
  await world.wait(20)
  const { orderId, paymentUrl } = await place(productId)
  if (paymentUrl !== null) await world.pay(tokenOf(paymentUrl)).catch(() => undefined)
  for (let minute = 0; minute < 4; minute++) {
    await world.wait(70)
    await world.poll()
    await world.drain()
  }
  return orderId
}

it('a purchase cut before any of its statements or calls goes on to one order, one hold, one mail and push a person, one parcel', async () => {
  let step = 0
  for (let isCut = true; isCut && step < STEPS_MAX; ) {
    step += 1
    const product = await world.product(seller, { title: `Kesilen alışveriş ${step}` })
    crash.dieAt(step)
    await purchaseUntilTheCrash(product.id)
    isCut = crash.isDead
    crash.revive()
    const orderId = await goOn(product.id)
    const order = await world.order(buyer, orderId)
    expect({ step, status: order.status, hold: order.hold?.status, shipment: order.shipment?.status }).toEqual({
      step,
      status: 'paid',
      hold: 'held',
      shipment: 'registered',
    })
    const mails = (await world.mails()).filter((mail) => mail.subject.includes(order.number)).map((mail) => mail.to)
    expect({ step, mails: mails.sort() }).toEqual({ step, mails: [buyer.email, seller.email].sort() })
    const parcels = (await world.parcels()).filter((parcel) => parcel.reference.startsWith(order.number))
    expect({ step, parcels: parcels.length }).toEqual({ step, parcels: 1 })
    const pushes = (await world.pushes()).filter((push) => push.body.includes(`Kesilen alışveriş ${step}”`)).map((push) => push.token)
    expect({ step, pushes: pushes.sort() }).toEqual({ step, pushes: [buyer.pushToken, seller.pushToken].sort() })
  }
  expect(step).toBeGreaterThan(30)
  expect(step).toBeLessThan(STEPS_MAX)
  await world.expectBooksToBalance()
}, 240_000)
