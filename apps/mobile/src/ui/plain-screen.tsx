import type { ReactNode } from 'react'
import { View } from 'react-native'
import { useSafeAreaInsets } from 'react-native-safe-area-context'
import { somethingChanged } from '../platform/heard.ts'
import { Header, OfflineBanner } from './screen.tsx'
import { useColours } from './theme.tsx'

/** A screen whose content scrolls by itself, such as a list. */
export function PlainScreen({ title, backTo = null, children }: { title: string; backTo?: string | null; children: ReactNode }) {
  const colours = useColours()
  const insets = useSafeAreaInsets()
  return (
    <View role="main" style={{ flex: 1, backgroundColor: colours.ground, paddingTop: insets.top }}>
      <Header title={title} backTo={backTo} onRenew={async () => somethingChanged()} />
      <OfflineBanner />
      {children}
    </View>
  )
}
