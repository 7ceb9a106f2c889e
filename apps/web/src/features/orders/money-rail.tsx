import type { Order, Station } from '@emanet/messages/order-story'
import { getTranslations } from 'next-intl/server'
import { classes } from '@/ui/classes.ts'
import { Mark } from '@/ui/mark.tsx'

const STATIONS = ['buyer', 'emanet', 'seller'] as const

/** “With you” is another place for each who looks. */
const NAMES = {
  buyer: { buyer: 'buyer', emanet: 'emanet', seller: 'seller' },
  seller: { buyer: 'withBuyer', emanet: 'emanet', seller: 'withSeller' },
  admin: { buyer: 'withBuyer', emanet: 'emanet', seller: 'seller' },
} as const

/**
 * The way of the money in three stations. With `at` it shows where the money is now; without, it explains the way.
 * `back`: it is returning to the buyer.
 */
export async function MoneyRail(props: { at?: Station; back?: boolean; compact?: boolean; viewer?: Order['role'] }) {
  const { at, back, compact, viewer = 'buyer' } = props
  const t = await getTranslations('rail')
  const reached = at === undefined ? 2 : STATIONS.indexOf(at)
  return (
    <ol aria-label={t('label')} className="grid grid-cols-3">
      {STATIONS.map((station, index) => {
        const here = at === undefined ? station === 'emanet' : station === at
        return (
          <li
            key={station}
            aria-current={at !== undefined && here ? 'step' : undefined}
            className="relative flex flex-col items-center px-1 text-center"
          >
            {index > 0 ? (
              <span
                aria-hidden="true"
                className={classes(
                  'absolute right-1/2 top-6 mr-7 h-0.5 w-[calc(100%-3.5rem)] rounded-full',
                  index <= reached && !back ? 'bg-turquoise-fill' : 'border-t-2 border-dashed border-line-strong bg-transparent',
                )}
              />
            ) : null}
            <span
              aria-hidden="true"
              className={classes(
                'grid size-12 place-items-center rounded-full border-2',
                here ? 'border-turquoise-fill bg-turquoise-wash text-turquoise' : 'border-line bg-surface text-ink-soft',
              )}
            >
              {station === 'emanet' ? (
                <Mark className="size-7" />
              ) : (
                <span className={classes('size-3.5 rounded-full', here ? 'bg-turquoise-fill' : 'bg-line-strong')} />
              )}
            </span>
            <span className={classes('mt-2 font-bold', here ? 'text-turquoise' : 'text-ink')}>{t(NAMES[viewer][station])}</span>
            {compact ? null : <span className="mt-1 text-sm text-ink-soft">{t(`${station}Text`)}</span>}
            {at !== undefined && here ? <span className="sr-only">{back ? t('back') : t('here')}</span> : null}
          </li>
        )
      })}
    </ol>
  )
}
