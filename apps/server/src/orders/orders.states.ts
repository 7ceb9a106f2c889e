import type { OrderAction, OrderStatus } from '@emanet/contracts/states'
import type { Machine } from '../platform/transition.ts'

/** Every move an order can make. An expired order is revived by a payment that came late while its unit was still free. */
export const ORDER = {
  noun: 'order',
  table: 'orders',
  orderId: 'id',
  actions: {
    review: { from: ['pending_payment'], to: 'payment_review' },
    pay: { from: ['pending_payment', 'payment_review', 'expired'], to: 'paid', stamp: 'paid_at' },
    expire: { from: ['pending_payment'], to: 'expired' },
    cancel: { from: ['pending_payment'], to: 'cancelled' },
    reject: { from: ['payment_review'], to: 'cancelled' },
    ship: { from: ['paid'], to: 'shipped', stamp: 'shipped_at' },
    deliver: { from: ['shipped'], to: 'delivered', stamp: 'delivered_at' },
  },
} as const satisfies Machine<OrderStatus, string>

/** What a buyer may do, and when; the server enforces it and the order's `actions` show it. */
export const BUYER_ACTIONS: Record<OrderAction, readonly OrderStatus[]> = {
  pay: ['pending_payment'],
  cancel: ORDER.actions.cancel.from,
}
