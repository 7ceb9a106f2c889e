import type { Tone } from '@emanet/messages/order-story'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

const TONES = {
  good: { box: 'bg-turquoise-wash text-turquoise', icon: CircleCheck },
  calm: { box: 'bg-cobalt-wash text-cobalt', icon: Info },
  wait: { box: 'bg-saffron-wash text-saffron', icon: TriangleAlert },
  bad: { box: 'bg-coral-wash text-coral', icon: CircleAlert },
} as const satisfies Record<Tone, unknown>

/** Says one thing clearly. `live`: read out when it appears. Its plain links are underlined; links that are buttons keep their look. */
export function Notice(props: { tone: Tone; title?: ReactNode; children?: ReactNode; live?: boolean; className?: string; id?: string }) {
  const { box, icon: Icon } = TONES[props.tone]
  return (
    <div
      id={props.id}
      tabIndex={props.live ? -1 : undefined}
      role={props.live ? (props.tone === 'bad' ? 'alert' : 'status') : undefined}
      className={classes('flex scroll-mt-6 gap-3 rounded-field p-4', box, props.className)}
    >
      <Icon className="mt-0.5 size-5 shrink-0" aria-hidden="true" />
      <div className="min-w-0 space-y-1">
        {props.title ? <p className="font-semibold">{props.title}</p> : null}
        {props.children ? (
          <div className="text-ink [&_a:not([class])]:font-medium [&_a:not([class])]:text-cobalt [&_a:not([class])]:underline">
            {props.children}
          </div>
        ) : null}
      </div>
    </div>
  )
}
