import { z } from 'zod'
import { type Route, route } from './route.ts'

const machines = { auth: 'public', unlimited: true } as const
const health = z.object({ status: z.string(), problem: z.string().optional() })

/** What is entered by machines and browsers instead of the typed client: described here, served without the contract. */
export const DOORS = {
  receiveWebhook: route({
    ...machines,
    method: 'POST',
    path: '/webhooks/iyzico',
    summary: 'iyzico’s notification, signed; stored, a duplicate or not ours: 200. It only makes us go and ask iyzico',
    headers: z.object({ 'x-iyz-signature-v3': z.string() }),
    body: z.looseObject({ iyziEventType: z.string(), token: z.string().optional(), status: z.string().optional() }),
    responses: { 200: z.object({}) },
    errors: ['request.malformed', 'webhook.bad_signature', 'request.too_large', 'webhook.not_stored'],
  }),
  receiveCallback: route({
    method: 'POST',
    path: '/payments/iyzico/callback',
    auth: 'public',
    summary: 'The browser comes back from the payment page and is sent on to its order; an unknown token leads to the list of orders',
    body: z.object({ token: z.string() }),
    bodyType: 'application/x-www-form-urlencoded',
    responses: { 303: null },
  }),
  live: route({ ...machines, method: 'GET', path: '/health/live', summary: 'The process runs', responses: { 200: health } }),
  ready: route({
    ...machines,
    method: 'GET',
    path: '/health/ready',
    summary: 'It can serve, or what is missing',
    responses: { 200: health, 503: health },
  }),
  metrics: route({
    ...machines,
    method: 'GET',
    path: '/metrics',
    summary: 'Figures in the text format of Prometheus',
    responses: { 200: null },
  }),
} as const satisfies Record<string, Route>
