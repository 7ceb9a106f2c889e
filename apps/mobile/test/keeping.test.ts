import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sql } from '../../server/src/platform/sql.ts'
import { createWorld, PASSWORD, type Person, type World } from '../../server/test/world.ts'
import { type App, answering, Device, heldPushDevice, losingAnswersOf, offline } from './device.ts'

const PROXY_PAGE = '<html>Sign in to the café’s network</html>'
const HOUR_MS = 60 * 60 * 1000

let world: World
let device: Device
beforeAll(async () => {
  world = await createWorld()
})
beforeEach(() => {
  device = new Device(world.url)
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await world?.close()
})

async function signedIn(person: Person, app: Promise<App> | App = device.start()): Promise<App> {
  const started = await app
  const { body } = await person.client.login({ body: { email: person.email, password: PASSWORD } })
  await started.openSession(body)
  return started
}

/** The access token has run out, as far as the phone's clock tells. */
function letTimePass(): void {
  const session = JSON.parse(device.kept.get('emanet.session') ?? '{}')
  device.kept.set('emanet.session', JSON.stringify({ ...session, expiresAtMs: Date.now() - 1 }))
}

const isIn = (app: App) => app.sessionState.get().kind === 'in'
const tokensOf = async (person: Person) =>
  (
    await world.query<{ token: string }>(sql`select token from push_tokens where user_id = ${person.id} and token <> ${person.pushToken}`)
  ).map(({ token }) => token)
const newPushToken = () => `ExponentPushToken[${randomBytes(11).toString('hex')}]`

describe('a session', () => {
  it.each([
    ['the network is away', offline],
    ['a proxy answers 401 in the API’s place', answering(/refresh/, 401, PROXY_PAGE)],
    ['the API is down', answering(/auth/, 503, '')],
  ])('goes on when %s at its renewal', async (_, net) => {
    const person = await world.person()
    await signedIn(person)
    letTimePass()
    const app = await device.start()
    device.net = net
    expect(await app.renewSession()).toBe('unreachable')
    expect(isIn(app)).toBe(true)
    device.net = ({ go }) => go()
    expect((await app.api().getMe()).body.id).toBe(person.id)
  })

  it('a lost answer to a renewal, and the app killed, cost nothing', async () => {
    const person = await world.person()
    await signedIn(person)
    letTimePass()
    const killed = await device.start()
    device.net = losingAnswersOf('POST', /refresh/)
    expect(await killed.renewSession()).toBe('unreachable')
    device.net = ({ go }) => go()
    const app = await device.start()
    expect((await app.api().getMe()).body.id).toBe(person.id)
  })

  it('a call that cannot renew the session fails as one without a network', async () => {
    const app = await signedIn(await world.person())
    device.net = async ({ path, go }) =>
      path.endsWith('/me')
        ? new Response(JSON.stringify({ code: 'auth.expired', status: 401 }), { status: 401 })
        : path.endsWith('/refresh')
          ? new Response(PROXY_PAGE, { status: 401 })
          : go()
    await expect(app.api().getMe()).rejects.toThrow('could not be renewed')
    expect(isIn(app)).toBe(true)
  })

  it('ends when the API itself ends it', async () => {
    const person = await world.person()
    const app = await signedIn(person)
    await world.query(sql`update refresh_tokens set revoked_at = now() where user_id = ${person.id}`)
    expect(await app.renewSession()).toBe('ended')
    expect(app.sessionState.get()).toEqual({ kind: 'out', ended: true })
    expect(device.kept.has('emanet.session')).toBe(false)
  })

  it('is stored later when it could not be stored at once', async () => {
    const person = await world.person()
    device.isFull = true
    const app = await signedIn(person)
    expect(device.kept.has('emanet.session')).toBe(false)
    device.isFull = false
    await app.api().getMe()
    expect(isIn(await device.start())).toBe(true)
  })

  it('goes on with the newer pair of another tab, and never with an older one', async () => {
    const person = await world.person()
    const app = await signedIn(person)
    const old = device.kept.get('emanet.session') ?? ''
    const tab = await device.start()
    await tab.renewSession()
    const newer = JSON.parse(device.kept.get('emanet.session') ?? '{}')
    expect(await app.renewSession()).toBe('renewed')
    expect(app.sessionState.get()).toMatchObject({ session: { refreshToken: newer.refreshToken } })
    device.kept.set('emanet.session', old)
    expect(await app.renewSession()).toBe('renewed')
    expect(app.sessionState.get()).not.toMatchObject({ session: { refreshToken: JSON.parse(old).refreshToken } })
  })

  it('leaves alone what somebody else who signed in in another tab has stored', async () => {
    const [first, second] = [await world.person(), await world.person()]
    const app = await signedIn(first)
    await signedIn(second)
    await world.query(sql`update refresh_tokens set revoked_at = now() where user_id = ${first.id}`)
    expect(await app.renewSession()).toBe('ended')
    const next = await device.start()
    expect((await next.api().getMe()).body.id).toBe(second.id)
  })
})

describe('a press of Buy', () => {
  let buyer: Person
  let seller: Person
  beforeAll(async () => {
    ;[buyer, seller] = [await world.person(), await world.seller()]
  })
  const purchaseOf = (product: { id: string; priceKurus: number }, person = buyer) => ({
    productId: product.id,
    addressId: person.addressId,
    priceKurus: product.priceKurus,
  })
  /** What a press that was killed before its answer leaves behind. */
  async function pressed(app: App, product: { id: string; priceKurus: number }) {
    await app.attemptKey(purchaseOf(product))
    await app.notePress(buyer.id, purchaseOf(product))
  }

  it.each([
    ['a session that ended', 401, JSON.stringify({ code: 'auth.required', status: 401 })],
    ['a proxy', 403, PROXY_PAGE],
    ['too many requests', 429, JSON.stringify({ code: 'rate.limited', status: 429 })],
  ])('is not forgotten when it is refused by %s', async (_, status, body) => {
    const app = await signedIn(buyer)
    const product = await world.product(seller)
    await pressed(app, product)
    device.net = answering(/orders$|refresh$/, status, body)
    await app.sendPurchase(buyer.id, purchaseOf(product), () => {}).catch(() => {})
    expect(await app.openPurchases(buyer.id)).toMatchObject([{ productId: product.id, orderId: null }])
  })

  it('is forgotten when the API refuses the purchase itself', async () => {
    const app = await signedIn(buyer)
    const product = await world.product(seller)
    await world.buy(await world.person(), product.id)
    expect(await app.sendPurchase(buyer.id, purchaseOf(product), () => {})).toMatchObject({ problem: { code: 'product.unavailable' } })
    expect(await app.openPurchases(buyer.id)).toEqual([])
  })

  it('does not take the place of another purchase that waits for its payment', async () => {
    const other = await world.person()
    const app = await signedIn(other)
    const products = [await world.product(seller), await world.product(seller)]
    const orders: string[] = []
    for (const product of products) {
      const outcome = await app.sendPurchase(other.id, purchaseOf(product, other), () => {})
      orders.push(outcome.kind === 'placed' ? outcome.placed.orderId : outcome.kind)
    }
    const later = await device.start()
    expect(await later.resumePurchase(other.id)).toEqual({ kind: 'order', orderId: orders[1] })
    await later.closeOpenPurchase(orders[1] ?? '')
    expect(await later.resumePurchase(other.id)).toEqual({ kind: 'order', orderId: orders[0] })
  })

  it('whose earlier order fell through is sent, not led to that order', async () => {
    const other = await world.person()
    const app = await signedIn(other)
    const product = await world.product(seller)
    const { orderId } = await world.buy(other, product.id)
    await other.client.cancelOrder({ params: { id: orderId } })
    await app.notePress(other.id, purchaseOf(product, other))
    const resumed = await (await device.start()).resumePurchase(other.id)
    expect(resumed.kind).toBe('order')
    expect(resumed).not.toEqual({ kind: 'order', orderId })
  })

  it('from long ago is looked for, but not sent any more', async () => {
    const other = await world.person()
    const app = await signedIn(other)
    const product = await world.product(seller)
    await app.notePress(other.id, purchaseOf(product, other))
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + HOUR_MS)
    expect(await app.resumePurchase(other.id)).toEqual({ kind: 'product', productId: product.id })
    clock.mockRestore()
    expect((await other.client.listOrders()).body.items).toEqual([])
  })

  it('stays when the network is away at the next start', async () => {
    const app = await signedIn(buyer)
    const product = await world.product(seller)
    await pressed(app, product)
    device.net = offline
    await expect((await device.start()).resumePurchase(buyer.id)).rejects.toThrow()
    expect(await app.openPurchases(buyer.id)).toMatchObject([{ productId: product.id }])
  })

  it('has one key, however many ask for it at once', async () => {
    const app = await device.start()
    const product = { id: 'a', priceKurus: 1 }
    const keys = await Promise.all([1, 2, 3].map(() => app.attemptKey(purchaseOf(product))))
    expect(new Set(keys).size).toBe(1)
  })

  it('of a screen that opens after the purchase was paid is another purchase, unless an answer was lost', async () => {
    const other = await world.person()
    const app = await signedIn(other)
    const purchase = purchaseOf(await world.product(seller, { stock: 3 }), other)
    const lost = await app.attemptKey(purchase)
    await app.beginAttempt(purchase)
    expect(await app.attemptKey(purchase)).toBe(lost)
    const outcome = await app.sendPurchase(other.id, purchase, () => {})
    if (outcome.kind !== 'placed') throw new Error(outcome.kind)
    await world.pay(new URL(outcome.placed.paymentUrl ?? '').searchParams.get('token') ?? '', { callback: true })
    await app.beginAttempt(purchase)
    const again = await app.sendPurchase(other.id, purchase, () => {})
    expect(again).toMatchObject({ kind: 'placed', placed: { order: { status: 'pending_payment' } } })
  })
})

describe('notifications', () => {
  it('go to this phone until its owner signs out', async () => {
    const person = await world.person()
    const app = await signedIn(person)
    const token = newPushToken()
    expect(await app.registerPushToken(heldPushDevice(token).device)).toBe(true)
    expect(await tokensOf(person)).toEqual([token])
    const { refreshToken } = JSON.parse(device.kept.get('emanet.session') ?? '{}')
    await app.signOut()
    expect(await tokensOf(person)).toEqual([])
    expect(device.kept.size).toBe(0)
    await expect(person.client.refresh({ body: { refreshToken } })).rejects.toMatchObject({ problem: { status: 401 } })
  })

  it('are not said to come when the API was not told', async () => {
    const app = await signedIn(await world.person())
    device.net = offline
    expect(await app.registerPushToken(heldPushDevice(newPushToken()).device)).toBe(false)
  })

  it('stop later when their owner signed out without a network, and the session with them', async () => {
    const person = await world.person()
    const app = await signedIn(person)
    const token = newPushToken()
    await app.registerPushToken(heldPushDevice(token).device)
    device.net = offline
    await app.signOut()
    expect(isIn(app)).toBe(false)
    expect(await tokensOf(person)).toEqual([token])
    const later = await device.start()
    // Cut off once more, between the exchange of the token and the rest.
    device.net = (request) => (request.method === 'DELETE' ? offline(request) : request.go())
    await later.sayFarewells()
    device.net = ({ go }) => go()
    await later.sayFarewells()
    expect(await tokensOf(person)).toEqual([])
    expect(device.kept.size).toBe(0)
  })

  it('go on when the same person signs in again before the farewell got through', async () => {
    const person = await world.person()
    const app = await signedIn(person)
    const { device: phone } = heldPushDevice(newPushToken())
    await app.registerPushToken(phone)
    device.net = offline
    await app.signOut()
    // The farewell stays behind, the rest of the network is back.
    device.net = (request) => (request.path.endsWith('/refresh') ? offline(request) : request.go())
    await signedIn(person, app)
    await app.registerPushToken(phone)
    device.net = ({ go }) => go()
    await app.sayFarewells()
    expect(await tokensOf(person)).toHaveLength(1)
  })

  it('open their order when they are tapped, once', async () => {
    const app = await device.start()
    const phone = heldPushDevice('')
    const opened: string[] = []
    const orderId = '0199a1b2-0000-7000-8000-000000000001'
    app.followNotifications(phone.device, (path) => opened.push(path))
    phone.tap({ id: 'a', data: { orderId } })
    phone.tap({ id: 'a', data: { orderId } })
    phone.tap({ id: 'b', data: { orderId: '../login' } })
    phone.tap({ id: 'c', data: {} })
    expect(opened).toEqual([`/orders/${orderId}`])
  })

  it('of which two copies arrive stand there once', async () => {
    const app = await device.start()
    const phone = heldPushDevice('')
    app.followNotifications(phone.device, () => {})
    phone.show({ id: 'a', data: { effectId: 'one' } })
    phone.show({ id: 'b', data: { effectId: 'one' } })
    phone.show({ id: 'c', data: { effectId: 'two' } })
    expect(phone.dismissed).toEqual(['b'])
  })
})
