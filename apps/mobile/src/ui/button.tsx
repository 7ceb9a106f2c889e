import type { ReactNode } from 'react'
import { ActivityIndicator, Pressable, View } from 'react-native'
import { useColours } from './theme.tsx'
import { RADIUS } from './tokens.ts'
import { Words } from './words.tsx'

type Look = 'fill' | 'calm' | 'quiet' | 'danger' | 'dangerQuiet'

type Props = {
  label: string
  onPress: () => void
  look?: Look
  small?: boolean
  wide?: boolean
  busy?: boolean
  disabled?: boolean
  icon?: ReactNode
  /** For those that lead somewhere rather than do something. */
  role?: 'button' | 'link'
}

export function Button({ label, onPress, look = 'fill', small, wide, busy, disabled, icon, role = 'button' }: Props) {
  const colours = useColours()
  const off = Boolean(busy || disabled)
  const filled = look === 'fill' || look === 'danger'
  const ink = filled ? 'onFill' : look === 'dangerQuiet' ? 'coral' : look === 'calm' ? 'ink' : 'cobalt'
  return (
    <Pressable
      role={role}
      aria-label={label}
      aria-disabled={off}
      aria-busy={Boolean(busy)}
      disabled={off}
      onPress={onPress}
      style={({ pressed }) => ({
        minHeight: small ? 44 : 52,
        // Without an edge of its own its words stand where the text stands.
        paddingHorizontal: look === 'quiet' ? 4 : small ? 14 : 20,
        paddingVertical: small ? 8 : 12,
        borderRadius: RADIUS.field,
        borderWidth: look === 'calm' ? 1 : 0,
        borderColor: colours.lineStrong,
        backgroundColor:
          look === 'fill'
            ? pressed
              ? colours.cobaltPress
              : colours.cobaltFill
            : look === 'danger'
              ? colours.coralFill
              : look === 'calm'
                ? colours.surface
                : pressed
                  ? colours.sunken
                  : 'transparent',
        opacity: off && !busy ? 0.6 : 1,
        alignSelf: wide ? 'stretch' : 'flex-start',
        justifyContent: 'center',
      })}
    >
      <View style={{ flexDirection: 'row', alignItems: 'center', justifyContent: 'center', gap: 8 }}>
        {busy ? <ActivityIndicator size="small" color={colours[ink]} /> : icon}
        <Words as="strong" tone={ink} style={{ fontSize: small ? 15 : 17, textAlign: 'center', flexShrink: 1 }}>
          {label}
        </Words>
      </View>
    </Pressable>
  )
}
