import type { HoldStatus } from '@emanet/contracts/states'
import type { Machine } from '../platform/transition.ts'

/** Money entrusted to us until the buyer has what she paid for. */
export const HOLD = {
  noun: 'hold',
  table: 'payment_holds',
  orderId: 'order_id',
  actions: {
    freeze: { from: ['held'], to: 'frozen' },
    thaw: { from: ['frozen'], to: 'held' },
    release: { from: ['held'], to: 'released' },
    refund: { from: ['held', 'frozen'], to: 'refunded' },
  },
} as const satisfies Machine<HoldStatus, string>
