import type { getOrder } from '@emanet/contracts/orders'
import type { Output } from '@emanet/contracts/route'

export type Order = Output<typeof getOrder>

/** How a status is coloured: fine, under way, waiting, needing attention. */
export type Tone = 'good' | 'calm' | 'wait' | 'bad'

/** Where the money can be on its way. */
export type Station = 'buyer' | 'emanet' | 'seller'

export type BuyerHeadline =
  | 'pending'
  | 'checking'
  | 'declined'
  | 'abandoned'
  | 'review'
  | 'paid'
  | 'shipped'
  | 'delivered'
  | 'completed'
  | 'cancelled'
  | 'expired'
  | 'late'
  | 'lateDone'
  | 'refunded'
  | 'disputed'

export type SellerHeadline =
  | 'pending'
  | 'review'
  | 'paid'
  | 'shipped'
  | 'delivered'
  | 'completed'
  | 'cancelled'
  | 'expired'
  | 'refunded'
  | 'disputed'

/** Which story the buyer is told. Made from the server's words alone, never from how the page was reached. */
export function buyerHeadline(order: Order): BuyerHeadline {
  if (order.refunds.length > 0 && (order.status === 'cancelled' || order.status === 'expired'))
    return order.refunds.every((refund) => refund.status === 'succeeded') ? 'lateDone' : 'late'
  if (order.status === 'pending_payment') {
    const { status } = order.payment
    if (status === 'unknown' || status === 'captured') return 'checking'
    if (status === 'failed') return 'declined'
    if (status === 'abandoned') return 'abandoned'
    return status === 'review' ? 'review' : 'pending'
  }
  if (order.status === 'payment_review') return 'review'
  if (order.status === 'cancelled' && (order.payment.status === 'refunding' || order.payment.status === 'refunded')) return 'refunded'
  return order.status
}

export function sellerHeadline(order: Order): SellerHeadline {
  if (order.status === 'pending_payment') return 'pending'
  return order.status === 'payment_review' ? 'review' : order.status
}

/** Where the money stands on its way, and whether it is going back. */
export function moneyPlace(order: Order): { at: Station; back: boolean } {
  const back = order.payment.status === 'refunding' || order.refunds.some((refund) => refund.status !== 'succeeded')
  if (order.hold?.status === 'released') return { at: 'seller', back: false }
  if (order.hold?.status === 'held' || order.hold?.status === 'frozen') return { at: 'emanet', back }
  return back ? { at: 'emanet', back: true } : { at: 'buyer', back: false }
}

export type MoneySentence =
  | 'withYou'
  | 'asking'
  | 'declined'
  | 'review'
  | 'held'
  | 'heldSeller'
  | 'frozen'
  | 'released'
  | 'releasedSeller'
  | 'refunding'
  | 'refunded'
  | 'refundedSeller'
  | 'notPaid'

/** Where the money is, in words for the viewer, with the amount the sentence speaks of. */
export function moneySentence(order: Order): { sentence: MoneySentence; kurus: number } {
  const seller = order.role === 'seller'
  const { hold, payment, totals } = order
  const kurus = hold ? (seller ? hold.sellerKurus : hold.amountKurus) : totals.totalKurus
  if (hold?.status === 'released') return { sentence: seller ? 'releasedSeller' : 'released', kurus }
  if (hold?.status === 'frozen') return { sentence: 'frozen', kurus: hold.amountKurus }
  if (hold?.status === 'refunded' || payment.status === 'refunded')
    return { sentence: seller ? 'refundedSeller' : 'refunded', kurus: totals.totalKurus }
  if (payment.status === 'refunding') return { sentence: seller ? 'refundedSeller' : 'refunding', kurus: totals.totalKurus }
  if (hold?.status === 'held') return { sentence: seller ? 'heldSeller' : 'held', kurus }
  if (seller) return { sentence: 'notPaid', kurus }
  if (order.status === 'payment_review' || payment.status === 'review') return { sentence: 'review', kurus }
  if (payment.status === 'unknown' || payment.status === 'captured') return { sentence: 'asking', kurus }
  return { sentence: payment.status === 'failed' ? 'declined' : 'withYou', kurus }
}

export type NextStep = 'nextShip' | 'nextWait' | 'nextReview' | 'nextDeliver' | 'nextMoney' | 'nextNothing'

/** What the seller does next. */
export function nextStep(order: Order): NextStep {
  switch (order.status) {
    case 'pending_payment':
      return 'nextWait'
    case 'payment_review':
      return 'nextReview'
    case 'paid':
      return 'nextShip'
    case 'shipped':
      return 'nextDeliver'
    case 'delivered':
      return 'nextMoney'
    default:
      return 'nextNothing'
  }
}

/** A label can be printed from the carrier's registration until the parcel is on its way. */
export function hasLabel(order: Order): boolean {
  return order.role !== 'buyer' && order.shipment !== null && order.shipment.status === 'registered'
}

export function toneOfOrder(order: Order): Tone | 'plain' {
  switch (order.status) {
    case 'pending_payment':
      return order.payment.status === 'failed' ? 'bad' : 'wait'
    case 'payment_review':
    case 'disputed':
      return 'wait'
    case 'paid':
    case 'delivered':
    case 'completed':
      return 'good'
    case 'shipped':
      return 'calm'
    default:
      return 'plain'
  }
}
