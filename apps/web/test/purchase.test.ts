import { TERMS_VERSION } from '@emanet/messages/terms-version'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '../../server/src/platform/sql.ts'
import { FLOW_MAX_MS, GOOD_CARD, openShop, POOR_CARD, type Shop } from './shop.ts'

vi.setConfig({ testTimeout: FLOW_MAX_MS, hookTimeout: FLOW_MAX_MS })

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

async function sale(options: { title?: string; stock?: number } = {}) {
  const [buyer, seller] = await Promise.all([shop.world.person('Zeynep Işık'), shop.world.seller()])
  const product = await shop.world.product(seller, options)
  return { buyer, seller, product }
}

describe('buying', () => {
  it('leads a visitor from the product over sign-in and payment to a paid order', async () => {
    const { buyer, product } = await sale({ title: 'Işıklı masa lambası' })
    const visitor = await shop.visitor()
    const { page } = visitor
    await page.goto(`/products/${product.id}`)
    await page.getByRole('link', { name: 'Satın al' }).click()
    await page.waitForURL(/\/login\?next=/)
    await visitor.signIn(buyer)
    await page.waitForURL(`**/checkout/${product.id}`)
    await expect.poll(() => page.locator('main').textContent()).toContain('₺1.387,30')
    await page.check('[name=terms]')
    await visitor.pressBuy()
    await visitor.payWith(GOOD_CARD)
    await page.waitForURL(/\/orders\//)
    await visitor.sees('paid')
    const order = await shop.world.order(buyer, visitor.orderId())
    expect(order.totals.totalKurus).toBe(138_730)
    const [row] = await shop.world.query<{ version: string; accepted: boolean }>(
      sql`select terms_version as version, terms_accepted_at is not null as accepted from orders where id = ${order.id}`,
    )
    expect(row).toEqual({ version: TERMS_VERSION, accepted: true })
  })

  it('shows the parcel on its way without a reload, and the seller the sale', async () => {
    const { buyer, seller, product } = await sale()
    const [visitor, merchant] = await Promise.all([shop.visitor(), shop.visitor()])
    await merchant.signIn(seller)
    await merchant.page.goto('/sales')
    await merchant.page.getByRole('heading', { name: 'Henüz satışın yok' }).waitFor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.pressBuy()
    await visitor.payWith(GOOD_CARD)
    await visitor.sees('paid')
    await merchant.page.getByText('Etiketi yazdır, kargoya ver').waitFor()
    const label = merchant.page.getByRole('link', { name: 'Etiketi yazdır' })
    await label.waitFor()
    const printed = await merchant.context.request.get((await label.getAttribute('href')) ?? '')
    expect(printed.status()).toBe(200)
    expect(printed.headers()['content-type']).toMatch(/pdf|png/)
    const order = await shop.world.order(buyer, visitor.orderId())
    await shop.world.move(order.shipment?.reference ?? '', 'accepted')
    await visitor.sees('shipped')
    await visitor.page.getByText('Ürün kargoya verildi').waitFor()
  })

  it('tells the slower of two buyers kindly, and that it is back when the faster gives up', async () => {
    const { buyer, product } = await sale()
    const other = await shop.world.person('Can Öztürk')
    const [fast, slow] = await Promise.all([shop.visitor(), shop.visitor()])
    await Promise.all([fast.atCheckout(buyer, product.id), slow.atCheckout(other, product.id)])
    await fast.pressBuy()
    await fast.atPaymentPage()
    await slow.pressBuy()
    await slow.page.getByText('Senden hızlı davranan biri oldu').waitFor()
    await slow.page.getByText('Ürün az önce bir başkasına ayrıldı.').waitFor()
    // The keyboard goes on at what was said.
    await expect.poll(() => slow.page.locator(':focus').textContent()).toContain('Senden hızlı davranan biri oldu')
    await slow.page.goto(`/products/${product.id}`)
    await slow.page.getByText('Şu anda biri ödüyor').waitFor()

    await fast.page.goto('/orders')
    await fast.page.locator('main article a').first().click()
    await fast.page.getByRole('button', { name: 'Vazgeç' }).click()
    await fast.page.getByRole('button', { name: 'Evet, vazgeç' }).click()
    await fast.sees('cancelled')
    await slow.page.bringToFront()
    await slow.page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await slow.page.getByRole('link', { name: 'Satın al' }).waitFor()
  })

  it('tells the slower of two buyers that a paid product is sold', async () => {
    const { buyer, product } = await sale()
    const other = await shop.world.person('Can Öztürk')
    const [fast, slow] = await Promise.all([shop.visitor(), shop.visitor()])
    await Promise.all([fast.atCheckout(buyer, product.id), slow.atCheckout(other, product.id)])
    await fast.pressBuy()
    await fast.payWith(GOOD_CARD)
    await fast.sees('paid')
    await slow.pressBuy()
    await slow.page.getByText('Ürün az önce satıldı. Kartından para çekilmedi.').waitFor()
    await slow.page.goto(`/products/${product.id}`)
    await slow.page.getByText('Bu ürün satıldı').waitFor()
  })

  it('shows the way to her orders when three of them await payment', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    const limit = { type: 'about:blank', title: '', status: 429, code: 'reservations.limit', traceId: '' }
    await visitor.page.route('**/bff/orders', (route) => route.fulfill({ status: 429, json: limit }))
    await visitor.pressBuy()
    await visitor.page.getByText('Ödemesi bekleyen üç siparişin var.').waitFor()
    await visitor.page.getByRole('link', { name: 'Siparişlerimi gör' }).click()
    await visitor.page.getByRole('heading', { name: 'Siparişlerim' }).waitFor()
  })

  it('makes one order of a double click', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.page.locator('main form [type=submit]').dblclick()
    await visitor.atPaymentPage()
    const { items } = (await buyer.client.listOrders()).body
    expect(items).toHaveLength(1)
  })

  it('leads back to the same order after back from the payment page', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.pressBuy()
    await visitor.atPaymentPage()
    await visitor.page.goBack()
    await visitor.sees('pending')
    await visitor.page.getByRole('button', { name: 'Ödemeye devam et' }).click()
    await visitor.payWith(GOOD_CARD)
    await visitor.sees('paid')
    expect((await buyer.client.listOrders()).body.items).toHaveLength(1)
  })

  it('can be pressed again on the page that the browser kept in its memory, and resumes the same order', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    // Without news of the product; with them the page goes on to her order by itself.
    await visitor.page.route('**/bff/products/*', (route) => route.abort())
    // The payment page answers nothing, so the browser stays where it is, as it was left.
    await visitor.page.route(/[?&]token=/, (route) => route.fulfill({ status: 204 }), { times: 1 })
    const left = visitor.page.waitForRequest(/[?&]token=/)
    await visitor.pressBuy()
    await left
    await visitor.page.locator('main form [type=submit]:disabled').waitFor()
    await visitor.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await visitor.page.locator('main form [type=submit]:enabled').waitFor()
    await visitor.pressBuy()
    await visitor.payWith(GOOD_CARD)
    await visitor.sees('paid')
    expect((await buyer.client.listOrders()).body.items).toHaveLength(1)
  })

  it('leads a buyer who has paid to her order, wherever she presses Buy again', async () => {
    const { buyer, product } = await sale()
    const [visitor, stale] = await Promise.all([shop.visitor(), shop.visitor()])
    await Promise.all([visitor.atCheckout(buyer, product.id), stale.atCheckout(buyer, product.id)])
    await visitor.pressBuy()
    await visitor.payWith(GOOD_CARD)
    await visitor.sees('paid')
    const paid = visitor.orderId()
    await stale.pressBuy()
    await stale.sees('paid')
    expect(stale.orderId()).toBe(paid)
    await visitor.page.goto(`/checkout/${product.id}`)
    await visitor.sees('paid')
    await visitor.page.goto(`/products/${product.id}`)
    await visitor.page.getByText('Bu ürünü sen aldın').waitFor()
  })

  it('lets the same buyer buy another unit at once', async () => {
    const { buyer, product } = await sale({ stock: 2 })
    const visitor = await shop.visitor()
    for (const bought of [1, 2]) {
      await visitor.page.goto('/')
      if (bought === 1) await visitor.signIn(buyer)
      await visitor.page.goto(`/checkout/${product.id}`)
      await visitor.page.check('[name=terms]')
      await visitor.pressBuy()
      await visitor.payWith(GOOD_CARD)
      await visitor.sees('paid')
      expect((await buyer.client.listOrders()).body.items).toHaveLength(bought)
    }
  })

  it('tells the buyer who reserved it that she is the one', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.pressBuy()
    await visitor.atPaymentPage()
    await visitor.page.goto(`/products/${product.id}`)
    await visitor.page.getByText('Bu ürünü sen alıyorsun').waitFor()
    await visitor.page.getByRole('link', { name: 'Ödemeye devam et' }).click()
    await visitor.sees('pending')
  })

  it('asks before it sends her to pay another total than the button said', async () => {
    const { buyer, seller, product } = await sale()
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.page.route('**/bff/products/*', (route) => route.abort())
    await seller.client.changeProduct({ params: { id: product.id }, body: { shippingKurus: 9990 } })
    await visitor.pressBuy()
    await visitor.page.getByText('Siparişin toplamı ₺1.397,30').waitFor()
    await visitor.page.getByRole('button', { name: 'Öde: ₺1.397,30' }).click()
    await visitor.payWith(GOOD_CARD)
    await visitor.sees('paid')
  })

  it('resumes the same order when the answer to Buy was lost', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    let lost = 0
    await visitor.page.route('**/bff/orders', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await visitor.pressBuy()
    await visitor.atPaymentPage()
    expect(lost).toBeGreaterThan(1)
    expect((await buyer.client.listOrders()).body.items).toHaveLength(1)
  })

  it('leads back to the order after the tab was closed in front of the payment page', async () => {
    const { buyer, product } = await sale()
    const first = await shop.visitor()
    await first.atCheckout(buyer, product.id)
    await first.pressBuy()
    await first.atPaymentPage()
    const token = first.paymentToken()
    await first.page.close()

    const later = await shop.visitor()
    await later.signIn(buyer)
    await later.page.goto('/orders')
    await later.page.locator('main article a').first().click()
    await later.sees('pending')
    await later.page.getByRole('button', { name: 'Ödemeye devam et' }).click()
    await later.atPaymentPage()
    await later.payWith(GOOD_CARD)
    await later.sees('paid')
    expect((await buyer.client.listOrders()).body.items).toHaveLength(1)
    expect(token).not.toBe('')
  })

  it('offers another card after a declined one', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.pressBuy()
    await visitor.payWith(POOR_CARD)
    await leaveFailedPayment(visitor.page)
    await visitor.sees('declined')
    await visitor.page.getByRole('button', { name: 'Başka kartla dene' }).click()
    await visitor.payWith(GOOD_CARD)
    await visitor.sees('paid')
    const order = await shop.world.order(buyer, visitor.orderId())
    expect(order.timeline.map(({ event }) => event)).toContain('payment.failed')
  })

  it('says that a wrong 3-D Secure code took no money', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.pressBuy()
    await visitor.payWith(GOOD_CARD, '000000')
    await leaveFailedPayment(visitor.page)
    await visitor.sees('declined')
    await visitor.page.getByText('Para çekilmedi.').waitFor()
  })
})

describe.each([
  ['only the webhook arrives', { webhook: true }],
  ['only the callback arrives', { callback: true }],
  ['neither arrives and the poller asks', {}],
])('when %s', (_, arrival) => {
  it('the open order page turns paid by itself', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.pressBuy()
    await visitor.atPaymentPage()
    const token = visitor.paymentToken()
    const [order] = (await buyer.client.listOrders()).body.items
    await visitor.page.goto(`/orders/${order?.id}`)
    await visitor.sees('pending')
    await visitor.page.waitForSelector('[data-liveness="live"]')
    await shop.world.pay(token, arrival)
    if (Object.keys(arrival).length === 0) {
      await shop.world.wait(120)
      await shop.world.poll()
    }
    await visitor.sees('paid')
  })
})

/** iyzico lets a buyer try again on its own page; this one goes back to the shop instead. */
async function leaveFailedPayment(page: Page): Promise<void> {
  const leave = page.locator('#leave')
  await Promise.race([leave.waitFor(), page.waitForURL(/\/orders\//)])
  if (await leave.isVisible()) await leave.click()
}
