import type { ShipmentStatus } from '@emanet/contracts/states'
import type { Machine } from '../platform/transition.ts'

/** A parcel, as the carrier tells it. Scans may be skipped but never taken back. */
export const SHIPMENT = {
  noun: 'shipment',
  table: 'shipments',
  orderId: 'order_id',
  actions: {
    register: { from: ['pending'], to: 'registered' },
    accepted: { from: ['registered'], to: 'accepted' },
    in_transit: { from: ['registered', 'accepted'], to: 'in_transit' },
    out_for_delivery: { from: ['registered', 'accepted', 'in_transit'], to: 'out_for_delivery' },
    delivered: { from: ['registered', 'accepted', 'in_transit', 'out_for_delivery', 'lost'], to: 'delivered' },
    returned: { from: ['registered', 'accepted', 'in_transit', 'out_for_delivery', 'lost'], to: 'returned' },
    lost: { from: ['registered', 'accepted', 'in_transit', 'out_for_delivery'], to: 'lost' },
    cancelled: { from: ['pending', 'registered'], to: 'cancelled' },
  },
} as const satisfies Machine<ShipmentStatus, string>
