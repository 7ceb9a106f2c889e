import type { Order, Station } from '@emanet/messages/order-story'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { GROUPED } from '../../ui/grouped.ts'
import { Mark } from '../../ui/mark.tsx'
import { useColours } from '../../ui/theme.tsx'
import { Words } from '../../ui/words.tsx'

const STATIONS = ['buyer', 'emanet', 'seller'] as const

/** “With you” is another place for each who looks. */
const NAMES = {
  buyer: { buyer: 'buyer', emanet: 'emanet', seller: 'seller' },
  seller: { buyer: 'withBuyer', emanet: 'emanet', seller: 'withSeller' },
  admin: { buyer: 'withBuyer', emanet: 'emanet', seller: 'seller' },
} as const

/** The way of the money in three stations: with `at` where it is now, without it how it goes. `back`: it is returning to the buyer. */
export function MoneyRail({ at, back = false, viewer = 'buyer' }: { at?: Station; back?: boolean; viewer?: Order['role'] }) {
  const t = useTranslations('rail')
  const names = NAMES[viewer]
  const reached = at === undefined ? 2 : STATIONS.indexOf(at)
  const said =
    at === undefined
      ? STATIONS.map((s) => `${t(names[s])}: ${t(`${s}Text`)}`).join(' ')
      : `${t(names[at])}. ${back ? t('back') : t('here')}.`
  return (
    <View {...GROUPED} role="img" aria-label={`${t('label')}. ${said}`} style={{ flexDirection: 'row' }}>
      {STATIONS.map((station, index) => (
        <Stop
          key={station}
          station={station}
          name={t(names[station])}
          here={at === undefined ? station === 'emanet' : station === at}
          explained={at === undefined}
          track={index === 0 ? null : index <= reached && !back ? 'done' : 'open'}
        />
      ))}
    </View>
  )
}

function Stop(props: { station: Station; name: string; here: boolean; explained: boolean; track: 'done' | 'open' | null }) {
  const colours = useColours()
  const t = useTranslations('rail')
  const { station, here, track } = props
  return (
    <View aria-hidden style={{ flex: 1, alignItems: 'center', paddingHorizontal: 4 }}>
      {track ? (
        <View
          style={{
            position: 'absolute',
            top: 23,
            right: '50%',
            marginRight: 28,
            left: '-50%',
            marginLeft: 28,
            borderTopWidth: 2,
            borderStyle: track === 'done' ? 'solid' : 'dashed',
            borderTopColor: track === 'done' ? colours.turquoiseFill : colours.lineStrong,
          }}
        />
      ) : null}
      <View
        style={{
          width: 48,
          height: 48,
          borderRadius: 24,
          borderWidth: 2,
          alignItems: 'center',
          justifyContent: 'center',
          borderColor: here ? colours.turquoiseFill : colours.line,
          backgroundColor: here ? colours.turquoiseWash : colours.surface,
        }}
      >
        {station === 'emanet' ? (
          <Mark size={28} colour={here ? colours.turquoise : colours.inkSoft} />
        ) : (
          <View style={{ width: 14, height: 14, borderRadius: 7, backgroundColor: here ? colours.turquoiseFill : colours.lineStrong }} />
        )}
      </View>
      <Words as="small" tone={here ? 'turquoise' : 'ink'} style={{ fontWeight: '700', marginTop: 6, textAlign: 'center' }}>
        {props.name}
      </Words>
      {props.explained ? (
        <Words as="small" tone="inkSoft" style={{ textAlign: 'center' }}>
          {t(`${station}Text`)}
        </Words>
      ) : null}
    </View>
  )
}
