import { describe, expect, it } from 'vitest'
import { buyerHeadline, hasLabel, moneyPlace, moneySentence, nextStep, type Order, sellerHeadline } from './order-story.ts'

const order: Order = {
  id: '01a20814-3d23-7a24-8a6a-64aeec661077',
  number: 'EM0123456789',
  status: 'pending_payment',
  role: 'buyer',
  product: { id: '01a20814-3d23-7a24-8a6a-64aeec661078', title: 'Lamba', priceKurus: 10_000, condition: 'good', imageUrl: null },
  seller: { id: '01a20814-3d23-7a24-8a6a-64aeec661079', name: 'Mehmet D.' },
  buyer: { id: '01a20814-3d23-7a24-8a6a-64aeec661070', name: 'Zeynep Ş.' },
  totals: { itemKurus: 10_000, shippingKurus: 0, feeKurus: 1290, totalKurus: 11_290 },
  address: null,
  payment: { status: 'pending', paymentUrl: null, failureCode: null },
  hold: null,
  shipment: null,
  refunds: [],
  timeline: [],
  actions: [],
  expiresAt: null,
  createdAt: '2026-11-23T10:00:00.000Z',
}

const payment = (status: Order['payment']['status']) => ({ ...order.payment, status })

describe('the buyer is told', () => {
  it.each([
    ['pending', 'pending'],
    ['none', 'pending'],
    ['unknown', 'checking'],
    ['captured', 'checking'],
    ['failed', 'declined'],
    ['abandoned', 'abandoned'],
    ['review', 'review'],
  ] as const)('of an unpaid order whose payment is %s the story %s', (status, story) => {
    expect(buyerHeadline({ ...order, payment: payment(status) })).toBe(story)
  })

  it('that late money is on its way back, and when it is back', () => {
    const late = { ...order, status: 'expired', refunds: [{ status: 'requested', amountKurus: 11_290, reason: 'late' }] } as const
    expect(buyerHeadline(late as unknown as Order)).toBe('late')
    expect(moneyPlace(late as unknown as Order)).toEqual({ at: 'emanet', back: true })
    expect(buyerHeadline({ ...late, refunds: [{ status: 'succeeded', amountKurus: 11_290, reason: 'late' }] } as unknown as Order)).toBe(
      'lateDone',
    )
  })

  it('of a paid order that a second payment on it goes back without the order being late', () => {
    const twice = {
      ...order,
      status: 'paid',
      refunds: [{ status: 'requested', amountKurus: 11_290, reason: 'duplicate' }],
    } as unknown as Order
    expect(buyerHeadline(twice)).toBe('paid')
  })

  it('of a cancelled order nothing about money unless there was some', () => {
    expect(buyerHeadline({ ...order, status: 'cancelled', payment: payment('abandoned') })).toBe('cancelled')
    expect(buyerHeadline({ ...order, status: 'cancelled', payment: payment('refunded') })).toBe('refunded')
  })
})

describe('the money', () => {
  it('stands with the buyer until it is held, then with Emanet, then with the seller', () => {
    const held = { status: 'held', amountKurus: 11_290, sellerKurus: 9200 } as const
    expect(moneyPlace(order)).toEqual({ at: 'buyer', back: false })
    expect(moneyPlace({ ...order, status: 'paid', hold: held })).toEqual({ at: 'emanet', back: false })
    expect(moneyPlace({ ...order, status: 'completed', hold: { ...held, status: 'released' } })).toEqual({ at: 'seller', back: false })
  })

  it('is the whole amount for the buyer and the share for the seller', () => {
    const paid: Order = {
      ...order,
      status: 'paid',
      payment: payment('captured'),
      hold: { status: 'held', amountKurus: 11_290, sellerKurus: 9200 },
    }
    expect(moneySentence(paid)).toEqual({ sentence: 'held', kurus: 11_290 })
    expect(moneySentence({ ...paid, role: 'seller' })).toEqual({ sentence: 'heldSeller', kurus: 9200 })
  })
})

describe('the seller', () => {
  it('is told to ship only what is paid', () => {
    expect(nextStep({ ...order, role: 'seller' })).toBe('nextWait')
    expect(nextStep({ ...order, role: 'seller', status: 'payment_review' })).toBe('nextReview')
    expect(nextStep({ ...order, role: 'seller', status: 'paid' })).toBe('nextShip')
    expect(sellerHeadline({ ...order, role: 'seller', status: 'payment_review' })).toBe('review')
  })

  it('gets the label once the carrier has registered the parcel', () => {
    const shipment = {
      status: 'registered',
      carrier: 'aras',
      reference: 'EM0123456789-1',
      trackingNumber: null,
      trackingUrl: null,
    } as const
    expect(hasLabel({ ...order, role: 'seller', status: 'paid', shipment })).toBe(true)
    expect(hasLabel({ ...order, role: 'buyer', status: 'paid', shipment })).toBe(false)
    expect(hasLabel({ ...order, role: 'seller', status: 'paid', shipment: { ...shipment, status: 'pending' } })).toBe(false)
  })
})
