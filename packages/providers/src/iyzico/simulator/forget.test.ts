import { expect, it } from 'vitest'
import { openStore } from '../../simulator-store.ts'
import { forgetOldest } from './forget.ts'
import { openCollections, type Payment, type Sim, type Token } from './state.ts'

const NOW = 10_000_000

it('forgets the oldest pages that are over, with their payments, and nothing open', () => {
  const sim = { nowMs: () => NOW, ...openCollections(openStore({ name: 'iyzico' })) } as Sim
  const page = (token: string, ageMs: number, payment: Partial<Payment> | null) => {
    const state = payment?.status === 'SUCCESS' ? 'paid' : 'created'
    sim.tokens.put(token, { token, state, expiresAtMs: NOW - ageMs, paymentIds: payment === null ? [] : [token] } as unknown as Token)
    if (payment !== null) sim.payments.put(token, { paymentId: token, token, cancels: [], lines: [], ...payment } as unknown as Payment)
  }
  const line = (transactionStatus: number, refunded: string) => ({
    paidPrice: '10',
    transactionStatus,
    refunds: refunded === '0' ? [] : [{ price: refunded, succeeded: true }],
  })
  const paid = (...lines: unknown[]) => ({ status: 'SUCCESS', lines }) as Partial<Payment>
  page('held', 9e6, paid(line(1, '0')))
  page('reviewed', 9e6, paid(line(0, '0')))
  page('half refunded', 9e6, paid(line(1, '5')))
  page('payable', -1, null)
  page('at her bank', 1000, { status: 'INIT_THREEDS' })
  page('refunded', 9e6, paid(line(1, '10')))
  page('released', 9e6, paid(line(2, '0')))
  page('declined', 9e6, { status: 'FAILURE' })
  page('unpaid', 9e6, null)
  forgetOldest(sim, 1)
  const open = ['held', 'reviewed', 'half refunded', 'payable', 'at her bank']
  expect(sim.tokens.values().map(({ token }) => token)).toEqual(open)
  expect(sim.payments.values().map(({ paymentId }) => paymentId)).toEqual(open.filter((name) => name !== 'payable'))
})
