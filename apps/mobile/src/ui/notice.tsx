import type { Tone } from '@emanet/messages/order-story'
import type { ReactNode } from 'react'
import { View } from 'react-native'
import { useColours } from './theme.tsx'
import { RADIUS } from './tokens.ts'
import { TONES } from './tones.ts'
import { Words } from './words.tsx'

/** Says one thing clearly, and aloud when it appears. */
export function Notice(props: { tone: Tone; title?: string; text?: string; children?: ReactNode }) {
  const colours = useColours()
  const { wash, ink } = TONES[props.tone]
  return (
    <View
      role={props.tone === 'bad' ? 'alert' : 'status'}
      aria-live="polite"
      style={{ backgroundColor: colours[wash], borderRadius: RADIUS.field, padding: 14, gap: 4 }}
    >
      {props.title ? (
        <Words as="strong" tone={ink}>
          {props.title}
        </Words>
      ) : null}
      {props.text ? <Words tone={props.title ? 'ink' : ink}>{props.text}</Words> : null}
      {props.children ? <View style={{ marginTop: 8, gap: 8 }}>{props.children}</View> : null}
    </View>
  )
}
