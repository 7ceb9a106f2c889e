/** Status words, the same in SQL, JSON, screens and speech. */
export const ORDER_STATUSES = [
  'pending_payment',
  'payment_review',
  'paid',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'expired',
  'refunded',
  'disputed',
] as const
export const PRODUCT_STATUSES = ['draft', 'active', 'reserved', 'sold', 'paused', 'removed'] as const
/** A row of `payments` is one attempt; an order without any shows `none`. */
export const PAYMENT_STATUSES = [
  'none',
  'pending',
  'unknown',
  'review',
  'captured',
  'failed',
  'abandoned',
  'refunding',
  'refunded',
] as const
export const HOLD_STATUSES = ['held', 'frozen', 'released', 'refunded'] as const
export const SHIPMENT_STATUSES = [
  'pending',
  'registered',
  'accepted',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'returned',
  'lost',
  'cancelled',
] as const
export const REFUND_STATUSES = ['requested', 'submitted', 'unknown', 'succeeded', 'manual'] as const
export const EFFECT_STATUSES = ['pending', 'sending', 'done', 'dead'] as const
export const ORDER_ACTIONS = ['pay', 'cancel'] as const

export type OrderStatus = (typeof ORDER_STATUSES)[number]
export type ProductStatus = (typeof PRODUCT_STATUSES)[number]
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]
export type HoldStatus = (typeof HOLD_STATUSES)[number]
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number]
export type RefundStatus = (typeof REFUND_STATUSES)[number]
export type EffectStatus = (typeof EFFECT_STATUSES)[number]
export type OrderAction = (typeof ORDER_ACTIONS)[number]

/** Whether an order still waits for its buyer's money, or for the word that the money may be kept. */
export function isAwaited(status: OrderStatus): boolean {
  return status === 'pending_payment' || status === 'payment_review'
}

/** Whether an order is over without a sale; it holds no unit. */
export function isOver(status: OrderStatus): boolean {
  return status === 'cancelled' || status === 'expired' || status === 'refunded'
}
