import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { kurus } from '@emanet/contracts/money'
import { afterEach, describe, expect, it } from 'vitest'
import { createIyzico } from './iyzico.adapter.ts'
import { checkoutRequest, KEYS, startImpostor } from './iyzico.fixtures.ts'
import { responseSignature, SIGNED_FIELDS } from './iyzico.wire.ts'

type Body = Record<string, unknown>

const TOKEN = '11111111-2222-4333-8444-555555555555'
const PAID: Body = {
  status: 'success',
  paymentStatus: 'SUCCESS',
  paymentId: '25168803',
  currency: 'TRY',
  basketId: 'EM7K2M9Q4RXZ',
  conversationId: 'attempt-1',
  token: TOKEN,
  price: 150.5,
  paidPrice: 150.5,
  fraudStatus: 1,
  installment: 1,
  phase: 'AUTH',
  itemTransactions: [{ paymentTransactionId: '27206433', price: 150.5, subMerchantPayoutAmount: 128 }],
}

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function against(reply: Parameters<typeof startImpostor>[0]) {
  const impostor = await startImpostor(reply)
  const iyzico = createIyzico({ baseUrl: impostor.url, ...KEYS })
  closers.push(iyzico.close, impostor.close)
  return { iyzico, impostor }
}

function signed(body: Body, fields: readonly string[]): { text: string } {
  return { text: JSON.stringify({ ...body, signature: responseSignature(KEYS.secretKey, fields, body) }) }
}

async function fetchPaid(change: Body, { resign = true }: { resign?: boolean } = {}) {
  const body = { ...PAID, ...change }
  const original = responseSignature(KEYS.secretKey, SIGNED_FIELDS.checkoutRetrieve, PAID)
  const { iyzico } = await against(() =>
    resign ? signed(body, SIGNED_FIELDS.checkoutRetrieve) : { text: JSON.stringify({ ...body, signature: original }) },
  )
  return iyzico.fetchPayment({ token: TOKEN, paymentId: 'attempt-1' })
}

describe('a payment that is not what it says', () => {
  it('is paid when every sign is right', async () => {
    expect(await fetchPaid({})).toMatchObject({ kind: 'ok', payment: { state: 'paid', priceKurus: 15050, sellerPayoutKurus: 12800 } })
  })

  it.each([
    ['another amount', { price: 1.5 }],
    ['another amount paid', { paidPrice: 1.5 }],
    ['another order', { basketId: 'EM0000000000' }],
    ['another payment', { paymentId: '1' }],
    ['another currency', { currency: 'USD' }],
  ])('is unknown with %s under the old signature', async (_name, change) => {
    expect(await fetchPaid(change, { resign: false })).toMatchObject({ kind: 'unknown', reason: 'the payment is not signed by iyzico' })
  })

  it.each([
    ['another token', { token: '21111111-2222-4333-8444-555555555555' }],
    ['another attempt', { conversationId: 'attempt-2' }],
    ['a status nobody knows', { paymentStatus: 'WONDERFUL' }],
    ['no status', { paymentStatus: undefined }],
    ['no lines', { itemTransactions: [] }],
    ['two lines', { itemTransactions: [{ paymentTransactionId: '1' }, { paymentTransactionId: '2' }] }],
    ['a price that is no amount', { price: 'free' }],
    ['a price finer than a kuruş', { price: 150.505 }],
    ['a blocked amount that was not captured', { phase: 'PRE_AUTH' }],
    ['no order', { basketId: null }],
  ])('is unknown with %s although it is signed', async (_name, change) => {
    expect((await fetchPaid(change)).kind).toBe('unknown')
  })

  it.each([['1'], [null], [true], [2]])('takes a fraud status of %j for a review', async (fraudStatus) => {
    expect(await fetchPaid({ fraudStatus })).toMatchObject({ payment: { fraudStatus: null } })
  })

  it('is in progress in every state between', async () => {
    for (const paymentStatus of ['INIT_THREEDS', 'CALLBACK_THREEDS', 'PENDING_CREDIT', 'INIT_BANK_TRANSFER'])
      expect(await fetchPaid({ paymentStatus })).toEqual({ kind: 'ok', payment: { state: 'in_progress' } })
    expect(await fetchPaid({ status: 'failure', paymentStatus: 'FAILURE' })).toEqual({ kind: 'ok', payment: { state: 'in_progress' } })
  })
})

describe('a retrieve that names no payment status', () => {
  const retrieve = async (body: Body, status = 200) => {
    const { iyzico } = await against(() => ({ status, text: JSON.stringify({ status: 'failure', errorMessage: 'no', ...body }) }))
    return iyzico.fetchPayment({ token: TOKEN, paymentId: 'attempt-1' })
  }

  it.each(['10051', '10005', '10041', '6000', '6001'])('is a declined card with code %s', async (code) => {
    const declined = { kind: 'ok', payment: { state: 'declined', code, reason: 'no', orderNumber: null, implied: true } }
    expect(await retrieve({ errorCode: code })).toEqual(declined)
    expect(await retrieve({ errorCode: Number(code) }, 400)).toEqual(declined)
  })

  it.each(['5122', '5124', '5086', '5087'])('is not paid with code %s', async (code) => {
    expect(await retrieve({ errorCode: code })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
  })

  it.each(['1000', '10219', '10240', '11', ''])('says nothing with code %j', async (code) => {
    expect((await retrieve({ errorCode: code })).kind).not.toBe('ok')
  })
})

describe('a checkout that is not what it says', () => {
  const openWith = async (change: Body, { resign = true } = {}) => {
    const { iyzico } = await against((_path, request) => {
      const body = {
        status: 'success',
        conversationId: request.conversationId,
        token: TOKEN,
        tokenExpireTime: 1800,
        paymentPageUrl: `http://127.0.0.1:4101/?token=${TOKEN}`,
        ...change,
      }
      return resign ? signed(body, SIGNED_FIELDS.checkoutInitialize) : { text: JSON.stringify(body) }
    })
    return iyzico.openCheckout(checkoutRequest())
  }

  it('is opened when every sign is right', async () => {
    expect(await openWith({})).toMatchObject({ kind: 'ok', token: TOKEN, expiresInS: 1800 })
    expect(await openWith({ tokenExpireTime: undefined })).toMatchObject({ kind: 'ok', expiresInS: 1800 })
  })

  it.each([
    ['a foreign page', { paymentPageUrl: 'https://evil.example/pay' }],
    ['a script for a page', { paymentPageUrl: 'javascript:alert(1)' }],
    ['no page', { paymentPageUrl: undefined }],
    ['another attempt', { conversationId: 'somebody-else' }],
    ['no token', { token: '' }],
  ])('is unknown with %s, and nobody is sent there', async (_name, change) => {
    const outcome = await openWith(change)
    expect(outcome.kind).toBe('unknown')
    expect(JSON.stringify(outcome)).not.toContain('evil.example')
  })

  it('is unknown without a signature', async () => {
    expect((await openWith({}, { resign: false })).kind).toBe('unknown')
  })
})

describe('a refusal', () => {
  const refusedWith = async (errorCode: unknown, status = 200) => {
    const { iyzico } = await against(() => ({ status, text: JSON.stringify({ status: 'failure', errorCode, errorMessage: 'no' }) }))
    return iyzico.openCheckout(checkoutRequest())
  }

  it.each(['5', '8', '11', '23', '5004', '5062', '5078', '6001', '10051'])(
    'is final with code %s about the data, under any HTTP status below 500',
    async (code) => {
      expect(await refusedWith(code)).toEqual({ kind: 'refused', code, reason: 'no' })
      expect(await refusedWith(Number(code), 422)).toEqual({ kind: 'refused', code, reason: 'no' })
      expect((await refusedWith(code, 503)).kind).toBe('unknown')
    },
  )

  it('names nobody in its reason', async () => {
    const { iyzico } = await against(() => ({
      text: JSON.stringify({
        status: 'failure',
        errorCode: '11',
        errorMessage: 'IBAN TR180006200119000006672315 and 11111111111 are wrong',
      }),
    }))
    expect(await iyzico.openCheckout(checkoutRequest())).toMatchObject({ kind: 'refused', reason: 'IBAN … and … are wrong' })
  })

  it.each(['1', '2', '1000', '1001', '2000', '8514', '9000', '50000', 50000, '100001', '10219', '', undefined, 'E1'])(
    'decides nothing with code %j',
    async (code) => {
      expect((await refusedWith(code)).kind).toBe('unknown')
    },
  )
})

describe('an answer without an end', () => {
  it('is unknown when it is larger than any honest one', async () => {
    const { iyzico } = await against(() => ({
      text: JSON.stringify({ status: 'success', checkoutFormContent: 'x'.repeat(2 * 1024 * 1024) }),
    }))
    expect((await iyzico.openCheckout(checkoutRequest())).kind).toBe('unknown')
  })

  it('is unknown at the deadline when it stops half way', async () => {
    const server = createServer(
      (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"status":'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const iyzico = createIyzico({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ...KEYS,
      timeouts: { openCheckoutMs: 200 },
    })
    closers.push(iyzico.close, async () => {
      server.closeAllConnections()
      server.close()
    })
    expect(await iyzico.openCheckout(checkoutRequest())).toEqual({ kind: 'unknown', reason: 'no answer within 200 ms' })
  })
})

describe('a report and a detail that disagree', () => {
  const findWith = async (paymentStatus: number, detail: Body) => {
    const { iyzico } = await against((path) =>
      path.startsWith('/v2/')
        ? {
            text: JSON.stringify({
              status: 'success',
              payments: [{ paymentId: 25168803, paymentStatus, paymentConversationId: 'attempt-1' }],
            }),
          }
        : signed({ ...PAID, ...detail }, SIGNED_FIELDS.payment),
    )
    return iyzico.findPayment({ paymentId: 'attempt-1' })
  }

  it('are believed when both say paid', async () => {
    expect(await findWith(1, {})).toMatchObject({ kind: 'ok', payment: { state: 'paid', orderNumber: 'EM7K2M9Q4RXZ' } })
  })

  it('are unknown when one says paid and the other does not', async () => {
    expect((await findWith(2, {})).kind).toBe('unknown')
    expect((await findWith(1, { status: 'failure', errorCode: '5087' })).kind).toBe('unknown')
    expect((await findWith(1, { paymentId: '1' })).kind).toBe('unknown')
    expect((await findWith(1, { conversationId: 'attempt-2' })).kind).toBe('unknown')
  })

  it('are an open page when neither knows of money', async () => {
    const forgotten = { status: 'failure', errorCode: '5087', paymentStatus: undefined }
    expect(await findWith(2, forgotten)).toEqual({ kind: 'ok', payment: { state: 'in_progress' } })
    expect((await findWith(1, forgotten)).kind).toBe('unknown')
  })
})

describe('a report', () => {
  const reportWith = async (text: string, status = 200) => {
    const { iyzico } = await against(() => ({ status, text }))
    return iyzico
  }
  const money = (payment: Body) =>
    reportWith(JSON.stringify({ status: 'success', payments: [{ paymentId: 25168803, paymentStatus: 1, paidPrice: 150.5, ...payment }] }))

  it('that knows no such payment says that nothing was paid, in whatever way it says so', async () => {
    for (const [text, status] of [
      ['{"status":"success","payments":[]}', 200],
      ['{"status":"failure","errorCode":"5087"}', 200],
      ['<html>not found</html>', 404],
    ] as const) {
      const iyzico = await reportWith(text, status)
      expect(await iyzico.findPayment({ paymentId: 'attempt-1' })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
    }
  })

  it.each([1, '1', 'SUCCESS', 'success'])('counts a refund whose status is %j', async (refundStatus) => {
    const iyzico = await money({ itemTransactions: [{ refunds: [{ refundConversationId: 'r-1', refundPrice: 150.5, refundStatus }] }] })
    const seen = await iyzico.fetchHistory({ providerPaymentId: '25168803' })
    expect(seen).toMatchObject({ history: { refundedKurus: 15050, refunds: [{ refundId: 'r-1', succeeded: true }] } })
  })

  it.each([0, 2, 'FAILURE', null])('does not count a refund whose status is %j', async (refundStatus) => {
    const iyzico = await money({ itemTransactions: [{ refunds: [{ refundConversationId: 'r-1', refundPrice: 150.5, refundStatus }] }] })
    expect(await iyzico.fetchHistory({ providerPaymentId: '25168803' })).toMatchObject({ history: { refundedKurus: 0 } })
  })

  it('that calls a payment totally refunded is believed without a list of refunds', async () => {
    const iyzico = await money({ paymentRefundStatus: 'TOTALLY_REFUNDED' })
    expect(await iyzico.fetchHistory({ providerPaymentId: '25168803' })).toMatchObject({ history: { refundedKurus: 15050 } })
  })
})

describe('what leaves', () => {
  it('is one line that adds up, with the buyer as iyzico wants her and nothing else', async () => {
    const { iyzico, impostor } = await against(() => ({ text: '{}' }))
    const smuggled = {
      ...checkoutRequest({ totalKurus: kurus(100_05), sellerKurus: kurus(80_00), language: 'en' }),
      couponCode: 'FREE',
      buyer: { ...checkoutRequest().buyer, isAdmin: true },
    }
    await iyzico.openCheckout(smuggled)
    const sent = JSON.parse(impostor.requests[0]?.text ?? '') as Body
    expect(sent).toMatchObject({
      price: '100.05',
      paidPrice: '100.05',
      forceThreeDS: 1,
      enabledInstallments: [1],
      locale: 'en',
      basketId: 'EM7K2M9Q4RXZ',
      paymentGroup: 'PRODUCT',
    })
    expect(sent.basketItems).toEqual([expect.objectContaining({ price: '100.05', subMerchantPrice: '80.0', itemType: 'PHYSICAL' })])
    expect(sent.buyer).toMatchObject({ gsmNumber: '+905350000000', identityNumber: '11111111111' })
    expect(impostor.requests[0]?.text).not.toMatch(/couponCode|isAdmin/)
  })

  it.each([
    ['0535 000 00 00', '+905350000000'],
    ['5350000000', '+905350000000'],
    ['905350000000', '+905350000000'],
    ['+90 (535) 000 00 00', '+905350000000'],
    ['00905350000000', '+905350000000'],
    ['+49 151 23456789', '+4915123456789'],
  ])('has the telephone %s as %s', async (phone, sent) => {
    const { iyzico, impostor } = await against(() => ({ text: '{}' }))
    await iyzico.openCheckout(checkoutRequest({ buyer: { ...checkoutRequest().buyer, phone } }))
    expect(JSON.parse(impostor.requests[0]?.text ?? '').buyer.gsmNumber).toBe(sent)
  })

  it('is signed over the path alone when it asks for a report', async () => {
    const { iyzico, impostor } = await against(() => ({ text: '{"status":"success","payments":[]}' }))
    expect(await iyzico.findPayment({ paymentId: 'a b&c' })).toEqual({ kind: 'ok', payment: { state: 'unpaid' } })
    expect(impostor.requests[0]).toEqual({ method: 'GET', path: '/v2/reporting/payment/details?paymentConversationId=a+b%26c', text: '' })
  })

  it('is refunded only by an answer for this refund and this amount', async () => {
    const refund = {
      refundId: 'r-1',
      providerPaymentId: '7',
      providerTransactionId: '8',
      amountKurus: kurus(20_50),
      currency: 'TRY',
      reason: 'other' as const,
    }
    const answerWith = async (change: Body) => {
      const body = { status: 'success', paymentId: '7', price: 20.5, currency: 'TRY', conversationId: 'r-1', ...change }
      const { iyzico } = await against(() => signed(body, SIGNED_FIELDS.refund))
      return (await iyzico.refund(refund)).kind
    }
    expect(await answerWith({})).toBe('ok')
    for (const change of [{ paymentId: '9' }, { price: 20 }, { conversationId: 'r-2' }]) expect(await answerWith(change)).toBe('unknown')
  })
})
