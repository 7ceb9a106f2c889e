'use client'

import { useLiveRefresh } from '@/platform/live-refresh.tsx'
import { classes } from '@/ui/classes.ts'

type Props = { orderId: string; version: string; texts: { live: string; liveText: string; polling: string; away: string } }

/** Keeps the order's page true and says how. */
export function OrderLive({ orderId, version, texts }: Props) {
  const liveness = useLiveRefresh({ probe: `orders/${orderId}`, version, everyMs: 3_000, events: `orders/${orderId}/events` })
  const words = liveness === 'live' ? texts.liveText : liveness === 'polling' ? texts.polling : texts.away
  return (
    <p className="no-print flex items-center gap-2 text-sm text-ink-soft" data-liveness={liveness}>
      <span
        aria-hidden="true"
        className={classes(
          'size-2.5 rounded-full',
          liveness === 'live' ? 'bg-turquoise-fill' : liveness === 'polling' ? 'bg-line-strong' : 'bg-coral-fill',
        )}
      />
      {words}
    </p>
  )
}
