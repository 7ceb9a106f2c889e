import { z } from 'zod'
import { totals } from './catalogue.ts'
import { id, idParam, instant, kurusField, listOf, pageQuery, text } from './fields.ts'
import { route } from './route.ts'
import { HOLD_STATUSES, ORDER_ACTIONS, ORDER_STATUSES, PAYMENT_STATUSES, SHIPMENT_STATUSES } from './states.ts'

export const order = z.object({
  id,
  /** `EM` and ten Crockford characters: what people read out, what iyzico and the carrier get. */
  number: z.string(),
  status: z.enum(ORDER_STATUSES),
  role: z.enum(['buyer', 'seller', 'admin']),
  product: z.object({ id, title: z.string(), priceKurus: z.number(), condition: z.string(), imageUrl: z.string().nullable() }),
  seller: z.object({ id, name: z.string() }),
  buyer: z.object({ id, name: z.string() }),
  totals,
  /** For the seller only once paid. */
  address: z
    .object({
      fullName: z.string(),
      phone: z.string(),
      city: z.string(),
      district: z.string(),
      neighbourhood: z.string().nullable(),
      line: z.string(),
      postalCode: z.string().nullable(),
    })
    .nullable(),
  payment: z.object({ status: z.enum(PAYMENT_STATUSES), paymentUrl: z.string().nullable(), failureCode: z.string().nullable() }),
  hold: z.object({ status: z.enum(HOLD_STATUSES), amountKurus: z.number(), sellerKurus: z.number() }).nullable(),
  shipment: z
    .object({
      status: z.enum(SHIPMENT_STATUSES),
      carrier: z.string(),
      reference: z.string(),
      trackingNumber: z.string().nullable(),
      trackingUrl: z.string().nullable(),
    })
    .nullable(),
  /** Money on its way back that belongs to no sale: paid late, twice, or a wrong amount. */
  refunds: z.array(z.object({ status: z.string(), amountKurus: z.number(), reason: z.string() })),
  timeline: z.array(z.object({ at: instant, event: z.string() })),
  actions: z.array(z.enum(ORDER_ACTIONS)),
  expiresAt: instant.nullable(),
  createdAt: instant,
})

const placed = z.object({ orderId: id, paymentUrl: z.string().nullable(), order })

const idempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without spaces')

/** The Buy button. 201: a new order; 200: the same purchase again. */
export const placeOrder = route({
  method: 'POST',
  path: '/orders',
  auth: 'user',
  summary: 'Buy: reserve one unit and open the payment page',
  headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
  body: z.strictObject({
    productId: id,
    addressId: id,
    expectedPriceKurus: kurusField.optional(),
    returnTo: z.enum(['web', 'app', 'app_web']).default('web'),
    termsVersion: text(1, 40).optional(),
  }),
  responses: { 201: placed, 200: placed },
  errors: [
    'product.own',
    'product.not_found',
    'address.not_found',
    'product.unavailable',
    'product.price_changed',
    'seller.not_payable',
    'order.below_minimum',
    'order.wrong_state',
    'idempotency.mismatch',
    'payment.refused',
    'reservations.limit',
    'payment.unreachable',
  ],
})

export const listOrders = route({
  method: 'GET',
  path: '/orders',
  auth: 'user',
  summary: 'My purchases (`role=buyer`, the default) or my sales (`role=seller`)',
  query: z.strictObject({ role: z.enum(['buyer', 'seller']).default('buyer'), ...pageQuery }),
  responses: { 200: listOf(order) },
})

export const getOrder = route({
  method: 'GET',
  path: '/orders/:id',
  auth: 'user',
  summary: 'One order, as its buyer, seller or an admin may see it',
  params: idParam,
  notFound: 'order.not_found',
  responses: { 200: order },
})

/** `text/event-stream`; each `data:` is an `order`. The controller writes it. */
export const watchOrder = route({
  method: 'GET',
  path: '/orders/:id/events',
  auth: 'user',
  summary: 'Server-sent events: the order again at each change',
  params: idParam,
  notFound: 'order.not_found',
  responses: { 200: null },
})

export const payOrder = route({
  method: 'POST',
  path: '/orders/:id/payment',
  auth: 'user',
  summary: 'A payment page that works: a new attempt after a failed or dead one',
  params: idParam,
  notFound: 'order.not_found',
  body: z.strictObject({ returnTo: z.enum(['web', 'app', 'app_web']).optional() }).optional(),
  responses: { 200: z.object({ paymentUrl: z.string() }) },
  errors: ['order.wrong_state', 'payment.refused', 'payment.unreachable'],
})

export const cancelOrder = route({
  method: 'POST',
  path: '/orders/:id/cancel',
  auth: 'user',
  summary: 'Give up an unpaid order; the payment provider is asked first',
  params: idParam,
  notFound: 'order.not_found',
  responses: { 200: order },
  errors: ['order.wrong_state', 'payment.unreachable'],
})

/** PDF; the controller writes it. */
export const getLabel = route({
  method: 'GET',
  path: '/orders/:id/label',
  auth: 'user',
  summary: 'The parcel label, for the seller',
  params: idParam,
  notFound: 'order.not_found',
  responses: { 200: null },
  errors: ['label.not_found', 'order.wrong_state'],
})
