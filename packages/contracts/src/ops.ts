import { z } from 'zod'
import { id, idParam, instant, listOf, pageQuery, words } from './fields.ts'
import { order } from './orders.ts'
import { route } from './route.ts'
import { EFFECT_STATUSES, ORDER_STATUSES } from './states.ts'

const opsRoute = { method: 'GET', auth: 'admin' } as const

export const opsOrders = route({
  ...opsRoute,
  path: '/ops/orders',
  summary: 'Search orders by number, buyer or seller e-mail, status',
  query: z.strictObject({ q: words(200).optional(), status: z.enum(ORDER_STATUSES).optional(), ...pageQuery }),
  responses: { 200: listOf(order) },
})

export const opsWebhooks = route({
  ...opsRoute,
  path: '/ops/webhooks',
  summary: 'Notifications that arrived, newest first',
  query: z.strictObject(pageQuery),
  responses: {
    200: listOf(
      z.object({
        id,
        receivedAt: instant,
        event: z.string(),
        status: z.string(),
        token: z.string().nullable(),
        providerPaymentId: z.string().nullable(),
        duplicates: z.number(),
        processedAt: instant.nullable(),
        outcome: z.string().nullable(),
        orderId: id.nullable(),
      }),
    ),
  },
})

export const opsOutbox = route({
  ...opsRoute,
  path: '/ops/outbox',
  summary: 'Events, newest first; `relayedAt` null: still waiting',
  query: z.strictObject(pageQuery),
  responses: {
    200: listOf(
      z.object({
        id,
        event: z.string(),
        payload: z.record(z.string(), z.unknown()),
        createdAt: instant,
        relayedAt: instant.nullable(),
        attempts: z.number(),
        lastError: z.string().nullable(),
      }),
    ),
  },
})

const effect = z.object({
  id,
  event: z.string(),
  channel: z.string(),
  recipient: z.string(),
  orderId: id.nullable(),
  status: z.enum(EFFECT_STATUSES),
  attempts: z.number(),
  generation: z.number(),
  lastError: z.string().nullable(),
  providerRef: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
})

export const opsEffects = route({
  ...opsRoute,
  path: '/ops/effects',
  summary: 'E-mails, pushes and shipments, newest first; `status=dead` are those given up',
  query: z.strictObject({ status: z.enum(EFFECT_STATUSES).optional(), ...pageQuery }),
  responses: { 200: listOf(effect) },
})

export const opsRedrive = route({
  method: 'POST',
  path: '/ops/effects/:id/redrive',
  auth: 'admin',
  summary: 'Send a dead effect again',
  params: idParam,
  notFound: 'effect.not_found',
  responses: { 202: effect },
  errors: ['effect.wrong_state'],
})

/** What waits for longer than it should, with the reason in words. */
export const opsStuck = route({
  ...opsRoute,
  path: '/ops/stuck',
  summary: 'What needs a person',
  query: z.strictObject(pageQuery),
  responses: { 200: listOf(z.object({ kind: z.string(), id: z.string(), orderId: id.nullable(), since: instant, reason: z.string() })) },
})
