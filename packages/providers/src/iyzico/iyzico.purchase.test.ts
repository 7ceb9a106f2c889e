import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../simulator-kit.ts'
import { createIyzico } from './iyzico.adapter.ts'
import { checkoutRequest, KEYS, type Receiver, sellerAccount, startReceiver } from './iyzico.fixtures.ts'
import { startIyzicoSimulator } from './iyzico.simulator.ts'
import { readIyzicoWebhook } from './iyzico.webhook.ts'

let merchant: Receiver
let simulator: Simulator
let iyzico: ReturnType<typeof createIyzico>
let sellerKey: string

beforeAll(async () => {
  merchant = await startReceiver(({ path }) =>
    path === '/webhook' ? { status: 200 } : { status: 303, headers: { location: '/orders/1' } },
  )
  simulator = await startIyzicoSimulator({ port: 0, ...KEYS, webhookUrl: `${merchant.url}/webhook`, webhookDelayMs: 10 })
  iyzico = createIyzico({ baseUrl: simulator.url, ...KEYS })
  const saved = await iyzico.saveSeller(sellerAccount(), null)
  sellerKey = saved.kind === 'ok' ? saved.sellerKey : ''
})

afterAll(async () => {
  await Promise.all([iyzico.close(), simulator.close(), merchant.close()])
})

function fieldsOf(html: string): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

describe('a purchase on the payment page', () => {
  it('goes from the form over the bank back to the merchant, who is told and asks', async () => {
    const request = checkoutRequest({ sellerKey, callbackUrl: `${merchant.url}/callback` })
    const checkout = await iyzico.openCheckout(request)
    if (checkout.kind !== 'ok') throw new Error(checkout.reason)
    const { token, pageUrl } = checkout
    expect(await iyzico.fetchPayment({ token, paymentId: request.paymentId })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })

    const form = await (await fetch(pageUrl)).text()
    expect(form).toContain('₺150,50')
    const bank = await fetch(new URL('/card', pageUrl), {
      method: 'POST',
      body: new URLSearchParams({
        ...fieldsOf(form),
        cardHolder: 'Ayşe Yılmaz',
        cardNumber: '5528 7900 0000 0008',
        expiry: '12/30',
        cvc: '123',
      }),
    })
    expect(bank.url).toContain('/payment/mock/init3ds')
    const bankPage = await bank.text()
    expect(bankPage).toContain('283126')
    expect(await iyzico.fetchPayment({ token, paymentId: request.paymentId })).toEqual({ kind: 'ok', payment: { state: 'in_progress' } })

    const back = await fetch(new URL('/payment/mock/confirm3ds', pageUrl), {
      method: 'POST',
      body: new URLSearchParams({ ...fieldsOf(bankPage), code: '283126' }),
    })
    const backPage = await back.text()
    expect(backPage).toContain(`action="${merchant.url}/callback"`)
    expect(fieldsOf(backPage)).toEqual({ token })

    const [notified] = await merchant.until(1)
    const signature = notified?.headers['x-iyz-signature-v3']
    const webhook = readIyzicoWebhook({ rawBody: notified?.rawBody ?? Buffer.alloc(0), signature, secretKeys: [KEYS.secretKey] })
    expect(webhook).toMatchObject({ kind: 'ok', event: 'CHECKOUT_FORM_AUTH', status: 'SUCCESS', token, paymentId: request.paymentId })

    const paid = await iyzico.fetchPayment({ token, paymentId: request.paymentId })
    expect(paid).toMatchObject({
      kind: 'ok',
      payment: {
        state: 'paid',
        orderNumber: request.orderNumber,
        priceKurus: 15050,
        paidKurus: 15050,
        currency: 'TRY',
        fraudStatus: 1,
        installments: 1,
        sellerPayoutKurus: 12800,
        cardLastFour: '0008',
      },
    })
  })
})
