import { useEffect, useRef, useState } from 'react'
import { AccessibilityInfo, Animated, type DimensionValue, Platform, View } from 'react-native'
import { useTranslations } from 'use-intl'
import { GROUPED } from './grouped.ts'
import { useColours } from './theme.tsx'
import { RADIUS } from './tokens.ts'

/** The place of something that is on its way. Breathes, unless the phone asks for less movement. */
export function Skeleton({ height, width = '100%' }: { height: DimensionValue; width?: DimensionValue }) {
  const colours = useColours()
  const opacity = useRef(new Animated.Value(1)).current
  const [still, setStill] = useState(true)
  useEffect(() => {
    void AccessibilityInfo.isReduceMotionEnabled().then(setStill)
  }, [])
  useEffect(() => {
    if (still) return
    const fade = (toValue: number) => Animated.timing(opacity, { toValue, duration: 900, useNativeDriver: Platform.OS !== 'web' })
    const breathing = Animated.loop(Animated.sequence([fade(0.5), fade(1)]))
    breathing.start()
    return () => breathing.stop()
  }, [opacity, still])
  return <Animated.View style={{ height, width, opacity, backgroundColor: colours.sunken, borderRadius: RADIUS.field }} />
}

/** A screen's worth of lines, read out once as "loading". */
export function SkeletonLines({ count = 4 }: { count?: number }) {
  const t = useTranslations('app')
  return (
    <View {...GROUPED} role="status" aria-label={t('pending')} style={{ gap: 14 }}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places are all alike and never move
        <Skeleton key={index} height={index === 0 ? 120 : 84} />
      ))}
    </View>
  )
}
