import { formatKurus } from '@emanet/contracts/money'
import { hasLabel, nextStep, type Order } from '@emanet/messages/order-story'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OrderRow } from '@/features/orders/order-row.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { digest } from '@/platform/digest.ts'
import { LiveRefresh } from '@/platform/live-refresh.tsx'
import { currentLanguage } from '@/platform/translations.ts'
import { ButtonAnchor, ButtonLink } from '@/ui/button.tsx'
import { Emptiness, PageTitle } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sales'))('title'), robots: { index: false } }
}

export default async function SalesPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  const [{ cursor }, t, sell] = await Promise.all([searchParams, getTranslations('sales'), getTranslations('sell'), requireUser()])
  const query = { role: 'seller', limit: 20, ...(cursor ? { cursor } : {}) } as const
  const list = await read((client) => client.listOrders({ query }))
  return (
    <>
      <LiveRefresh
        probe={`orders?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`}
        version={digest(JSON.stringify(list))}
        everyMs={4_000}
      />
      <PageTitle title={t('title')} lead={t('lead')} />
      {list.items.length === 0 ? (
        <Emptiness title={t('empty')} text={t('emptyText')}>
          <ButtonLink href="/sell/new">{sell('add')}</ButtonLink>
        </Emptiness>
      ) : (
        <ul className="grid gap-4">
          {list.items.map((order) => (
            <li key={order.id}>
              <OrderRow order={order} amountKurus={order.totals.itemKurus}>
                <SaleNext order={order} />
              </OrderRow>
            </li>
          ))}
        </ul>
      )}
      {list.nextCursor ? (
        <div className="mt-8 text-center">
          <ButtonLink href={`/sales?cursor=${encodeURIComponent(list.nextCursor)}`} tone="calm">
            {t('more')}
          </ButtonLink>
        </div>
      ) : null}
    </>
  )
}

async function SaleNext({ order }: { order: Order }) {
  const [t, language] = await Promise.all([getTranslations('sales'), currentLanguage()])
  return (
    <>
      <span className="font-medium">{t(nextStep(order))}</span>
      {order.hold && order.hold.status !== 'refunded' ? (
        <span className="figures text-sm text-turquoise">
          {order.hold.status === 'released' ? t('yoursDone') : t('yours')} {formatKurus(order.hold.sellerKurus, language)}
        </span>
      ) : null}
      {hasLabel(order) ? (
        <ButtonAnchor
          href={`/bff/orders/${order.id}/label`}
          target="_blank"
          rel="noopener"
          tone="calm"
          size="small"
          className="relative z-10"
        >
          {t('label')}
        </ButtonAnchor>
      ) : null}
    </>
  )
}
