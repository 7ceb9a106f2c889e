import { describe, expect, it } from 'vitest'
import {
  buyerHeadline,
  hasLabel,
  headlineKurus,
  moneyPlace,
  moneySentence,
  nextStep,
  type Order,
  refundsToName,
  sellerHeadline,
  toldEvents,
  toneOfOrder,
} from './order-story.ts'

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

const held = { status: 'held', amountKurus: 11_290, sellerKurus: 9200 } as const
const shipment = { status: 'registered', carrier: 'aras', reference: 'EM0123456789-1', trackingNumber: null, trackingUrl: null } as const

const payment = (status: Order['payment']['status']) => ({ ...order.payment, status })

describe('the buyer is told', () => {
  it.each([
    ['pending', 'pending'],
    ['none', 'pending'],
    ['unknown', 'unopened'],
    ['refunding', 'wrongAmount'],
    ['failed', 'declined'],
    ['abandoned', 'abandoned'],
    ['review', 'review'],
  ] as const)('of an unpaid order whose payment is %s the story %s', (status, story) => {
    expect(buyerHeadline({ ...order, payment: payment(status) })).toBe(story)
  })

  it.each([
    ['expired', ['late'], 'late'],
    ['cancelled', ['late'], 'lateCancelled'],
    ['cancelled', ['mismatch'], 'givenBack'],
    ['expired', ['late', 'duplicate'], 'givenBack'],
  ] as const)('of money that reached a %s order as %j the story %s, and when it is back', (status, reasons, story) => {
    const refunds = reasons.map((reason) => ({ status: 'requested', amountKurus: 11_290, reason }))
    const told = { ...order, status, refunds }
    expect(buyerHeadline(told)).toBe(story)
    expect(moneyPlace(told)).toEqual({ at: 'emanet', back: true })
    expect(moneySentence(told)).toEqual({ sentence: 'refunding', kurus: headlineKurus(told) })
    expect(headlineKurus(told)).toBe(11_290 * reasons.length)
    expect(refundsToName(told)).toHaveLength(reasons.length > 1 ? reasons.length : 0)
    expect(refundsToName({ ...told, refunds: refunds.map((refund) => ({ ...refund, status: 'manual' })) })).toHaveLength(reasons.length)
    const done = { ...told, refunds: refunds.map((refund) => ({ ...refund, status: 'succeeded' })) }
    expect(buyerHeadline(done)).toBe('lateDone')
    expect(moneySentence(done).sentence).toBe('refunded')
  })

  it('of a paid order that a second payment on it goes back, while the first stays where it is', () => {
    const twice: Order = {
      ...order,
      status: 'paid',
      payment: payment('captured'),
      hold: held,
      refunds: [{ status: 'requested', amountKurus: 11_290, reason: 'duplicate' }],
    }
    expect(buyerHeadline(twice)).toBe('paid')
    expect(moneyPlace(twice)).toEqual({ at: 'emanet', back: false })
    expect(moneySentence(twice).sentence).toBe('held')
    expect(refundsToName(twice)).toEqual(twice.refunds)
  })

  it('of a cancelled order nothing about money unless there was some', () => {
    expect(buyerHeadline({ ...order, status: 'cancelled', payment: payment('abandoned') })).toBe('cancelled')
    expect(moneySentence({ ...order, status: 'cancelled', payment: payment('abandoned') }).sentence).toBe('stayedWithYou')
    expect(moneySentence({ ...order, status: 'expired', payment: payment('failed') }).sentence).toBe('stayedWithYou')
    expect(moneySentence(order).sentence).toBe('withYou')
  })

  it('that a payment which the fraud team rejected was taken and is given back, not that nothing was taken', () => {
    const rejected = { ...payment('failed'), failureCode: 'fraud' }
    for (const [status, story] of [
      ['cancelled', 'rejectedOver'],
      ['expired', 'rejectedOver'],
      ['pending_payment', 'rejected'],
    ] as const) {
      const told = { ...order, status, payment: rejected }
      expect(buyerHeadline(told)).toBe(story)
      expect(moneySentence(told)).toEqual({ sentence: 'rejected', kurus: 11_290 })
      expect(moneyPlace(told)).toEqual({ at: 'buyer', back: true })
    }
  })

  it.each(['returned', 'lost'] as const)('that the parcel is %s, whatever the order says', (status) => {
    const stranded: Order = { ...order, status: 'shipped', hold: held, shipment: { ...shipment, status } }
    expect(buyerHeadline(stranded)).toBe(status)
    expect(sellerHeadline({ ...stranded, role: 'seller' })).toBe(status)
    expect(nextStep({ ...stranded, role: 'seller' })).toBe('nextStranded')
    expect(toneOfOrder(stranded)).toBe('bad')
  })
})

it('the timeline says once what order and parcel did in the same moment', () => {
  const timeline = [
    { at: '2026-11-23T10:00:00.000Z', event: 'order.shipped' },
    { at: '2026-11-23T10:00:00.000Z', event: 'shipment.accepted' },
    { at: '2026-11-23T11:00:00.000Z', event: 'shipment.in_transit' },
    { at: '2026-11-23T12:00:00.000Z', event: 'shipment.delivered' },
  ]
  expect(toldEvents(timeline).map(({ event }) => event)).toEqual(['order.shipped', 'shipment.in_transit', 'shipment.delivered'])
})

describe('the money', () => {
  it('stands with the buyer until it is held, then with Emanet, then with the seller', () => {
    expect(moneyPlace(order)).toEqual({ at: 'buyer', back: false })
    expect(moneyPlace({ ...order, status: 'paid', hold: held })).toEqual({ at: 'emanet', back: false })
    expect(moneyPlace({ ...order, status: 'completed', hold: { ...held, status: 'released' } })).toEqual({ at: 'seller', back: false })
  })

  it('is the whole amount for the buyer and the share for the seller', () => {
    const paid: Order = {
      ...order,
      status: 'paid',
      payment: payment('captured'),
      hold: held,
    }
    expect(moneySentence(paid)).toEqual({ sentence: 'held', kurus: 11_290 })
    expect(moneySentence({ ...paid, role: 'seller' })).toEqual({ sentence: 'heldSeller', kurus: 9200 })
  })
})

describe('the seller', () => {
  it('is told to ship only what is paid', () => {
    expect(nextStep({ ...order, role: 'seller' })).toBe('nextWait')
    expect(nextStep({ ...order, role: 'seller', status: 'payment_review' })).toBe('nextReview')
    expect(nextStep({ ...order, role: 'seller', status: 'paid', shipment })).toBe('nextShip')
    expect(sellerHeadline({ ...order, role: 'seller', status: 'payment_review' })).toBe('review')
  })

  it('is told that the label is still being made, and of a closed order that there is no money in it', () => {
    for (const none of [null, { ...shipment, status: 'pending' } as const]) {
      const paid: Order = { ...order, role: 'seller', status: 'paid', hold: held, shipment: none }
      expect(sellerHeadline(paid)).toBe('paidUnlabelled')
      expect(nextStep(paid)).toBe('nextLabel')
    }
    expect(moneySentence({ ...order, role: 'seller', status: 'expired' }).sentence).toBe('nothing')
    expect(moneySentence({ ...order, role: 'seller' }).sentence).toBe('notPaid')
  })

  it('gets the label once the carrier has registered the parcel', () => {
    expect(hasLabel({ ...order, role: 'seller', status: 'paid', shipment })).toBe(true)
    expect(hasLabel({ ...order, role: 'buyer', status: 'paid', shipment })).toBe(false)
    expect(hasLabel({ ...order, role: 'seller', status: 'paid', shipment: { ...shipment, status: 'pending' } })).toBe(false)
  })
})
