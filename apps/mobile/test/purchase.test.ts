import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Person } from '../../server/test/world.ts'
import { FLOW_MAX_MS, GOOD_CARD, type Lab, openLab, type Phone, POOR_CARD } from './phone.ts'

vi.setConfig({ testTimeout: FLOW_MAX_MS, hookTimeout: FLOW_MAX_MS })

let lab: Lab
beforeAll(async () => {
  lab = await openLab()
})
afterAll(() => lab?.close())

async function sale(options: { title?: string; stock?: number } = {}) {
  const [buyer, seller] = await Promise.all([lab.world.person('Zeynep Işık'), lab.world.seller()])
  const product = await lab.world.product(seller, options)
  return { buyer, seller, product }
}

async function ordersOf(buyer: Person) {
  return (await buyer.client.listOrders()).body.items
}

describe('buying', () => {
  it('leads from the list over sign-in and payment to a paid order', async () => {
    const { buyer, product } = await sale({ title: 'Işıklı masa lambası' })
    const phone = await lab.phone()
    await phone.page.goto('/')
    await phone.link(/^Işıklı masa lambası, ₺1\.250,00/)
    await phone.button('Satın al')
    await phone.button('Giriş yap')
    await phone.signIn(buyer)
    await phone.page.waitForURL(`**/checkout/${product.id}`)
    await phone.page.getByText('₺1.387,30').filter({ visible: true }).first().waitFor()
    await phone.pressBuy()
    await phone.page.getByText('Devam etmek için onay kutusunu işaretle').waitFor()
    await phone.page.getByRole('checkbox').tap()
    await phone.pressBuy()
    await phone.payWith(GOOD_CARD)
    await phone.sees('paid')
    const order = await lab.world.order(buyer, phone.orderId())
    expect(order.totals.totalKurus).toBe(138_730)
    expect(new URL(phone.page.url()).search).toBe('')
  })

  it('shows the parcel on its way without a touch', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.payWith(GOOD_CARD)
    await phone.sees('paid')
    await expect.poll(async () => (await lab.world.order(buyer, phone.orderId())).shipment?.status).toBe('registered')
    await lab.world.move((await lab.world.order(buyer, phone.orderId())).shipment?.reference ?? '', 'accepted')
    await phone.sees('shipped')
    await phone.page.getByText('Ürün kargoya verildi').waitFor()
  })

  it('offers another card after a declined one', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.payWith(POOR_CARD)
    await leaveFailedPayment(phone)
    await phone.sees('declined')
    await phone.button('Başka kartla dene')
    await phone.payWith(GOOD_CARD)
    await phone.sees('paid')
    expect(await ordersOf(buyer)).toHaveLength(1)
  })

  it('makes one order of two taps', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.page.getByRole('button', { name: /^Öde: / }).dblclick()
    await phone.atPaymentPage()
    expect(await ordersOf(buyer)).toHaveLength(1)
  })

  it('comes back to the order by the browser’s back', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.atPaymentPage()
    await phone.page.goBack()
    await phone.sees('pending')
    await phone.button('Ödemeye devam et')
    await phone.payWith(GOOD_CARD)
    await phone.sees('paid')
    expect(await ordersOf(buyer)).toHaveLength(1)
  })

  it('tells the slower of two buyers kindly', async () => {
    const { buyer, product } = await sale()
    const other = await lab.world.person('Can Öztürk')
    const [fast, slow] = [await lab.phone(), await lab.phone()]
    await Promise.all([fast.atCheckout(buyer, product.id), slow.atCheckout(other, product.id)])
    await fast.pressBuy()
    await fast.atPaymentPage()
    await slow.pressBuy()
    await slow.page.getByText('Senden hızlı davranan biri oldu').waitFor()
    expect(await ordersOf(other)).toHaveLength(0)
    // The page says that it will tell, so it does.
    await buyer.client.cancelOrder({ params: { id: (await ordersOf(buyer))[0]?.id ?? '' } })
    await slow.page.getByText('Senden hızlı davranan biri oldu').waitFor({ state: 'detached' })
    await slow.page.getByRole('button', { name: /^Öde: / }).waitFor()
  })

  it('asks before it leads to pay another total than the one on the button', async () => {
    const { buyer, seller, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await seller.client.changeProduct({ params: { id: product.id }, body: { shippingKurus: 11_490 } })
    await phone.pressBuy()
    await phone.page.getByText('Siparişin toplamı ₺1.412,30').waitFor()
    expect(await ordersOf(buyer)).toHaveLength(1)
    await phone.button('Öde: ₺1.412,30')
    await phone.payWith(GOOD_CARD)
    await phone.sees('paid')
    expect((await ordersOf(buyer)).map(({ totals }) => totals.totalKurus)).toEqual([141_230])
  })

  it('shows a new price before it buys at it', async () => {
    const { buyer, seller, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await seller.client.changeProduct({ params: { id: product.id }, body: { priceKurus: 150_000 } })
    await phone.pressBuy()
    await phone.page.getByText('Fiyat ₺1.500,00 oldu').waitFor()
    expect(await ordersOf(buyer)).toHaveLength(0)
    await phone.button('Yeni fiyatı göster')
    await phone.button('Öde: ₺1.644,80')
    await phone.atPaymentPage()
  })

  it('reaches every button of a question in letters twice as large', async () => {
    const { buyer, seller, product } = await sale()
    const phone = await lab.phone()
    await phone.page.setViewportSize({ width: 195, height: 422 })
    await phone.atCheckout(buyer, product.id)
    await seller.client.changeProduct({ params: { id: product.id }, body: { shippingKurus: 11_490 } })
    await phone.pressBuy()
    await phone.page.getByText('Siparişin toplamı ₺1.412,30').waitFor()
    await phone.link('Siparişi gör')
    await phone.sees('pending')
  })

  it('says beside the button what is missing, wherever the screen is scrolled to', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.signIn(buyer)
    await phone.page.goto(`/checkout/${product.id}`)
    await phone.pressBuy()
    const missing = phone.page.getByText('Devam etmek için onay kutusunu işaretle')
    await missing.waitFor()
    expect(await missing.evaluate((words) => words.getBoundingClientRect().bottom < innerHeight)).toBe(true)
  })

  it('of a second unit says so, and takes one press', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.payWith(GOOD_CARD)
    await phone.sees('paid')
    await phone.page.goto(`/checkout/${product.id}`)
    await phone.page.getByText('Bu üründen daha önce aldın').waitFor()
    await phone.page.getByRole('checkbox').tap()
    await phone.pressBuy()
    await phone.payWith(GOOD_CARD)
    await phone.sees('paid')
    expect(await ordersOf(buyer)).toHaveLength(2)
  })

  it('leads from the checkout to the order that waits there already, which says its own address', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const { orderId } = await lab.world.buy(buyer, product.id)
    const phone = await lab.phone()
    await phone.signIn(buyer)
    await phone.page.goto(`/checkout/${product.id}`)
    await phone.sees('pending')
    expect(phone.orderId()).toBe(orderId)
  })

  it('is not offered to the seller herself', async () => {
    const { seller, product } = await sale()
    const phone = await lab.phone()
    await phone.signIn(seller)
    await phone.page.goto(`/checkout/${product.id}`)
    await phone.page.waitForURL(`**/products/${product.id}`)
    await phone.page.getByText('Bu senin ürünün').waitFor()
  })

  it('sends to the address that was added last', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.page.getByRole('radio').last().tap()
    await phone.link('Yeni adres ekle')
    const { page } = phone
    await page.locator('#phone').fill('05321234567')
    for (const [field, typed, place] of [
      ['İl', 'Sanli', 'Şanlıurfa'],
      ['İlçe', 'HALIL', 'Haliliye'],
    ] as const) {
      await page.getByRole('button', { name: `${field}:` }).tap()
      // By its name: the list before it may still be on its way out.
      const list = page.getByRole('dialog', { name: field, exact: true })
      await list.getByRole('textbox', { name: 'Listede ara' }).fill(typed)
      await list.getByRole('option', { name: place }).tap()
    }
    await page.locator('#line').fill('Ihlamur Sokağı No: 3')
    await phone.button('Adresi kaydet')
    await page.getByRole('radio', { name: /Haliliye/, checked: true }).waitFor()
  })

  it('leads one who has bought the product on another phone to her order', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    const { token, orderId } = await lab.world.buy(buyer, product.id)
    await lab.world.pay(token, { callback: true })
    await phone.pressBuy()
    await phone.sees('paid')
    expect(phone.orderId()).toBe(orderId)
  })

  it('gives an order up after asking once', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.atPaymentPage()
    const later = await phone.killedAndReopened()
    await later.sees('pending')
    await later.button('Vazgeç')
    await later.button('Evet, vazgeç')
    await later.sees('cancelled')
    const again = await later.killedAndReopened()
    await again.page.getByLabel('Ürün ara').waitFor()
    expect(new URL(again.page.url()).pathname).toBe('/')
  })
})

describe('an app that is killed', () => {
  it('before the order was sent, sends it when it is opened again', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    const held = Promise.withResolvers<void>()
    await phone.page.route(/\/orders$/, (route) => (route.request().method() === 'POST' ? held.resolve() : route.continue()))
    await phone.pressBuy()
    await held.promise
    expect(await ordersOf(buyer)).toHaveLength(0)
    const later = await phone.killedAndReopened()
    await later.sees('pending')
    await buysOnce(later, buyer)
  })

  it('after the order was sent and before the answer came, finds that order', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    const answered = Promise.withResolvers<void>()
    await phone.page.route(/\/orders$/, async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      await route.fetch()
      answered.resolve()
    })
    await phone.pressBuy()
    await answered.promise
    const later = await phone.killedAndReopened()
    await later.sees('pending')
    await buysOnce(later, buyer)
  })

  it('on the card page, goes on with the same order', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.atPaymentPage()
    const later = await phone.killedAndReopened()
    await later.sees('pending')
    await buysOnce(later, buyer)
  })

  it('on the card page that the order’s own page opened, goes on with that order', async () => {
    const { buyer, product } = await sale()
    const { orderId } = await lab.world.buy(buyer, product.id)
    const phone = await lab.phone()
    await phone.signIn(buyer)
    await phone.page.goto(`/orders/${orderId}`)
    await phone.button('Ödemeye devam et')
    await phone.atPaymentPage()
    const later = await phone.killedAndReopened()
    await later.sees('pending')
    expect(later.orderId()).toBe(orderId)
  })

  it('on 3-D Secure, goes on with the same order', async () => {
    const { buyer, product } = await sale({ stock: 3 })
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.enterCard(GOOD_CARD)
    await phone.page.locator('#code').waitFor()
    const later = await phone.killedAndReopened()
    await later.sees('pending')
    await buysOnce(later, buyer)
  })

  it('after paying and before the return, learns of the payment by itself', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.atPaymentPage()
    const token = phone.paymentToken()
    // The notification stays away until the app was seen waiting for it.
    await lab.world.webhook(token, { drop: true })
    const lost = Promise.withResolvers<void>()
    await phone.page.route('**/payments/iyzico/callback', async (route) => {
      await route.abort()
      lost.resolve()
    })
    await phone.payWith(GOOD_CARD)
    await lost.promise
    const later = await phone.killedAndReopened()
    await later.sees('pending')
    await lab.world.webhook(token)
    await later.sees('paid')
    expect(await ordersOf(buyer)).toHaveLength(1)
  })

  it('on the checking screen, shows the outcome when there is one', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.atPaymentPage()
    const token = phone.paymentToken()
    await phone.enterCard(GOOD_CARD)
    await phone.page.locator('#code').waitFor()
    // iyzico cannot be asked when the browser comes back.
    await lab.world.fault('iyzico', { route: '/payment/iyzipos/checkoutform/auth/ecom/detail', kind: 'status', status: 500, times: 50 })
    try {
      await phone.confirm()
      await phone.page.waitForURL(/\/orders\//)
      await phone.page.getByTestId(/^story-(pending|checking)$/).waitFor()
    } finally {
      await lab.world.noFaults('iyzico')
    }
    const later = await phone.killedAndReopened()
    await lab.world.webhook(token)
    await later.sees('paid')
    expect(await ordersOf(buyer)).toHaveLength(1)
  })

  it('goes back to the shop when its order is over', async () => {
    const { buyer, product } = await sale()
    const phone = await lab.phone()
    await phone.atCheckout(buyer, product.id)
    await phone.pressBuy()
    await phone.payWith(GOOD_CARD)
    await phone.sees('paid')
    const later = await phone.killedAndReopened()
    await later.page.getByLabel('Ürün ara').waitFor()
    expect(new URL(later.page.url()).pathname).toBe('/')
  })
})

/** Pays what stands open; in the end there is one order, and it is paid. */
async function buysOnce(phone: Phone, buyer: Person): Promise<void> {
  await phone.button('Ödemeye devam et')
  await phone.payWith(GOOD_CARD)
  await phone.sees('paid')
  expect((await ordersOf(buyer)).map(({ status }) => status)).toEqual(['paid'])
}

/** iyzico lets a buyer try again on its own page; this one goes back instead. */
async function leaveFailedPayment(phone: Phone): Promise<void> {
  const leave = phone.page.locator('#leave')
  await Promise.race([leave.waitFor(), phone.page.waitForURL(/\/orders\//)])
  if (await leave.isVisible()) await leave.tap()
}
