import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../simulator-kit.ts'
import { createIyzico } from './iyzico.adapter.ts'
import { createIyzicoClient, type IyzicoCall } from './iyzico.client.ts'
import { checkoutRequest, control, KEYS, sellerAccount, startReceiver } from './iyzico.fixtures.ts'
import { checkoutBody } from './iyzico.requests.ts'
import { type IyzicoSimulatorOptions, startIyzicoSimulator } from './iyzico.simulator.ts'
import { authorization } from './iyzico.wire.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function world(options: Partial<IyzicoSimulatorOptions> = {}) {
  const simulator = await startIyzicoSimulator({ port: 0, ...KEYS, subMerchantKeys: ['seller-key'], ...options })
  return { simulator, ...connect(simulator) }
}

function connect(simulator: Simulator) {
  const client = createIyzicoClient({ baseUrl: simulator.url, ...KEYS })
  const iyzico = createIyzico({ baseUrl: simulator.url, ...KEYS })
  closers.push(client.close, iyzico.close, simulator.close)
  const call = (path: string, body?: object, more: Partial<IyzicoCall> = {}) =>
    client.call({ method: 'POST', path, timeoutMs: 5000, exact: true, ...(body === undefined ? {} : { body }), ...more })
  const pay = (token: string, more: object = {}) => control(simulator.url, '/__sim/pay', { token, callback: false, ...more })
  return { iyzico, call, pay, simControl: (path: string, body: object) => control(simulator.url, path, body) }
}

type World = Awaited<ReturnType<typeof world>>

async function open(w: World, change: Parameters<typeof checkoutRequest>[0] = {}) {
  const request = checkoutRequest(change)
  const checkout = await w.iyzico.openCheckout(request)
  if (checkout.kind !== 'ok') throw new Error(checkout.reason)
  return { token: checkout.token, pageUrl: checkout.pageUrl, paymentId: request.paymentId }
}

async function bought(w: World, more: object = {}) {
  const { token, paymentId } = await open(w)
  await w.pay(token, { webhook: false, ...more })
  const answer = await w.iyzico.fetchPayment({ token, paymentId })
  if (answer.kind !== 'ok' || answer.payment.state !== 'paid') throw new Error('not paid')
  return { token, paymentId, payment: answer.payment }
}

const post = (pageUrl: string, path: string, fields: Record<string, string>) =>
  fetch(new URL(path, pageUrl), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

/** Sends the form with a card that pays; the name of the bank page that follows. */
async function toBank({ token, pageUrl }: { token: string; pageUrl: string }): Promise<string> {
  const sent = await post(pageUrl, '/card', { token, testCard: '5528790000000008' })
  return new URL(sent.headers.get('location') ?? '', pageUrl).searchParams.get('orderId') ?? ''
}

describe('callers', () => {
  it('are known by key and signature, over whatever bytes arrived', async () => {
    const { simulator } = await world()
    const ask = async (change: { apiKey?: string; secretKey?: string; body?: string; signedBody?: string; path?: string }) => {
      const body = change.body ?? '{}'
      const header = authorization({
        ...KEYS,
        ...change,
        randomKey: 'r',
        path: change.path ?? '/payment/bin/check',
        body: change.signedBody ?? body,
      })
      const response = await fetch(`${simulator.url}/payment/bin/check`, { method: 'POST', headers: { authorization: header }, body })
      expect(response.status).toBe(200)
      return ((await response.json()) as { errorCode?: string; status: string }).errorCode ?? 'success'
    }
    expect(await ask({ body: '{"binNumber": "552879"}' })).toBe('success')
    expect(await ask({ apiKey: 'nobody' })).toBe('1001')
    expect(await ask({ secretKey: 'wrong' })).toBe('1000')
    expect(await ask({ body: '{"binNumber":"552879"}', signedBody: '{"binNumber":"552870"}' })).toBe('1000')
    expect(await ask({ path: '/payment/refund' })).toBe('1000')
    expect(await ask({ body: 'no json' })).toBe('11')
    expect(
      ((await (await fetch(`${simulator.url}/payment/bin/check`, { method: 'POST', body: '{}' })).json()) as { errorCode: string })
        .errorCode,
    ).toBe('1000')
  })
})

describe('what is sent is checked', () => {
  type Fields = Record<string, unknown>
  type Sent = Fields & { buyer: Fields; basketItems: [Fields] }
  type Change = (body: Sent) => void
  it.each<[string, string, Change]>([
    ['no price', '5004', (body) => delete body.price],
    ['a comma in the price', '11', (body) => Object.assign(body, { price: '150,5' })],
    ['a sum that is off by a kuruş', '5062', (body) => Object.assign(body, { price: '150.51' })],
    ['no basket', '24', (body) => Object.assign(body, { basketItems: [] })],
    ['a line for nothing', '11', (body) => Object.assign(body.basketItems[0], { price: '0' })],
    ['no callback address', '23', (body) => delete body.callbackUrl],
    ['a script for a callback address', '11', (body) => Object.assign(body, { callbackUrl: 'javascript:alert(1)' })],
    ['no e-mail', '3', (body) => delete body.buyer.email],
    ['half an e-mail', '5', (body) => Object.assign(body.buyer, { email: 'ayse@' })],
    ['no identity number', '8', (body) => delete body.buyer.identityNumber],
    ['no telephone', '25', (body) => delete body.buyer.gsmNumber],
    ['a telephone without its country', '11', (body) => Object.assign(body.buyer, { gsmNumber: '05350000000' })],
    ['no shipping address for a parcel', '24', (body) => delete body.shippingAddress],
    ['a line without its seller', '5077', (body) => delete body.basketItems[0].subMerchantKey],
    ['a seller nobody knows', '5078', (body) => Object.assign(body.basketItems[0], { subMerchantKey: 'nobody' })],
    ['a seller outside a product payment', '5079', (body) => Object.assign(body, { paymentGroup: 'LISTING' })],
    ['a seller’s part above the price', '5080', (body) => Object.assign(body.basketItems[0], { subMerchantPrice: '999.0' })],
    ['an instalment count that does not exist', '11', (body) => Object.assign(body, { enabledInstallments: [1, 4] })],
    ['a very long conversationId', '20', (body) => Object.assign(body, { conversationId: 'x'.repeat(101) })],
  ])('%s is answered with %s', async (_name, code, change) => {
    const { call } = await world()
    const body = structuredClone(checkoutBody(checkoutRequest())) as Sent
    change(body)
    expect(await call('/payment/iyzipos/checkoutform/initialize/auth/ecom', body)).toMatchObject({ kind: 'failure', code })
  })

  it('is answered in English where the request is', async () => {
    const { call } = await world()
    expect(await call('/payment/iyzipos/checkoutform/auth/ecom/detail', { locale: 'en' })).toMatchObject({
      code: '5132',
      reason: 'token is mandatory',
    })
  })
})

describe('tokens', () => {
  it('are never shared: the same attempt twice makes two that can be paid', async () => {
    const w = await world()
    const request = checkoutRequest()
    const [one, two] = [await w.iyzico.openCheckout(request), await w.iyzico.openCheckout(request)]
    expect(one.kind === 'ok' && two.kind === 'ok' && one.token !== two.token).toBe(true)
  })

  it('die after half an hour, but a buyer who is at her bank may finish', async () => {
    let nowMs = Date.parse('2026-11-23T10:00:00Z')
    const w = await world({ nowMs: () => nowMs })
    const [idle, late] = [await open(w), await open(w)]
    nowMs += 1_799_000
    const orderId = await toBank(late)
    nowMs += 120_000
    expect(await w.pay(idle.token)).toEqual({ error: 'token is expired' })
    expect((await fetch(idle.pageUrl)).status).toBe(410)
    expect(await w.iyzico.fetchPayment(idle)).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
    expect((await post(late.pageUrl, '/payment/mock/confirm3ds', { token: late.token, orderId, code: '283126' })).status).toBe(200)
    expect(await w.iyzico.fetchPayment(late)).toMatchObject({ payment: { state: 'paid' } })
  })

  it('take one payment only', async () => {
    const w = await world()
    const { token } = await open(w)
    expect(await w.pay(token)).toMatchObject({ status: 'SUCCESS' })
    expect(await w.pay(token)).toEqual({ error: 'token is paid' })
  })

  it.each([
    ['4131111111111117', 'FAILURE', '10210'],
    ['4141111111111115', 'FAILURE', '10211'],
    ['4129111111111111', 'FAILURE', '10005'],
    ['4151111111111393', 'FAILURE', '10093'],
  ])('are not paid by %s', async (card, status, errorCode) => {
    const w = await world()
    const { token, paymentId } = await open(w)
    expect(await w.pay(token, { card })).toMatchObject({ status, errorCode })
    expect(await w.iyzico.fetchPayment({ token, paymentId })).toMatchObject({ payment: { state: 'declined', code: errorCode } })
  })

  it('stay unpaid when 3-D Secure cannot start or the card is a real one', async () => {
    const w = await world()
    const { token, paymentId } = await open(w)
    expect(await w.pay(token, { card: '4151111111111112' })).toMatchObject({ paymentId: null, status: 'created' })
    expect(await w.pay(token, { card: '4242424242424242' })).toMatchObject({ error: 'card must be the number of a test card' })
    expect(await w.iyzico.fetchPayment({ token, paymentId })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
  })
})

describe('the payment page', () => {
  it('can be used without JavaScript by choosing a test card', async () => {
    const w = await world()
    const { token, pageUrl } = await open(w)
    const sent = await post(pageUrl, '/card', {
      token,
      lang: 'tr',
      testCard: '5528790000000008',
      cardNumber: '',
      expiry: '',
      cvc: '',
      cardHolder: '',
    })
    expect(sent.status).toBe(303)
    expect(sent.headers.get('location')).toContain('/payment/mock/init3ds')
  })

  it('marks what is wrong and keeps the name', async () => {
    const w = await world()
    const { token, pageUrl } = await open(w)
    const answer = await post(pageUrl, '/card', {
      token,
      lang: 'en',
      cardHolder: 'Ayşe Yılmaz',
      cardNumber: '1234',
      expiry: '01/20',
      cvc: '1',
    })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const id of ['cardNumber', 'expiry', 'cvc']) expect(html).toMatch(new RegExp(`id="${id}"[^>]*aria-invalid="true"`))
    expect(html).toContain('role="alert"')
    expect(html).toContain('value="Ayşe Yılmaz"')
  })

  it('says inside the form that a card was declined, on a later visit too', async () => {
    const w = await world()
    const { token, pageUrl } = await open(w)
    await w.pay(token, { card: '4111111111111129' })
    const html = await (await fetch(`${pageUrl.replace('lang=tr', 'lang=en')}`)).text()
    expect(html).toContain('Insufficient funds')
    expect(html).toContain('<html lang="en">')
  })

  it('fails the payment for a wrong code, and for giving up, and leads back to the merchant', async () => {
    const w = await world()
    for (const [name, value] of [
      ['code', '123456'],
      ['cancel', '1'],
    ] as const) {
      const { token, pageUrl, paymentId } = await open(w)
      const orderId = await toBank({ token, pageUrl })
      const back = await (await post(pageUrl, '/payment/mock/confirm3ds', { token, orderId, [name]: value })).text()
      expect(back).toContain('/payments/iyzico/callback')
      expect(await w.iyzico.fetchPayment({ token, paymentId })).toMatchObject({ payment: { state: 'declined', code: '10210' } })
    }
  })

  it('answers a second press at the bank as it did the first, and lets nobody use the page for another token', async () => {
    const w = await world()
    const [one, two] = [await open(w), await open(w)]
    const orderId = await toBank(one)
    expect((await post(one.pageUrl, '/payment/mock/confirm3ds', { token: two.token, orderId, code: '283126' })).status).toBe(404)
    const press = async (code: string) => (await post(one.pageUrl, '/payment/mock/confirm3ds', { token: one.token, orderId, code })).text()
    const first = await press('283126')
    expect(first).toContain('id="callback"')
    expect([await press('283126'), await press('000000')]).toEqual([first, first])
    expect(await w.iyzico.fetchPayment(one)).toMatchObject({ payment: { state: 'paid' } })
  })

  it('goes back to the form, at its own address, when the bank declines', async () => {
    const w = await world()
    const { token, pageUrl } = await open(w)
    const sent = await post(pageUrl, '/card', { token, testCard: '4111111111111129' })
    const orderId = new URL(sent.headers.get('location') ?? '', pageUrl).searchParams.get('orderId') ?? ''
    const press = () => post(pageUrl, '/payment/mock/confirm3ds', { token, orderId, code: '283126', lang: 'en' })
    for (const answer of [await press(), await press()]) {
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/?token=${token}&lang=en`])
    }
    expect(await (await fetch(new URL(`/?token=${token}&lang=en`, pageUrl))).text()).toContain('Insufficient funds')
  })

  it('shows an order number as text, whatever it says', async () => {
    const w = await world()
    const { pageUrl } = await open(w, {
      orderNumber: '<img src=x onerror=alert(1)>',
      callbackUrl: 'https://shop.example/?a="><script>alert(1)</script>',
    })
    expect(await (await fetch(pageUrl)).text()).not.toContain('<img src=x')
  })

  it('lets the buyer leave for the merchant without paying', async () => {
    const w = await world()
    const { token, pageUrl, paymentId } = await open(w)
    expect(await (await post(pageUrl, '/leave', { token })).text()).toContain('id="callback"')
    expect(await w.iyzico.fetchPayment({ token, paymentId })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
  })

  it('is unknown without a token', async () => {
    const { simulator } = await world()
    expect((await fetch(`${simulator.url}/?token=nothing`)).status).toBe(404)
  })
})

describe('after the payment', () => {
  it('refunds in parts until nothing is left, and cancels only what was never refunded', async () => {
    const w = await world()
    const { payment } = await bought(w)
    const refund = (price: string) =>
      w.call('/payment/refund', { conversationId: 'same', paymentTransactionId: payment.providerTransactionId, price })
    expect((await refund('100.0')).kind).toBe('success')
    expect((await refund('50.5')).kind).toBe('success')
    expect(await refund('0.01')).toMatchObject({ code: '5093', body: { retryable: false } })
    expect(await w.call('/payment/cancel', { paymentId: payment.providerPaymentId })).toMatchObject({ code: '5094' })
  })

  it('cancels once, on the same day, and refunds nothing afterwards', async () => {
    const w = await world()
    const { payment } = await bought(w)
    expect((await w.call('/payment/cancel', { conversationId: 'c-1', paymentId: payment.providerPaymentId })).kind).toBe('success')
    expect(await w.call('/payment/cancel', { paymentId: payment.providerPaymentId })).toMatchObject({ code: '8514' })
    expect(await w.call('/payment/refund', { paymentTransactionId: payment.providerTransactionId, price: '1' })).toMatchObject({
      code: '8514',
    })
    expect(await w.call('/payment/cancel', { paymentId: '1' })).toMatchObject({ code: '5086' })
    expect(await w.iyzico.fetchHistory(payment)).toMatchObject({ history: { refundedKurus: 15050, refunds: [{ refundId: 'c-1' }] } })
  })

  it('does not cancel on the next day of Istanbul', async () => {
    let nowMs = Date.parse('2026-11-23T20:59:00Z')
    const w = await world({ nowMs: () => nowMs })
    const { payment } = await bought(w)
    nowMs += 120_000
    expect(await w.call('/payment/cancel', { paymentId: payment.providerPaymentId })).toMatchObject({ code: '5094' })
  })

  it('refuses refunds by amount to a marketplace', async () => {
    const w = await world()
    expect(await w.call('/v2/payment/refund', { paymentId: '1', price: '1' })).toMatchObject({ code: '5266' })
  })

  it('approves, takes back, and pays out only once', async () => {
    const w = await world()
    const { payment } = await bought(w)
    const move = (verb: string) => w.call(`/payment/iyzipos/item/${verb}`, { paymentTransactionId: payment.providerTransactionId })
    expect(await move('disapprove')).toMatchObject({ code: '5068' })
    expect((await move('approve')).kind).toBe('success')
    expect((await move('disapprove')).kind).toBe('success')
    expect((await move('approve')).kind).toBe('success')
    expect(await w.simControl('/__sim/payout', {})).toEqual({ paidOut: 1 })
    expect(await w.simControl('/__sim/payout', {})).toEqual({ paidOut: 0 })
    expect(await move('disapprove')).toMatchObject({ code: '5068' })
    expect(await w.call('/reporting/settlement/payoutcompleted', { date: '2026-11-23 00:00:00' })).toMatchObject({
      body: { payoutCompletedTransactions: [{ paymentTransactionId: payment.providerTransactionId, payoutAmount: 128 }] },
    })
  })

  it('does not approve what is under review; a rejection gives the money back by itself', async () => {
    const w = await world()
    const { payment } = await bought(w, { fraudStatus: 0 })
    const approve = () => w.call('/payment/iyzipos/item/approve', { paymentTransactionId: payment.providerTransactionId })
    expect(await approve()).toMatchObject({ code: '5068' })
    await w.simControl('/__sim/verdict', { paymentId: payment.providerPaymentId, fraudStatus: 1 })
    expect((await approve()).kind).toBe('success')
    const other = await bought(w, { fraudStatus: 0 })
    await w.simControl('/__sim/verdict', { paymentId: other.payment.providerPaymentId, fraudStatus: -1 })
    expect(await w.iyzico.fetchHistory(other.payment)).toMatchObject({ history: { fraudStatus: -1, refundedKurus: 15050 } })
  })

  it('moves the seller’s part of a line until it is approved', async () => {
    const w = await world()
    const { token, paymentId, payment } = await bought(w)
    const change = () =>
      w.call(
        '/payment/item',
        { paymentTransactionId: payment.providerTransactionId, subMerchantKey: 'seller-key', subMerchantPrice: '100.0' },
        { method: 'PUT' },
      )
    expect((await change()).kind).toBe('success')
    expect(await w.iyzico.fetchPayment({ token, paymentId })).toMatchObject({ payment: { sellerPayoutKurus: 10000 } })
    await w.call('/payment/iyzipos/item/approve', { paymentTransactionId: payment.providerTransactionId })
    expect(await change()).toMatchObject({ code: '5068' })
  })

  it('reports with numbers for ids, a basket id of its own and local times that claim to be UTC', async () => {
    const w = await world({ nowMs: () => Date.parse('2026-11-23T20:29:31Z') })
    const { paymentId, payment } = await bought(w)
    const details = await w.call('/v2/reporting/payment/details', undefined, { method: 'GET', query: { paymentConversationId: paymentId } })
    expect(details).toMatchObject({
      body: {
        payments: [
          {
            paymentId: Number(payment.providerPaymentId),
            paymentStatus: 1,
            createdDate: '2026-11-23T23:29:31Z',
            basketId: expect.any(Number),
            paymentRefundStatus: 'NOT_REFUNDED',
          },
        ],
      },
    })
    const day = { transactionDate: '2026-11-23', page: '1' }
    expect(await w.call('/v2/reporting/payment/transactions', undefined, { method: 'GET', query: day })).toMatchObject({
      body: { transactions: [{ transactionType: 'PAYMENT', basketId: payment.orderNumber }], currentPage: 1 },
    })
    expect(await w.call('/v2/reporting/payment/details', undefined, { method: 'GET' })).toMatchObject({ code: '11' })
  })
})

describe('notifications', () => {
  it('repeat until somebody answers 2xx, and stop after three repeats', async () => {
    const merchant = await startReceiver((_received, count) => ({ status: count < 3 ? 503 : 200 }))
    const deaf = await startReceiver(() => ({ status: 500 }))
    closers.push(merchant.close, deaf.close)
    const w = await world({ webhookUrl: merchant.url, webhookDelayMs: 5, webhookRetryMs: 5 })
    await w.pay((await open(w)).token)
    const bodies = (await merchant.until(3)).map(({ rawBody }) => rawBody.toString())
    expect(new Set(bodies).size).toBe(1)

    const other = await world({ webhookUrl: deaf.url, webhookDelayMs: 5, webhookRetryMs: 5 })
    await other.pay((await open(other)).token)
    await deaf.until(4)
    await expect
      .poll(async () => ((await (await fetch(`${other.simulator.url}/__sim/payments`)).json()) as { webhooks: object[] }).webhooks)
      .toMatchObject([{ state: 'gave_up', attempts: 4 }])
  })

  it('tell of the failure and then of the success on one token', async () => {
    const merchant = await startReceiver()
    closers.push(merchant.close)
    const w = await world({ webhookUrl: merchant.url, webhookDelayMs: 5 })
    const { token } = await open(w)
    await w.pay(token, { card: '4111111111111129' })
    await merchant.until(1)
    await w.pay(token)
    const statuses = (await merchant.until(2)).map(({ rawBody }) => (JSON.parse(rawBody.toString()) as { status: string }).status)
    expect(statuses).toEqual(['FAILURE', 'SUCCESS'])
  })

  it('can be sent again, forged, unsigned, about a stranger, or not at all', async () => {
    const merchant = await startReceiver()
    closers.push(merchant.close)
    const w = await world({ webhookUrl: merchant.url, webhookDelayMs: 60_000 })
    const { token } = await open(w)
    await w.pay(token)
    expect(await w.simControl('/__sim/webhooks', { token, times: 3 })).toEqual({ sent: 3, answers: [200, 200, 200] })
    await w.simControl('/__sim/webhooks', { token, forge: true })
    await w.simControl('/__sim/webhooks', { token, unsigned: true })
    await w.simControl('/__sim/webhooks', { token: '99999999-2222-4333-8444-555555555555' })
    const signatures = merchant.received.map(({ headers }) => headers['x-iyz-signature-v3'])
    expect(signatures[0]).toBe(signatures[2])
    expect(signatures[3]).not.toBe(signatures[0])
    expect(signatures[4]).toBeUndefined()
    expect(merchant.received[4]?.headers['x-iyz-signature']).toBe('')
    expect(await w.simControl('/__sim/webhooks', { token, drop: true })).toEqual({ dropped: 1 })
  })
})

describe('controls', () => {
  const answered = async (w: World, path: string, body: string) => {
    const response = await fetch(`${w.simulator.url}${path}`, { method: 'POST', body })
    return `${response.status} ${((await response.json()) as { error?: string }).error}`
  }

  it.each<[string, object | string, string]>([
    ['pay', '{"token"', '400 the body must be a JSON object'],
    ['pay', '[]', '400 the body must be a JSON object'],
    ['pay', {}, '422 token must be the text of a token'],
    ['pay', { token: 'x' }, '404 token x is unknown'],
    ['pay', { token: 'x', card: '4242424242424242' }, '422 card must be the number of a test card'],
    ['pay', { token: 'x', card: { toString: 1 } }, '422 card must be the number of a test card'],
    ['expire', { token: { toString: 1 } }, '422 token must be the text of a token'],
    ['pay', { token: 'x', fraudStatus: '1' }, '422 fraudStatus must be 1, 0 or -1'],
    ['pay', { token: 'x', webhook: 'no' }, '422 webhook must be true or false'],
    ['webhooks', { token: 'x', times: 0 }, '422 times must be a whole number from 1 to 100'],
    ['webhooks', { token: 'x', delayMs: -1 }, '422 delayMs must be a whole number of milliseconds'],
    ['webhooks', { token: 'x', drop: true }, '404 token x is unknown'],
    ['verdict', { fraudStatus: 1 }, '422 paymentId must be that of a payment'],
    ['verdict', { paymentId: '1', fraudStatus: 2 }, '422 fraudStatus must be 1, 0 or -1'],
    ['verdict', { paymentId: '1', fraudStatus: 1 }, '404 paymentId 1 is no captured payment'],
  ])('%s %j: %s', async (path, body, words) => {
    const w = await world()
    expect(await answered(w, `/__sim/${path}`, typeof body === 'string' ? body : JSON.stringify(body))).toBe(words)
  })

  it('pays once, however often and at once it is told to, and not after the end', async () => {
    const w = await world()
    const { token } = await open(w)
    const answers = await Promise.all(Array.from({ length: 3 }, () => w.pay(token)))
    expect(answers.map(({ status, error }) => status ?? error)).toEqual(['SUCCESS', 'token is paid', 'token is paid'])
    const late = await open(w)
    await w.simControl('/__sim/expire', { token: late.token })
    expect(await w.pay(late.token)).toEqual({ error: 'token is expired' })
  })

  it('tells the merchant of each verdict once, and gives back what is rejected at once or later', async () => {
    const merchant = await startReceiver()
    closers.push(merchant.close)
    const w = await world({ webhookUrl: merchant.url, webhookDelayMs: 1 })
    const approved = await bought(w, { fraudStatus: 0 })
    const rejected = await bought(w, { fraudStatus: 0 })
    const verdict = (bought: typeof approved, fraudStatus: number) =>
      w.simControl('/__sim/verdict', { paymentId: bought.payment.providerPaymentId, fraudStatus })
    for (const fraudStatus of [1, 1]) await verdict(approved, fraudStatus)
    for (const fraudStatus of [-1, -1]) await verdict(rejected, fraudStatus)
    const told = (await merchant.until(2)).map(({ rawBody }) => (JSON.parse(rawBody.toString()) as { token: string }).token)
    expect(told).toEqual([approved.token, rejected.token])
    const atOnce = await bought(w, { fraudStatus: -1 })
    for (const { payment } of [rejected, atOnce])
      expect(await w.iyzico.fetchHistory(payment)).toMatchObject({ history: { fraudStatus: -1, refundedKurus: 15050 } })
    expect(merchant.received).toHaveLength(2)
  })

  it.each([
    ['paid', {}, 'SUCCESS'],
    ['declined', { card: '4111111111111129' }, 'FAILURE'],
    ['reviewed', { fraudStatus: 0 }, 'SUCCESS'],
  ])('sends, delays, forges and drops the notification of a %s payment', async (_, how, status) => {
    const merchant = await startReceiver()
    closers.push(merchant.close)
    const w = await world({ webhookUrl: merchant.url, webhookDelayMs: 60_000 })
    const { token } = await open(w)
    await w.pay(token, how)
    expect(await w.simControl('/__sim/webhooks', { token, times: 2 })).toEqual({ sent: 2, answers: [200, 200] })
    expect(await w.simControl('/__sim/webhooks', { token, delayMs: 20 })).toEqual({ scheduled: 1 })
    await merchant.until(3)
    expect(await w.simControl('/__sim/webhooks', { token, forge: true })).toEqual({ sent: 1, answers: [200] })
    expect(merchant.received.map(({ rawBody }) => (JSON.parse(rawBody.toString()) as { status: string }).status)).toEqual(
      Array(4).fill(status),
    )
    expect(await w.simControl('/__sim/webhooks', { token, drop: true })).toEqual({ dropped: 1 })
  })
})

describe('the buyer’s way back', () => {
  it('is a form post with the token alone, as a browser sends it from another site', async () => {
    const merchant = await startReceiver(() => ({ status: 303, headers: { location: '/orders/1' } }))
    closers.push(merchant.close)
    const w = await world()
    const { token } = await open(w, { callbackUrl: `${merchant.url}/callback?o=1` })
    expect(await w.pay(token, { callback: true })).toMatchObject({
      status: 'SUCCESS',
      callbackUrl: `${merchant.url}/callback?o=1`,
      callbackStatus: 303,
      callbackLocation: '/orders/1',
    })
    const [callback] = merchant.received
    expect(callback?.path).toBe('/callback?o=1')
    expect(callback?.rawBody.toString()).toBe(`token=${token}`)
    expect(callback?.headers).toMatchObject({
      'content-type': expect.stringContaining('application/x-www-form-urlencoded'),
      origin: w.simulator.url,
    })
  })
})

describe('state', () => {
  it('is left alone by a second simulator that finds the port taken', async () => {
    const { simulator } = await world()
    await expect(startIyzicoSimulator({ port: simulator.port, ...KEYS })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('survives kill -9 with every answer that was given, due notifications included', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'iyzico-'))
    const merchant = await startReceiver()
    closers.push(merchant.close)
    const child = fork(new URL('./iyzico.simulator.child.ts', import.meta.url), {
      env: { ...process.env, STATE_DIR: stateDir, WEBHOOK_URL: merchant.url, ...KEYS },
    })
    const [message] = (await once(child, 'message')) as [{ url: string }]
    const iyzico = createIyzico({ baseUrl: message.url, ...KEYS })
    closers.push(iyzico.close)
    const saved = await iyzico.saveSeller(sellerAccount(), null)
    const request = checkoutRequest({ sellerKey: saved.kind === 'ok' ? saved.sellerKey : '' })
    const checkout = await iyzico.openCheckout(request)
    const token = checkout.kind === 'ok' ? checkout.token : ''
    await control(message.url, '/__sim/pay', { token, callback: false })
    const before = await iyzico.fetchPayment({ token, paymentId: request.paymentId })
    child.kill('SIGKILL')
    await once(child, 'exit')

    const w = await world({ stateDir, webhookUrl: merchant.url })
    expect(before).toMatchObject({ payment: { state: 'paid' } })
    expect(await w.iyzico.fetchPayment({ token, paymentId: request.paymentId })).toEqual(before)
    const [notified] = await merchant.until(1)
    expect(JSON.parse(notified?.rawBody.toString() ?? '')).toMatchObject({ token, status: 'SUCCESS' })
  })

  it('is forgotten on reset, but for the sellers and the numbers already given', async () => {
    const w = await world()
    const saved = await w.iyzico.saveSeller(sellerAccount(), null)
    const sellerKey = saved.kind === 'ok' ? saved.sellerKey : ''
    const { token, paymentId, payment } = await bought(w)
    await w.simControl('/__sim/reset', {})
    expect(await w.iyzico.fetchPayment({ token, paymentId })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
    expect((await w.iyzico.openCheckout(checkoutRequest({ sellerKey }))).kind).toBe('ok')
    expect(Number((await bought(w)).payment.providerPaymentId)).toBeGreaterThan(Number(payment.providerPaymentId))
  })
})
