import type { Tx } from './platform/db.ts'
import { newId } from './platform/ids.ts'
import { sql } from './platform/sql.ts'

/** Every event, past tense, with its payload: ids only, the reader looks up the rest. */
export type Events = {
  'order.created': { orderId: string }
  'order.paid': { orderId: string }
  'order.shipped': { orderId: string }
  'order.delivered': { orderId: string }
  'order.expired': { orderId: string }
  'order.cancelled': { orderId: string }
  'payment.review_started': { orderId: string }
  'payment.rejected': { orderId: string }
  'payment.refunded': { orderId: string; paymentId: string }
  'auth.reset_requested': { userId: string; resetId: string }
}

export type EventName = keyof Events

/** One thing to do when an event is relayed: an e-mail or a push to a person, or a parcel. */
export type Effect = { channel: 'email' | 'push'; to: 'buyer' | 'seller' | 'user' } | { channel: 'shipment' }

/**
 * Which event sets off what. An e-mail is one effect, a push one for each device, a shipment one per order; each is a row
 * in `effects`, unique per event, subject, channel and recipient, and becomes a BullMQ job.
 */
export const ROUTES: Record<EventName, Effect[]> = {
  'order.created': [],
  'order.paid': [
    { channel: 'email', to: 'buyer' },
    { channel: 'push', to: 'buyer' },
    { channel: 'email', to: 'seller' },
    { channel: 'push', to: 'seller' },
    { channel: 'shipment' },
  ],
  'order.shipped': [
    { channel: 'email', to: 'buyer' },
    { channel: 'push', to: 'buyer' },
  ],
  'order.delivered': [
    { channel: 'email', to: 'buyer' },
    { channel: 'push', to: 'buyer' },
    { channel: 'email', to: 'seller' },
    { channel: 'push', to: 'seller' },
  ],
  'order.expired': [],
  'order.cancelled': [],
  'payment.review_started': [{ channel: 'email', to: 'buyer' }],
  'payment.rejected': [{ channel: 'email', to: 'buyer' }],
  'payment.refunded': [
    { channel: 'email', to: 'buyer' },
    { channel: 'push', to: 'buyer' },
  ],
  'auth.reset_requested': [{ channel: 'email', to: 'user' }],
}

/** Writes the event beside the change it reports; the relay takes it from there after the commit, at least once. */
export async function emit<E extends EventName>(tx: Tx, event: E, payload: Events[E]): Promise<void> {
  await tx.query(sql`insert into outbox (id, event, payload) values (${newId()}, ${event}, ${JSON.stringify(payload)})`)
}
