import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { sql } from '../src/platform/sql.ts'
import { type Fleet, launchFleet } from './fleet.ts'
import { type Person, tokenOf, until, type World } from './world.ts'

vi.setConfig({ testTimeout: 120_000 })

const BUYERS = 6
const PURCHASES_EACH = 3

type Market = { buyers: Person[]; seller: Person; products: string[] }

async function openMarket(world: World): Promise<Market> {
  const [seller, ...buyers] = await Promise.all([world.seller(), ...Array.from({ length: BUYERS }, () => world.person())])
  const products = await Promise.all(Array.from({ length: BUYERS * PURCHASES_EACH }, () => world.product(seller)))
  return { buyers, seller, products: products.map((product) => product.id) }
}

async function launch(): Promise<{ fleet: Fleet; market: Market; world: World }> {
  const { fleet, prepared } = await launchFleet({}, openMarket)
  onTestFinished(() => fleet.close())
  return { fleet, market: prepared, world: fleet.world }
}

/** Every buyer buys her products one after another and pays; where no answer comes she asks again, as the apps do. */
function shop({ world, market, onPaid }: { world: World; market: Market; onPaid: () => void }): Promise<unknown> {
  return Promise.all(
    market.buyers.map(async (buyer, n) => {
      for (const productId of market.products.slice(n * PURCHASES_EACH, (n + 1) * PURCHASES_EACH)) {
        await buyAndPay(world, buyer, productId)
        onPaid()
      }
    }),
  )
}

async function buyAndPay(world: World, buyer: Person, productId: string): Promise<void> {
  const headers = { 'idempotency-key': randomUUID() }
  let token = ''
  await until(async () => {
    const answer = await buyer.client.placeOrder({ body: { productId, addressId: buyer.addressId }, headers }).catch(() => null)
    token = tokenOf(answer?.body.paymentUrl ?? 'http://nowhere')
    return token !== ''
  }, 'an order and its payment page')
  await world.pay(token, { webhook: true })
}

/** Calls `strike` whenever so many more were paid. */
function everyFew(count: number, strike: () => Promise<void>): { onPaid: () => void; done: () => Promise<void> } {
  let paid = 0
  let striking = Promise.resolve()
  return {
    onPaid() {
      paid += 1
      if (paid % count === 0) striking = striking.then(strike)
    },
    done: () => striking,
  }
}

/** What nobody was told of becomes due, while no worker holds anything; then all of it is done. */
async function recover({ fleet, world }: { fleet: Fleet; world: World }): Promise<void> {
  await fleet.kill('worker')
  await world.wait(400)
  await fleet.start('worker')
  const open = () =>
    world.query(sql`
      select id from orders where status <> 'paid'
      union all select id from outbox where relayed_at is null
      union all select id from effects where status <> 'done'
      union all select o.id from orders o where not exists (select from shipments s where s.order_id = o.id and s.status = 'registered')`)
  await until(async () => (await open()).length === 0, 'every order to be paid and everything that follows to be done')
}

async function expectEachOnce(world: World, { buyers, seller, products }: Market): Promise<void> {
  const orders = await world.query<{ number: string; product_id: string; email: string }>(
    sql`select o.number, o.product_id, u.email from orders o join users u on u.id = o.buyer_id order by o.number`,
  )
  expect(orders.map((order) => order.product_id).sort()).toEqual([...products].sort())
  const mails = (await world.mails()).map((mail) => `${/EM[0-9A-Z]{10}/.exec(mail.subject)?.[0]} to ${mail.to}`)
  expect(mails.sort()).toEqual(orders.flatMap(({ number, email }) => [`${number} to ${email}`, `${number} to ${seller.email}`]).sort())
  const parcels = (await world.parcels()).map((parcel) => parcel.reference)
  expect(parcels.sort()).toEqual(orders.map(({ number }) => `${number}-1`))
  const pushes = new Map<string, number>()
  for (const { token } of await world.pushes()) pushes.set(token, (pushes.get(token) ?? 0) + 1)
  expect(pushes).toEqual(
    new Map([...buyers.map((buyer) => [buyer.pushToken, PURCHASES_EACH] as const), [seller.pushToken, products.length]]),
  )
  await world.expectIyzicoToAgree()
  await world.expectBooksToBalance()
}

describe('in the middle of many purchases', () => {
  it('a gateway and workers that are killed again and again lose nothing and do nothing twice', async () => {
    const { fleet, market, world } = await launch()
    let next: 'api' | 'worker' = 'api'
    const fire = everyFew(3, async () => {
      const part = next
      next = part === 'api' ? 'worker' : 'api'
      await fleet.kill(part)
      await fleet.start(part)
    })
    await shop({ world, market, onPaid: fire.onPaid })
    await fire.done()
    await recover({ fleet, world })
    await expectEachOnce(world, market)
  })
})

it('a gateway that is told to stop answers what it has begun, and is not held up by the connections of those who asked', async () => {
  const { fleet, market, world } = await launch()
  await world.fault('iyzico', { kind: 'late', delayMs: 2000, times: BUYERS })
  const asked = market.buyers.map((buyer, n) =>
    buyer.client.placeOrder({ body: { productId: market.products[n] as string, addressId: buyer.addressId } }),
  )
  const begun = () => world.query(sql`select id from payments`)
  await until(async () => (await begun()).length === BUYERS, 'every request to stand before iyzico')
  const code = await fleet.stop('api')
  expect((await Promise.all(asked)).map((answer) => answer.status)).toEqual(Array(BUYERS).fill(201))
  expect(code).toBe(0)
})
