import type { PaymentStatus, RefundStatus } from '@emanet/contracts/states'
import type { Machine } from '../platform/transition.ts'

/** One attempt to pay. No state forbids recording a capture: money that arrived is never denied. */
export const PAYMENT = {
  noun: 'payment',
  table: 'payments',
  orderId: 'order_id',
  actions: {
    lose: { from: ['pending'], to: 'unknown' },
    fail: { from: ['pending', 'unknown', 'abandoned'], to: 'failed' },
    reject: { from: ['pending', 'unknown', 'abandoned', 'review'], to: 'failed' },
    abandon: { from: ['pending', 'unknown', 'failed'], to: 'abandoned' },
    review: { from: ['pending', 'unknown', 'failed', 'abandoned'], to: 'review' },
    capture: { from: ['pending', 'unknown', 'failed', 'abandoned', 'review'], to: 'captured' },
    refund: { from: ['captured'], to: 'refunding' },
    finishRefund: { from: ['refunding'], to: 'refunded' },
  },
} as const satisfies Machine<PaymentStatus, string>

/**
 * Money on its way back. `unknown`: sent, no answer; looked up before it is sent again. `manual`: iyzico refused it and a person
 * is told; it is looked up and sent again all the same, for what she did shows only there.
 */
export const REFUND = {
  noun: 'refund',
  table: 'refunds',
  orderId: 'order_id',
  actions: {
    submit: { from: ['requested', 'unknown', 'manual'], to: 'submitted' },
    lose: { from: ['submitted'], to: 'unknown' },
    succeed: { from: ['requested', 'submitted', 'unknown', 'manual'], to: 'succeeded', stamp: 'succeeded_at' },
    giveUp: { from: ['requested', 'submitted', 'unknown'], to: 'manual' },
  },
} as const satisfies Machine<RefundStatus, string>
