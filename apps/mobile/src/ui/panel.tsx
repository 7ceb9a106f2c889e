import type { ReactNode } from 'react'
import { View } from 'react-native'
import { GROUPED } from './grouped.ts'
import { useColours } from './theme.tsx'
import { RADIUS } from './tokens.ts'
import { Words } from './words.tsx'

export function Panel({ title, children }: { title?: string; children: ReactNode }) {
  const colours = useColours()
  return (
    <View
      style={{
        backgroundColor: colours.surface,
        borderColor: colours.line,
        borderWidth: 1,
        borderRadius: RADIUS.tile,
        padding: 18,
        gap: 12,
      }}
    >
      {title ? <Words as="heading">{title}</Words> : null}
      {children}
    </View>
  )
}

/** A name on the left, its value on the right. */
export function Row({ name, value, strong }: { name: string; value: string; strong?: boolean }) {
  return (
    <View {...GROUPED} style={{ flexDirection: 'row', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: 16 }}>
      <Words as={strong ? 'strong' : 'body'} tone={strong ? 'ink' : 'inkSoft'}>
        {name}
      </Words>
      <Words as={strong ? 'sum' : 'strong'} style={{ fontVariant: ['tabular-nums'] }}>
        {value}
      </Words>
    </View>
  )
}
