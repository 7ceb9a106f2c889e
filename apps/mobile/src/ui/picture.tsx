import { useState } from 'react'
import { Image, View } from 'react-native'
import { Mark } from './mark.tsx'
import { useColours } from './theme.tsx'

/** A square picture; the house's mark stands in where there is none or it does not arrive. */
export function Picture(props: { url: string | null | undefined; alt: string; size?: number; radius?: number; dimmed?: boolean }) {
  const colours = useColours()
  const [lost, setLost] = useState(false)
  // Beside its own words a picture says nothing.
  const said = props.alt === '' ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': props.alt }
  const box = {
    width: props.size ?? ('100%' as const),
    aspectRatio: 1,
    borderRadius: props.radius ?? 0,
    backgroundColor: colours.sunken,
    overflow: 'hidden' as const,
  }
  if (!props.url || lost) {
    return (
      <View {...said} style={[box, { alignItems: 'center', justifyContent: 'center' }]}>
        <View style={{ opacity: 0.5 }}>
          <Mark size={props.size ? props.size * 0.5 : 56} />
        </View>
      </View>
    )
  }
  return (
    <Image
      source={{ uri: props.url }}
      alt={props.alt}
      {...said}
      onError={() => setLost(true)}
      resizeMode="cover"
      style={[box, { opacity: props.dimmed ? 0.6 : 1 }]}
    />
  )
}
