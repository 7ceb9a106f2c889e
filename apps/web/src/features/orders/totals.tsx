import { formatKurus } from '@emanet/contracts/money'
import { getTranslations } from 'next-intl/server'
import { currentLanguage } from '@/platform/translations.ts'

type Amounts = { itemKurus: number; shippingKurus: number; feeKurus: number; totalKurus: number }

/** Every kuruş a buyer pays. */
export async function Totals({ totals }: { totals: Amounts }) {
  const [t, language] = await Promise.all([getTranslations('checkout'), currentLanguage()])
  const rows = [
    [t('item'), formatKurus(totals.itemKurus, language)],
    [t('shipping'), totals.shippingKurus === 0 ? t('shippingFree') : formatKurus(totals.shippingKurus, language)],
    [t('fee'), formatKurus(totals.feeKurus, language)],
  ] as const
  return (
    <dl className="figures space-y-2">
      {rows.map(([label, amount]) => (
        <div key={label} className="flex justify-between gap-4">
          <dt className="text-ink-soft">{label}</dt>
          <dd className="text-right font-medium">{amount}</dd>
        </div>
      ))}
      <div className="flex justify-between gap-4 border-t border-line pt-3 text-lg font-bold">
        <dt>{t('total')}</dt>
        <dd>{formatKurus(totals.totalKurus, language)}</dd>
      </div>
    </dl>
  )
}
