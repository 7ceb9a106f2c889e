import type { Deps } from './deps.ts'
import { sendEmail } from './notifications/email-worker.ts'
import { sendPush } from './notifications/push-worker.ts'
import { shipOrder } from './notifications/shipping-worker.ts'
import type { ClaimedEffect, EffectResult } from './platform/effects.ts'

export type Job = {
  /** The BullMQ queue: one per outside dependency, so that none waits for another. */
  queue: 'email' | 'push' | 'shipping'
  /** One attempt. Running it twice equals running it once. */
  handler: (deps: Deps, effect: ClaimedEffect) => Promise<EffectResult>
  /** Tries before the effect is dead and waits for a person. */
  attempts: number
  /** First pause in milliseconds; doubles, with jitter, up to `backoffMaxMs`. */
  backoffMs: number
  backoffMaxMs: number
  /** Longer than its calls' deadlines together. An attempt still open then is unsure, and another worker may take it. */
  leaseMs: number
  concurrency: number
}

/** Every job by the channel of its effect. */
export const JOBS: Record<'email' | 'push' | 'shipment', Job> = {
  email: {
    queue: 'email',
    handler: sendEmail,
    // More than a day of SendGrid being away.
    attempts: 45,
    backoffMs: 1000,
    backoffMaxMs: 3_600_000,
    leaseMs: 25_000,
    concurrency: 8,
  },
  push: {
    queue: 'push',
    handler: sendPush,
    // Some five hours: after that nobody wants to be told.
    attempts: 24,
    backoffMs: 1000,
    backoffMaxMs: 30 * 60_000,
    leaseMs: 25_000,
    concurrency: 6,
  },
  shipment: {
    queue: 'shipping',
    handler: shipOrder,
    attempts: 60,
    backoffMs: 2000,
    backoffMaxMs: 3 * 3_600_000,
    leaseMs: 65_000,
    concurrency: 4,
  },
}
