import { toldEvents } from '@emanet/messages/order-story'
import { getFormatter, getTranslations } from 'next-intl/server'

type Entry = { at: string; event: string }
type Known = 'order_created'

/** What happened, newest first. An event this build has no words for yet is left out rather than shown raw. */
export async function Timeline({ entries }: { entries: readonly Entry[] }) {
  const [t, format] = await Promise.all([getTranslations('timeline'), getFormatter()])
  const known = toldEvents(entries)
    .map(({ at, event }) => ({ at, event, words: event.replaceAll('.', '_') as Known }))
    .filter(({ words }) => t.has(words))
  return (
    <ol className="relative space-y-5 border-l-2 border-line pl-6">
      {known.toReversed().map(({ at, event, words }, index) => (
        <li key={`${at}${event}`} className="relative">
          <span
            aria-hidden="true"
            className={`absolute -left-[2.03rem] top-1.5 size-3.5 rounded-full border-2 border-surface ${index === 0 ? 'bg-turquoise-fill' : 'bg-line-strong'}`}
          />
          <p className={index === 0 ? 'font-bold' : 'font-medium'}>{t(words)}</p>
          <time dateTime={at} className="figures text-sm text-ink-soft">
            {format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}
          </time>
        </li>
      ))}
    </ol>
  )
}
