import type { Tone } from '@emanet/messages/order-story'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

const TONES: Record<Tone | 'plain', string> = {
  good: 'bg-turquoise-wash text-turquoise',
  calm: 'bg-cobalt-wash text-cobalt',
  wait: 'bg-saffron-wash text-saffron',
  bad: 'bg-coral-wash text-coral',
  plain: 'bg-sunken text-ink-soft',
}

export function Badge({ tone, children, className }: { tone: Tone | 'plain'; children: ReactNode; className?: string }) {
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2.5 py-0.5 text-sm font-semibold',
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}
