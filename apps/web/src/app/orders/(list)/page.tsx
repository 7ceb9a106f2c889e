import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OrderRow } from '@/features/orders/order-row.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { digest } from '@/platform/digest.ts'
import { LiveRefresh } from '@/platform/live-refresh.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { Emptiness, PageTitle } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('orders'))('title'), robots: { index: false } }
}

export default async function OrdersPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  const [{ cursor }, t] = await Promise.all([searchParams, getTranslations('orders'), requireUser()])
  const query = { role: 'buyer', limit: 20, ...(cursor ? { cursor } : {}) } as const
  const list = await read((client) => client.listOrders({ query }))
  return (
    <>
      <LiveRefresh
        probe={`orders?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`}
        version={digest(JSON.stringify(list))}
        everyMs={10_000}
      />
      <PageTitle title={t('title')} />
      {list.items.length === 0 ? (
        <Emptiness title={t('empty')} text={t('emptyText')}>
          <ButtonLink href="/">{t('explore')}</ButtonLink>
        </Emptiness>
      ) : (
        <ul className="grid gap-4">
          {list.items.map((order) => (
            <li key={order.id}>
              <OrderRow order={order} amountKurus={order.totals.totalKurus} />
            </li>
          ))}
        </ul>
      )}
      {list.nextCursor ? (
        <div className="mt-8 text-center">
          <ButtonLink href={`/orders?cursor=${encodeURIComponent(list.nextCursor)}`} tone="calm">
            {t('more')}
          </ButtonLink>
        </div>
      ) : null}
    </>
  )
}
