import type { getOrder } from '@emanet/contracts/orders'
import type { Output } from '@emanet/contracts/route'
import { isOver } from '@emanet/contracts/states'

export type Order = Output<typeof getOrder>

/** How a status is coloured: fine, under way, waiting, needing attention. */
export type Tone = 'good' | 'calm' | 'wait' | 'bad'

/** Where the money can be on its way. */
export type Station = 'buyer' | 'emanet' | 'seller'

export type BuyerHeadline =
  | 'pending'
  | 'unopened'
  | 'declined'
  | 'abandoned'
  | 'wrongAmount'
  | 'review'
  | 'rejected'
  | 'rejectedOver'
  | 'paid'
  | 'shipped'
  | 'returned'
  | 'lost'
  | 'delivered'
  | 'completed'
  | 'cancelled'
  | 'expired'
  | 'late'
  | 'lateCancelled'
  | 'givenBack'
  | 'lateDone'
  | 'refunded'
  | 'disputed'

export type SellerHeadline =
  | 'pending'
  | 'review'
  | 'paid'
  | 'paidUnlabelled'
  | 'shipped'
  | 'returned'
  | 'lost'
  | 'delivered'
  | 'completed'
  | 'cancelled'
  | 'expired'
  | 'refunded'
  | 'disputed'

/** Which story the buyer is told. Made from the server's words alone, never from how the page was reached. */
export function buyerHeadline(order: Order): BuyerHeadline {
  switch (order.status) {
    case 'pending_payment':
      return unpaidHeadline(order)
    case 'payment_review':
      return 'review'
    case 'cancelled':
    case 'expired':
      return closedHeadline(order, order.status)
    default:
      return strandedParcel(order) ?? order.status
  }
}

function unpaidHeadline({ payment }: Order): BuyerHeadline {
  switch (payment.status) {
    // iyzico did not answer when it was asked for a payment page: nobody could pay there.
    case 'unknown':
      return 'unopened'
    case 'failed':
      return isRejected(payment) ? 'rejected' : 'declined'
    case 'abandoned':
      return 'abandoned'
    case 'review':
      return 'review'
    // Money was taken and did not make this order paid: it is not what was asked for.
    case 'captured':
    case 'refunding':
    case 'refunded':
      return 'wrongAmount'
    default:
      return 'pending'
  }
}

function closedHeadline({ payment, refunds }: Order, status: 'cancelled' | 'expired'): BuyerHeadline {
  if (refunds.length > 0) {
    if (refunds.every((refund) => refund.status === 'succeeded')) return 'lateDone'
    if (refunds.some((refund) => refund.reason !== 'late')) return 'givenBack'
    return status === 'expired' ? 'late' : 'lateCancelled'
  }
  return isRejected(payment) ? 'rejectedOver' : status
}

/** A parcel that will not arrive, of which the order's own status does not speak. */
function strandedParcel({ status, shipment }: Order): 'returned' | 'lost' | null {
  if (status !== 'paid' && status !== 'shipped') return null
  return shipment?.status === 'returned' || shipment?.status === 'lost' ? shipment.status : null
}

/** The amount that the buyer's headline speaks of, in kuruş: what goes back, or else the order's total. */
export function headlineKurus(order: Order): number {
  return order.refunds.reduce((sum, refund) => sum + refund.amountKurus, 0) || order.totals.totalKurus
}

export function sellerHeadline(order: Order): SellerHeadline {
  if (order.status === 'pending_payment') return 'pending'
  if (order.status === 'payment_review') return 'review'
  if (order.status === 'paid' && awaitsLabel(order)) return 'paidUnlabelled'
  return strandedParcel(order) ?? order.status
}

function awaitsLabel({ shipment }: Order): boolean {
  return shipment === null || shipment.status === 'pending'
}

/** Where the money stands on its way, and whether it is going back. */
export function moneyPlace(order: Order): { at: Station; back: boolean } {
  const { hold, payment, refunds } = order
  if (hold?.status === 'released') return { at: 'seller', back: false }
  // What was paid twice goes back beside it; the sale's own money stays.
  if (hold?.status === 'held' || hold?.status === 'frozen') return { at: 'emanet', back: payment.status === 'refunding' }
  const back = payment.status === 'refunding' || refunds.some((refund) => refund.status !== 'succeeded')
  if (back) return { at: 'emanet', back: true }
  // iyzico itself reverses what its fraud team rejected; it never was with us.
  return { at: 'buyer', back: isRejected(payment) }
}

function isRejected(payment: Order['payment']): boolean {
  return payment.status === 'failed' && payment.failureCode === 'fraud'
}

export type MoneySentence =
  | 'withYou'
  | 'stayedWithYou'
  | 'declined'
  | 'rejected'
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
  | 'nothing'

/** Where the money is, in words for the viewer, with the amount the sentence speaks of. */
export function moneySentence(order: Order): { sentence: MoneySentence; kurus: number } {
  const seller = order.role === 'seller'
  const { hold, payment, totals, refunds } = order
  const kurus = hold ? (seller ? hold.sellerKurus : hold.amountKurus) : totals.totalKurus
  if (hold?.status === 'released') return { sentence: seller ? 'releasedSeller' : 'released', kurus }
  if (hold?.status === 'frozen') return { sentence: 'frozen', kurus: hold.amountKurus }
  if (hold?.status === 'refunded' || payment.status === 'refunded')
    return { sentence: seller ? 'refundedSeller' : 'refunded', kurus: headlineKurus(order) }
  if (payment.status === 'refunding') return { sentence: seller ? 'refundedSeller' : 'refunding', kurus: headlineKurus(order) }
  if (hold?.status === 'held') return { sentence: seller ? 'heldSeller' : 'held', kurus }
  if (refunds.length > 0)
    return { sentence: refunds.every(({ status }) => status === 'succeeded') ? 'refunded' : 'refunding', kurus: headlineKurus(order) }
  if (seller) return { sentence: isOver(order.status) ? 'nothing' : 'notPaid', kurus }
  if (order.status === 'payment_review' || payment.status === 'review') return { sentence: 'review', kurus }
  if (isRejected(payment)) return { sentence: 'rejected', kurus }
  if (isOver(order.status)) return { sentence: 'stayedWithYou', kurus }
  return { sentence: payment.status === 'failed' ? 'declined' : 'withYou', kurus }
}

/**
 * Refunds that need a line of their own: what went back while the sale's money stayed, one of several, and one that people look
 * after. Of any other the money's sentence has said all there is, and a second line would read like a second refund.
 */
export function refundsToName({ hold, refunds, role }: Order): Order['refunds'] {
  const beside = hold !== null && hold.status !== 'refunded'
  return refunds.filter(({ status }) => beside || refunds.length > 1 || role === 'admin' || status === 'manual' || status === 'unknown')
}

export type NextStep = 'nextShip' | 'nextLabel' | 'nextWait' | 'nextReview' | 'nextDeliver' | 'nextStranded' | 'nextMoney' | 'nextNothing'

/** What the seller does next. */
export function nextStep(order: Order): NextStep {
  if (strandedParcel(order)) return 'nextStranded'
  switch (order.status) {
    case 'pending_payment':
      return 'nextWait'
    case 'payment_review':
      return 'nextReview'
    case 'paid':
      return awaitsLabel(order) ? 'nextLabel' : 'nextShip'
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

/** What the timeline tells: where the order says in the same moment what its parcel did, once is enough. */
export function toldEvents(timeline: readonly Order['timeline'][number][]): Order['timeline'] {
  return timeline.filter(({ at, event }) => !timeline.some((other) => other.at === at && other.event === SAID_BY_ORDER[event]))
}

const SAID_BY_ORDER: Record<string, string> = { 'shipment.accepted': 'order.shipped', 'shipment.delivered': 'order.delivered' }

export function toneOfOrder(order: Order): Tone | 'plain' {
  if (strandedParcel(order)) return 'bad'
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
