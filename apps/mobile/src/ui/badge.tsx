import type { Tone } from '@emanet/messages/order-story'
import { View } from 'react-native'
import { useColours } from './theme.tsx'
import { TONES } from './tones.ts'
import { Words } from './words.tsx'

export function Badge({ tone, children }: { tone: Tone | 'plain'; children: string }) {
  const colours = useColours()
  const { wash, ink } = TONES[tone]
  return (
    <View style={{ alignSelf: 'flex-start', backgroundColor: colours[wash], borderRadius: 99, paddingHorizontal: 10, paddingVertical: 2 }}>
      <Words as="small" tone={ink} style={{ fontWeight: '600' }}>
        {children}
      </Words>
    </View>
  )
}
