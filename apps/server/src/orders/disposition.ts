import type { OrderStatus } from '@emanet/contracts/states'

/** What becomes of money that iyzico says was taken. */
export type Disposition = 'unchanged' | 'applied' | 'review' | 'rejected' | 'mismatch' | 'duplicate' | 'late' | 'parked'

export type CaptureFacts = {
  /** What was decided about this payment before, if anything. */
  before: 'none' | 'review' | 'parked' | 'final'
  /** 1 approved · 0 under review · −1 rejected · null: not said, which is a review too. */
  fraudStatus: 1 | 0 | -1 | null
  /** Basket, currency and price are the order's, and no less was paid than the price. */
  matches: boolean
  order: OrderStatus
  /** Another payment of this order is applied or under review. */
  otherPayment: boolean
  /** A unit is free, at the order's price, and its seller can be paid: a late payment may still have it. */
  stillFree: boolean
}

/**
 * The disposition table: first match wins. While iyzico's fraud team looks, money that would be sent back or would revive
 * an order is parked instead: a rejection would return it a second time.
 */
export function decideDisposition(facts: CaptureFacts): Disposition {
  const { before, fraudStatus, order } = facts
  const underReview = fraudStatus === 0 || fraudStatus === null
  if (before === 'final') return 'unchanged'
  if (before !== 'none' && underReview) return 'unchanged'
  if (fraudStatus === -1) return 'rejected'
  if (!facts.matches) return underReview ? 'parked' : 'mismatch'
  if (facts.otherPayment) return underReview ? 'parked' : 'duplicate'
  if (order === 'pending_payment') return underReview ? 'review' : 'applied'
  if (order === 'payment_review' && before === 'review') return 'applied'
  if (underReview) return 'parked'
  if (order === 'expired' && facts.stillFree) return 'applied'
  return order === 'expired' || order === 'cancelled' || order === 'refunded' ? 'late' : 'duplicate'
}
