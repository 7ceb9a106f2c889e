import { toldEvents } from '@emanet/messages/order-story'
import { View } from 'react-native'
import { useFormatter, useTranslations } from 'use-intl'
import { GROUPED } from '../../ui/grouped.ts'
import { useColours } from '../../ui/theme.tsx'
import { Words } from '../../ui/words.tsx'

type Entry = { at: string; event: string }

/** What happened, newest first. An event this build has no words for yet is left out rather than shown raw. */
export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const t = useTranslations('timeline')
  const format = useFormatter()
  const colours = useColours()
  const known = toldEvents(entries)
    .map(({ at, event }) => ({ at, event, words: event.replaceAll('.', '_') as 'order_created' }))
    .filter(({ words }) => t.has(words))
    .toReversed()
  return (
    <View role="list" style={{ borderLeftWidth: 2, borderLeftColor: colours.line, marginLeft: 6, paddingLeft: 18, gap: 16 }}>
      {known.map(({ at, event, words }, index) => (
        <View key={`${at}${event}`} {...GROUPED} role="listitem">
          <View
            aria-hidden
            style={{
              position: 'absolute',
              left: -26,
              top: 5,
              width: 14,
              height: 14,
              borderRadius: 7,
              backgroundColor: index === 0 ? colours.turquoiseFill : colours.lineStrong,
              borderWidth: 2,
              borderColor: colours.surface,
            }}
          />
          <Words as={index === 0 ? 'strong' : 'body'}>{t(words)}</Words>
          <Words as="small" tone="inkSoft">
            {format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}
          </Words>
        </View>
      ))}
    </View>
  )
}
