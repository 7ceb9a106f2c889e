import { kurus } from '@emanet/contracts/money'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CheckoutRequest, PaymentProvider } from '../ports.ts'
import type { Simulator } from '../simulator-kit.ts'
import { createIyzico, isPageOf } from './iyzico.adapter.ts'
import { checkoutRequest, control, KEYS, sellerAccount } from './iyzico.fixtures.ts'
import { startIyzicoSimulator } from './iyzico.simulator.ts'

let simulator: Simulator
let iyzico: ReturnType<typeof createIyzico>
let sellerKey: string

/** For what never answers in time. Long enough for a request to leave a busy machine. */
const HASTY = { openCheckoutMs: 500, readMs: 500, moveMs: 500 }

beforeAll(async () => {
  simulator = await startIyzicoSimulator({ port: 0, ...KEYS })
  iyzico = createIyzico({ baseUrl: simulator.url, ...KEYS })
  const saved = await iyzico.saveSeller(sellerAccount(), null)
  sellerKey = saved.kind === 'ok' ? saved.sellerKey : ''
})

afterEach(() => control(simulator.url, '/__sim/reset', {}))

afterAll(async () => {
  await Promise.all([iyzico.close(), simulator.close()])
})

async function open(change: Partial<CheckoutRequest> = {}) {
  const request = checkoutRequest({ sellerKey, ...change })
  const checkout = await iyzico.openCheckout(request)
  if (checkout.kind !== 'ok') throw new Error(checkout.reason)
  return { request, paymentId: request.paymentId, token: checkout.token, pageUrl: checkout.pageUrl, expiresInS: checkout.expiresInS }
}

const pay = (token: string, more: object = {}) => control(simulator.url, '/__sim/pay', { token, callback: false, webhook: false, ...more })

async function buy(more: object = {}) {
  const { request, token, paymentId } = await open()
  await pay(token, more)
  const answer = await iyzico.fetchPayment({ token, paymentId })
  if (answer.kind !== 'ok' || answer.payment.state !== 'paid') throw new Error('not paid')
  return { request, token, paymentId, payment: answer.payment }
}

describe('opening a checkout', () => {
  it('gives a token, a page on the host we talk to, and its life', async () => {
    const { pageUrl, token, expiresInS } = await open({ language: 'en' })
    expect(new URL(pageUrl).origin).toBe(simulator.url)
    expect(pageUrl).toContain(token)
    expect(expiresInS).toBe(1800)
  })

  it.each([
    ['a seller iyzico does not know', { sellerKey: 'nobody' }, '5078'],
    ['a seller’s part larger than the price', { sellerKurus: kurus(200_00) }, '5080'],
    ['a price of nothing', { totalKurus: kurus(0), sellerKurus: kurus(0) }, '11'],
    ['no callback address', { callbackUrl: '' }, '23'],
  ])('is refused for %s', async (_name, change, code) => {
    expect(await iyzico.openCheckout(checkoutRequest({ sellerKey, ...change }))).toMatchObject({ kind: 'refused', code })
  })

  it('is unknown with a wrong key, which is nobody’s data', async () => {
    for (const keys of [
      { ...KEYS, apiKey: 'another' },
      { ...KEYS, secretKey: 'another' },
    ]) {
      const stranger = createIyzico({ baseUrl: simulator.url, ...keys })
      expect((await stranger.openCheckout(checkoutRequest({ sellerKey }))).kind).toBe('unknown')
      await stranger.close()
    }
  })

  it('asks whether it may call before each call', async () => {
    let calls = 0
    const careful = createIyzico({
      baseUrl: simulator.url,
      ...KEYS,
      beforeCall: () => {
        calls += 1
      },
    })
    await careful.openCheckout(checkoutRequest({ sellerKey }))
    await careful.findPayment({ paymentId: 'nothing' })
    expect(calls).toBe(2)
    const forbidden = createIyzico({
      baseUrl: simulator.url,
      ...KEYS,
      beforeCall: () => {
        throw new Error('a transaction is open')
      },
    })
    await expect(forbidden.openCheckout(checkoutRequest({ sellerKey }))).rejects.toThrow('a transaction is open')
    await Promise.all([careful.close(), forbidden.close()])
  })
})

describe('every fault is unknown and is not tried again', () => {
  beforeEach(() => control(simulator.url, '/__sim/reset', {}))

  const calls: [string, string, (provider: PaymentProvider) => Promise<{ kind: string }>][] = [
    ['openCheckout', '/initialize', (provider) => provider.openCheckout(checkoutRequest({ sellerKey }))],
    [
      'fetchPayment',
      '/ecom/detail',
      (provider) => provider.fetchPayment({ token: '11111111-2222-4333-8444-555555555555', paymentId: 'p' }),
    ],
    ['findPayment', '/v2/reporting', (provider) => provider.findPayment({ paymentId: 'p' })],
    ['fetchHistory', '/v2/reporting', (provider) => provider.fetchHistory({ providerPaymentId: '1' })],
    [
      'refund',
      '/payment/refund',
      (provider) =>
        provider.refund({
          refundId: 'r',
          providerPaymentId: '1',
          providerTransactionId: '2',
          amountKurus: kurus(100),
          currency: 'TRY',
          reason: 'other',
        }),
    ],
    ['approve', '/approve', (provider) => provider.approve({ holdId: 'h', providerTransactionId: '2' })],
    ['saveSeller', '/onboarding', (provider) => provider.saveSeller(sellerAccount(), null)],
  ]
  const silences: [string, object][] = [
    ['a hang', { kind: 'hang' }],
    ['an answer after the deadline', { kind: 'late', delayMs: 1500 }],
  ]
  const answers: [string, object][] = [
    ['a reset', { kind: 'reset' }],
    ['half an answer', { kind: 'garbage' }],
    ['a 500 page', { kind: 'status', status: 500 }],
    ['a 502 page', { kind: 'status', status: 502 }],
    ['an HTML page with status 200', { kind: 'status', status: 200 }],
    ['a redirect', { kind: 'status', status: 302 }],
    ['a 403 page', { kind: 'status', status: 403 }],
  ]
  for (const [call, route, run] of calls) {
    const meet = async (provider: PaymentProvider, fault: object) => {
      await control(simulator.url, '/__sim/faults', { ...fault, route })
      expect((await run(provider)).kind).toBe('unknown')
      expect(simulator.log().filter(({ kind }) => kind === 'request')).toHaveLength(1)
    }
    it.each(answers)(`${call} meets %s`, (_name, fault) => meet(iyzico, fault))
    it.each(silences)(`${call} meets %s`, async (_name, fault) => {
      const hasty = createIyzico({ baseUrl: simulator.url, ...KEYS, timeouts: HASTY })
      await meet(hasty, fault).finally(() => hasty.close())
    })
  }

  it('a rate limit says when to come back', async () => {
    await control(simulator.url, '/__sim/faults', { kind: 'status', status: 429 })
    expect(await iyzico.openCheckout(checkoutRequest({ sellerKey }))).toEqual({
      kind: 'unknown',
      reason: 'rate limited by iyzico',
      retryAfterMs: 60_000,
    })
  })

  it('nobody listening is unknown at once', async () => {
    const nowhere = createIyzico({ baseUrl: 'http://127.0.0.1:1', ...KEYS })
    const startedAt = performance.now()
    expect((await nowhere.openCheckout(checkoutRequest({ sellerKey }))).kind).toBe('unknown')
    expect(performance.now() - startedAt).toBeLessThan(2_500)
    await nowhere.close()
  })
})

describe('asking about a payment', () => {
  it('is unpaid before anybody paid, for an unknown token too', async () => {
    const { token, paymentId } = await open()
    expect(await iyzico.fetchPayment({ token, paymentId })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
    expect(await iyzico.fetchPayment({ token: 'never-given', paymentId })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
    expect(await iyzico.findPayment({ paymentId })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
  })

  it('is in progress while the buyer is at her bank', async () => {
    const { token, paymentId } = await open()
    await pay(token, { code: null })
    expect(await iyzico.fetchPayment({ token, paymentId })).toEqual({ kind: 'ok', payment: { state: 'in_progress' } })
    expect(await iyzico.findPayment({ paymentId })).toEqual({ kind: 'ok', payment: { state: 'in_progress' } })
  })

  it('is declined with the bank’s code, and paid when another card is tried on the same token', async () => {
    const { token, paymentId, request } = await open()
    await pay(token, { card: '4111111111111129' })
    const declined = {
      kind: 'ok',
      payment: { state: 'declined', code: '10051', reason: 'Kart limiti yetersiz, yetersiz bakiye', orderNumber: request.orderNumber },
    }
    expect(await iyzico.fetchPayment({ token, paymentId })).toEqual(declined)
    expect(await iyzico.findPayment({ paymentId })).toEqual(declined)
    await pay(token)
    expect(await iyzico.fetchPayment({ token, paymentId })).toMatchObject({ kind: 'ok', payment: { state: 'paid' } })
  })

  it('finds a payment whose token was lost, with the same words', async () => {
    const { paymentId, payment } = await buy()
    expect(await iyzico.findPayment({ paymentId })).toEqual({ kind: 'ok', payment })
  })

  it('finds what was paid on a page whose address never reached us', async () => {
    await control(simulator.url, '/__sim/faults', { kind: 'reset', work: true, route: '/initialize' })
    const request = checkoutRequest({ sellerKey })
    expect((await iyzico.openCheckout(request)).kind).toBe('unknown')
    expect(await iyzico.findPayment({ paymentId: request.paymentId })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
    const { items } = (await (await fetch(`${simulator.url}/__sim/payments?limit=1`)).json()) as { items: [{ token: string }] }
    await pay(items[0].token)
    expect(await iyzico.findPayment({ paymentId: request.paymentId })).toMatchObject({
      payment: { state: 'paid', orderNumber: request.orderNumber },
    })
  })

  it.each([1, 0, -1])('reports a fraud review as it is: %i', async (fraudStatus) => {
    expect((await buy({ fraudStatus })).payment.fraudStatus).toBe(fraudStatus)
  })

  it('tells price and what was paid in instalments apart', async () => {
    const { token, paymentId } = await open({ installments: [1, 2, 3] })
    await pay(token, { installment: 3 })
    expect(await iyzico.fetchPayment({ token, paymentId })).toMatchObject({
      kind: 'ok',
      payment: { priceKurus: 15050, paidKurus: 15840, installments: 3 },
    })
  })
})

describe('moving money', () => {
  it('refunds once, shows it in the history, and is refused a second time', async () => {
    const { payment } = await buy()
    const { providerPaymentId, providerTransactionId } = payment
    const refund = {
      refundId: 'refund-1',
      providerPaymentId,
      providerTransactionId,
      amountKurus: payment.paidKurus,
      currency: 'TRY',
      reason: 'buyer_request' as const,
    }
    expect(await iyzico.refund(refund)).toMatchObject({ kind: 'ok', providerRefundId: expect.stringMatching(/-02$/) })
    expect(await iyzico.fetchHistory({ providerPaymentId })).toEqual({
      kind: 'ok',
      history: {
        providerPaymentId,
        refundedKurus: 15050,
        refunds: [{ refundId: 'refund-1', amountKurus: 15050, succeeded: true }],
        approved: false,
        paid: true,
        fraudStatus: 1,
      },
    })
    expect(await iyzico.refund({ ...refund, refundId: 'refund-2' })).toMatchObject({ kind: 'refused', code: '5093' })
  })

  it('finds a refund whose answer was lost in the history', async () => {
    const { payment } = await buy()
    const { providerPaymentId, providerTransactionId } = payment
    await control(simulator.url, '/__sim/faults', { kind: 'reset', work: true, route: '/payment/refund' })
    const refund = {
      refundId: 'lost',
      providerPaymentId,
      providerTransactionId,
      amountKurus: kurus(50_00),
      currency: 'TRY',
      reason: 'double_payment' as const,
    }
    expect((await iyzico.refund(refund)).kind).toBe('unknown')
    expect(await iyzico.fetchHistory({ providerPaymentId })).toMatchObject({
      history: { refundedKurus: 5000, refunds: [{ refundId: 'lost', succeeded: true }] },
    })
  })

  it('is refused a refund by a card that takes none', async () => {
    const { payment } = await buy({ card: '5406670000000009' })
    const { providerPaymentId, providerTransactionId } = payment
    expect(
      await iyzico.refund({
        refundId: 'r',
        providerPaymentId,
        providerTransactionId,
        amountKurus: kurus(1),
        currency: 'TRY',
        reason: 'other',
      }),
    ).toMatchObject({ kind: 'refused', code: '10220' })
  })

  it('approves the seller’s share, which the history then shows', async () => {
    const { payment } = await buy()
    const { providerPaymentId, providerTransactionId } = payment
    expect(await iyzico.approve({ holdId: 'hold-1', providerTransactionId })).toEqual({ kind: 'ok' })
    expect(await iyzico.fetchHistory({ providerPaymentId })).toMatchObject({ history: { approved: true } })
    expect((await iyzico.approve({ holdId: 'hold-1', providerTransactionId })).kind).toBe('refused')
  })

  it('has no history of a payment iyzico does not know', async () => {
    expect(await iyzico.fetchHistory({ providerPaymentId: '1' })).toMatchObject({ kind: 'refused', code: 'not_found' })
  })
})

describe('sellers', () => {
  it('are created, updated under their key, and found again when the key was lost', async () => {
    const account = sellerAccount()
    const created = await iyzico.saveSeller(account, null)
    if (created.kind !== 'ok') throw new Error(created.reason)
    expect(await iyzico.saveSeller({ ...account, email: 'yeni@example.com' }, created.sellerKey)).toEqual(created)
    expect(await iyzico.saveSeller(account, null)).toEqual(created)
  })

  it.each([
    ['a wrong IBAN', { iban: 'TR180006200119000006672316' }, '2003'],
    ['no contact name', { contactName: '' }, '24'],
    ['an identity number of letters', { identityNumber: 'abcdefghijk' }, '18'],
  ])('are refused for %s', async (_name, change, code) => {
    expect(await iyzico.saveSeller(sellerAccount(change), null)).toMatchObject({ kind: 'refused', code })
  })

  it('may be companies', async () => {
    const company = {
      type: 'limited_company',
      legalCompanyTitle: 'Emanet Örnek Ltd. Şti.',
      taxOffice: 'Kadıköy',
      taxNumber: '1234567890',
    } as const
    expect((await iyzico.saveSeller(sellerAccount(company), null)).kind).toBe('ok')
  })
})

describe('the page a buyer is sent to', () => {
  it.each([
    ['https://api.iyzipay.com', 'https://cpp.iyzipay.com?token=t', true],
    ['https://sandbox-api.iyzipay.com', 'https://sandbox-cpp.iyzipay.com/?token=t&lang=tr', true],
    ['https://api.iyzipay.com', 'http://cpp.iyzipay.com/?token=t', false],
    ['https://api.iyzipay.com', 'https://cpp.iyzipay.com.evil.example/', false],
    ['https://api.iyzipay.com', 'https://eviliyzipay.com/', false],
    ['https://api.iyzipay.com', 'https://cpp.iyzipay.com@evil.example/', false],
    ['https://api.iyzipay.com', 'https://user@cpp.iyzipay.com/', false],
    ['https://api.iyzipay.com', 'javascript:alert(1)//cpp.iyzipay.com', false],
    ['https://api.iyzipay.com', 'http://127.0.0.1:4101/', false],
    ['http://127.0.0.1:4101', 'http://localhost:4999/?token=t', true],
    ['http://localhost:4101', 'http://[::1]:4101/', true],
    ['http://127.0.0.1:4101', 'https://sandbox-cpp.iyzipay.com?token=t&lang=tr', true],
    ['http://127.0.0.1:4101', 'http://sandbox-cpp.iyzipay.com?token=t&lang=tr', false],
    ['http://127.0.0.1:4101', 'http://127.0.0.1.evil.example/', false],
    ['http://127.0.0.1:4101', 'javascript:alert(1)', false],
    ['http://127.0.0.1:4101', 'not a url', false],
    ['http://simulators:4101', 'http://simulators:4200/?token=t', true],
    ['http://simulators:4101', 'http://other:4101/', false],
  ])('with %s may be %s: %s', (baseUrl, pageUrl, allowed) => {
    expect(isPageOf(baseUrl, pageUrl)).toBe(allowed)
  })
})
