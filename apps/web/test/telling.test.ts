import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { until } from '../../server/test/world.ts'
import { FLOW_MAX_MS, openShop, type Shop } from './shop.ts'

vi.setConfig({ testTimeout: FLOW_MAX_MS, hookTimeout: FLOW_MAX_MS })

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

/** An order of hers, and her browser in front of it. */
async function atOrder() {
  const bought = await shop.world.purchase()
  const visitor = await shop.visitor()
  await visitor.signIn(bought.buyer)
  await visitor.page.goto(`/orders/${bought.orderId}`)
  await visitor.sees('pending')
  return { ...bought, visitor }
}

async function pollLater(): Promise<void> {
  await shop.world.wait(120)
  await shop.world.poll()
}

describe('the order’s page tells', () => {
  it('that the time to pay ran out, and that money which came later goes back', async () => {
    const { product, token, visitor } = await atOrder()
    await shop.world.wait(2701)
    await shop.world.expire()
    await visitor.sees('expired')
    await visitor.page.getByText('Kartından para alınmadı.').waitFor()
    await shop.world.buy(await shop.world.person(), product.id)
    await shop.world.pay(token, { callback: true })
    await visitor.page.waitForSelector('[data-story="late"], [data-story="lateDone"]')
    await visitor.sees('lateDone')
    await visitor.page.getByText('₺1.387,30 kartına iade edildi.', { exact: true }).waitFor()
  })

  it('that a payment was rejected after its review, and that the money is given back', async () => {
    const { token, visitor } = await atOrder()
    const { paymentId } = await shop.world.pay(token, { fraudStatus: 0, callback: true })
    await visitor.sees('review')
    await shop.world.control('iyzico', 'POST', '/__sim/verdict', { paymentId, fraudStatus: -1 })
    await pollLater()
    await visitor.sees('rejectedOver')
    const text = await visitor.page.locator('main').textContent()
    expect(text).toContain('Kartından çekilen ₺1.387,30 iyzico tarafından geri veriliyor')
    expect(text).not.toMatch(/para (çekilmedi|alınmadı)/i)
  })

  it('that a payment page could not be opened, and opens one at the next press', async () => {
    const [buyer, seller] = await Promise.all([shop.world.person(), shop.world.seller()])
    const product = await shop.world.product(seller)
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await shop.world.fault('iyzico', { kind: 'reset', times: 1 })
    await visitor.pressBuy()
    await visitor.sees('unopened')
    await shop.world.noFaults('iyzico')
    await visitor.page.getByRole('button', { name: 'Ödemeye devam et' }).click()
    await visitor.atPaymentPage()
  })

  it('that the parcel was lost, to buyer and seller', async () => {
    const { buyer, seller, orderId, token, visitor } = await atOrder()
    await shop.world.pay(token, { callback: true })
    await visitor.sees('paid')
    await until(async () => (await shop.world.order(buyer, orderId)).shipment?.status === 'registered', 'the label')
    const { shipment } = await shop.world.order(buyer, orderId)
    await shop.world.move(shipment?.reference ?? '', 'accepted')
    await visitor.sees('shipped')
    await shop.world.move(shipment?.reference ?? '', 'lost')
    await visitor.sees('lost')
    const merchant = await shop.visitor()
    await merchant.signIn(seller)
    await merchant.page.goto(`/orders/${orderId}`)
    await merchant.sees('lost')
  })

  it('the receipt on white paper, with the time of the payment, though the screen is dark', async () => {
    const { orderId, token, visitor } = await atOrder()
    await shop.world.pay(token, { callback: true })
    await visitor.sees('paid')
    await visitor.context.addCookies([{ name: 'emanet_theme', value: 'dark', url: shop.url }])
    await visitor.page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await visitor.page.goto(`/orders/${orderId}/receipt`)
    await visitor.page.getByText(/tarihinde ödendi/).waitFor()
    const colours = await visitor.page.locator('main article').evaluate((sheet) => {
      const { backgroundColor, color } = getComputedStyle(sheet)
      return { backgroundColor, color }
    })
    expect(colours).toEqual({ backgroundColor: 'rgb(255, 255, 255)', color: expect.stringMatching(/^rgb\((\d|1\d|2\d), /) })
  })
})

describe('when something is away', () => {
  it('the order’s page asks every few seconds without its event stream', async () => {
    const { buyer, orderId, token } = await shop.world.purchase()
    const visitor = await shop.visitor()
    await visitor.signIn(buyer)
    await visitor.page.route('**/events', (route) => route.abort())
    await visitor.page.goto(`/orders/${orderId}`)
    await visitor.page.waitForSelector('[data-liveness="polling"]')
    await shop.world.pay(token, { callback: true })
    await visitor.sees('paid')
  })

  it('a tab that nobody looks at listens to nothing, and asks and listens when it is shown again', async () => {
    const { token, visitor } = await atOrder()
    const { page } = visitor
    const show = (state: string) =>
      page.evaluate((visibility) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await page.waitForSelector('[data-liveness="live"]')
    const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'))
    await show('hidden')
    await closed
    await shop.world.pay(token, { callback: true })
    const opened = page.waitForRequest((request) => request.url().endsWith('/events'))
    await show('visible')
    await opened
    await visitor.sees('paid')
  })

  it('the order’s page says that it may be old, and comes back with the API', async () => {
    const { token, visitor } = await atOrder()
    await visitor.page.waitForSelector('[data-liveness="live"]')
    await visitor.page.route('**/bff/orders/**', (route) => route.fulfill({ status: 502, body: '' }))
    await visitor.page.reload()
    await visitor.page.waitForSelector('[data-liveness="away"]')
    await shop.world.pay(token, { callback: true })
    await visitor.page.unroute('**/bff/orders/**')
    await visitor.sees('paid')
    await visitor.page.waitForSelector('[data-liveness="live"]')
  })

  it('the order’s page stays when she pays while the API is away', async () => {
    const { visitor } = await atOrder()
    onTestFinished(() => {
      shop.api.state = 'open'
    })
    shop.api.state = 'away'
    await visitor.page.getByRole('button', { name: 'Ödemeye devam et' }).click()
    await visitor.page.getByText('Birkaç saniye sonra tekrar dene.').waitFor()
    await visitor.sees('pending')
    shop.api.state = 'open'
    await visitor.page.getByRole('button', { name: 'Ödemeye devam et' }).click()
    await visitor.atPaymentPage()
  })

  it.each([
    ['away', 'unreachable'],
    ['silent', 'unreachable'],
    ['busy', 'busy'],
  ] as const)('a page says that the API is %s, and comes by itself once it is not', async (state, failure) => {
    const visitor = await shop.visitor()
    await visitor.signIn(await shop.world.person())
    onTestFinished(() => {
      shop.api.state = 'open'
    })
    shop.api.state = state
    await visitor.page.goto('/orders')
    await visitor.page.waitForSelector(`[data-failure="${failure}"]`)
    shop.api.state = 'open'
    await visitor.page.getByRole('heading', { name: 'Siparişlerim' }).waitFor()
  })

  it('a form says how long to wait and keeps what was typed', async () => {
    const visitor = await shop.visitor()
    onTestFinished(() => {
      shop.api.state = 'open'
    })
    await visitor.page.goto('/login')
    shop.api.state = 'busy'
    await visitor.page.fill('[name=email]', 'kimse@deneme.example')
    await visitor.page.fill('[name=password]', 'yanlis-parola')
    await visitor.page.locator('main form [type=submit]').click()
    await visitor.page.getByText('2 saniye sonra tekrar deneyebilirsin.').waitFor()
    expect(await visitor.page.inputValue('[name=email]')).toBe('kimse@deneme.example')
  })

  it('a cursor that is none of ours leads to the page that is not there', async () => {
    const visitor = await shop.visitor()
    const answer = await visitor.page.goto('/?cursor=nonsense')
    expect(answer?.status()).toBe(404)
    await visitor.page.getByText('Aradığın sayfa burada yok').waitFor()
  })
})
