import { forgetOldSessions } from './auth/forget-old-sessions.ts'
import { submitPendingPayoutAccounts } from './auth/submit-pending-payout-accounts.ts'
import { forgetLooseImages } from './catalogue/forget-loose-images.ts'
import type { Deps } from './deps.ts'
import { readPushReceipts } from './notifications/push-worker.ts'
import { forgetOldPapers } from './ops/forget-old-papers.ts'
import { expireOverdueOrders } from './orders/expire-overdue-orders.ts'
import { POLL_PERIOD_S, pollSilentPayments } from './orders/poll-silent-payments.ts'
import { sendDueRefunds } from './orders/send-due-refunds.ts'
import { trackShipments } from './orders/track-shipments.ts'
import { claimStuckEffects } from './platform/effects.ts'
import type { QueueClient } from './platform/queue.ts'
import { enqueueEffect } from './run-effect.ts'
import { settleDueNotifications } from './webhooks/settle-notification.ts'

export type Timer = { periodMs: number; run: (deps: Deps, queues: QueueClient) => Promise<unknown> }

/** Every sweep. Each claims its rows, so any number of workers may run them; each finds what a crash left behind. */
export const TIMERS: Record<string, Timer> = {
  'poll silent payments': { periodMs: POLL_PERIOD_S * 1000, run: pollSilentPayments },
  'process webhooks': { periodMs: 2000, run: settleDueNotifications },
  'expire overdue orders': { periodMs: 2000, run: expireOverdueOrders },
  'send due refunds': { periodMs: 1000, run: sendDueRefunds },
  'track shipments': { periodMs: 1000, run: trackShipments },
  'find stuck effects': { periodMs: 2000, run: requeueStuckEffects },
  'read push receipts': { periodMs: 60_000, run: readPushReceipts },
  'submit pending payout accounts': { periodMs: 20_000, run: submitPendingPayoutAccounts },
  'forget old sessions': { periodMs: 3_600_000, run: forgetOldSessions },
  'forget old papers': { periodMs: 3_600_000, run: forgetOldPapers },
  'forget loose images': { periodMs: 3_600_000, run: forgetLooseImages },
}

async function requeueStuckEffects(deps: Deps, queues: QueueClient): Promise<void> {
  for (const job of await claimStuckEffects(deps, 100)) await enqueueEffect(queues, job)
}
