import { kurus } from '@emanet/contracts/money'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIyzico } from './iyzico.adapter.ts'
import { checkoutRequest, KEYS, sellerAccount } from './iyzico.fixtures.ts'
import { startIyzicoSimulator } from './iyzico.simulator.ts'

type Target = { name: string; start: () => Promise<{ baseUrl: string; apiKey: string; secretKey: string; close: () => Promise<void> }> }

/** The same promises are kept against iyzico's sandbox, where its keys are in the environment: a marketplace account is needed. */
const { IYZICO_SANDBOX_API_KEY: apiKey, IYZICO_SANDBOX_SECRET_KEY: secretKey } = process.env
const targets: Target[] = [
  {
    name: 'the simulator',
    start: async () => {
      const simulator = await startIyzicoSimulator({ port: 0, ...KEYS })
      return { baseUrl: simulator.url, ...KEYS, close: simulator.close }
    },
  },
]
if (apiKey !== undefined && secretKey !== undefined) {
  targets.push({
    name: 'the sandbox',
    start: async () => ({ baseUrl: 'https://sandbox-api.iyzipay.com', apiKey, secretKey, close: async () => {} }),
  })
}

describe.each(targets)('what the port promises, with $name', ({ start }) => {
  let iyzico: ReturnType<typeof createIyzico>
  let stop: () => Promise<void>
  const account = sellerAccount()
  let sellerKey = ''

  beforeAll(async () => {
    const { close, ...options } = await start()
    stop = close
    iyzico = createIyzico(options)
    const saved = await iyzico.saveSeller(account, null)
    if (saved.kind === 'ok') sellerKey = saved.sellerKey
  })

  afterAll(async () => {
    await Promise.all([iyzico.close(), stop()])
  })

  it('a seller is saved, and saved again under the same key', async () => {
    expect(sellerKey).not.toBe('')
    expect(await iyzico.saveSeller(account, null)).toEqual({ kind: 'ok', sellerKey })
    expect(await iyzico.saveSeller(account, sellerKey)).toEqual({ kind: 'ok', sellerKey })
  })

  it('a checkout opens, and nobody has paid on it', async () => {
    const request = checkoutRequest({ sellerKey, callbackUrl: 'https://emanet.example/payments/iyzico/callback' })
    const checkout = await iyzico.openCheckout(request)
    if (checkout.kind !== 'ok') throw new Error(checkout.reason)
    expect(checkout.expiresInS).toBe(1800)
    const unpaid = { kind: 'ok', payment: { state: 'unpaid' } }
    expect(await iyzico.fetchPayment({ token: checkout.token, paymentId: request.paymentId })).toEqual(unpaid)
    expect(await iyzico.findPayment({ paymentId: request.paymentId })).toEqual(unpaid)
  })

  it('a token nobody was given is unpaid', async () => {
    expect(await iyzico.fetchPayment({ token: '00000000-0000-4000-8000-000000000000', paymentId: 'p' })).toEqual({
      kind: 'ok',
      payment: { state: 'unpaid' },
    })
  })

  it('a checkout with an unknown seller is refused', async () => {
    expect((await iyzico.openCheckout(checkoutRequest({ sellerKey: 'nobody' }))).kind).toBe('refused')
  })

  it('money that does not exist is neither moved nor remembered', async () => {
    const refund = {
      refundId: 'r',
      providerPaymentId: '1',
      providerTransactionId: '1',
      amountKurus: kurus(100),
      currency: 'TRY',
      reason: 'other' as const,
    }
    expect((await iyzico.refund(refund)).kind).not.toBe('ok')
    expect((await iyzico.approve({ holdId: 'h', providerTransactionId: '1' })).kind).not.toBe('ok')
    expect((await iyzico.fetchHistory({ providerPaymentId: '1' })).kind).toBe('refused')
  })
})
