import { formatKurus } from '@emanet/contracts/money'
import { ORDER_STATUSES, type OrderStatus } from '@emanet/contracts/states'
import { toneOfOrder } from '@emanet/messages/order-story'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Moment } from '@/features/operations/moment.tsx'
import { nextHref, OpsTable } from '@/features/operations/ops-table.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { currentLanguage } from '@/platform/translations.ts'
import { Badge } from '@/ui/badge.tsx'
import { Button } from '@/ui/button.tsx'

type Search = { q?: string; status?: string; cursor?: string }

const FIELD = 'min-h-11 rounded-field border border-line-strong bg-surface px-3'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ops'))('orders') }
}

export default async function OpsOrdersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ q, status, cursor }, user, t, words, payment, language] = await Promise.all([
    searchParams,
    requireUser(),
    getTranslations('ops'),
    getTranslations('orderStatus'),
    getTranslations('paymentStatus'),
    currentLanguage(),
  ])
  if (!user.roles.includes('admin')) return null
  const chosen = ORDER_STATUSES.find((one) => one === status) as OrderStatus | undefined
  const list = await read((client) =>
    client.opsOrders({ query: { limit: 50, ...(q ? { q } : {}), ...(chosen ? { status: chosen } : {}), ...(cursor ? { cursor } : {}) } }),
  )
  return (
    <>
      <search>
        <form className="mb-6 flex flex-wrap items-end gap-3">
          <label className="grid gap-1 text-sm font-semibold">
            {t('searchHint')}
            <input type="search" name="q" defaultValue={q} maxLength={200} className={`${FIELD} w-64`} />
          </label>
          <label className="grid gap-1 text-sm font-semibold">
            {t('status')}
            <select name="status" defaultValue={chosen ?? ''} className={FIELD}>
              <option value="">{t('all')}</option>
              {ORDER_STATUSES.map((one) => (
                <option key={one} value={one}>
                  {words(one)}
                </option>
              ))}
            </select>
          </label>
          <Button tone="calm">{t('search')}</Button>
        </form>
      </search>
      <OpsTable
        caption={t('orders')}
        rows={list.items}
        keyOf={(order) => order.id}
        nextHref={nextHref('/ops', { q, status: chosen }, list.nextCursor)}
        columns={[
          {
            head: t('number'),
            cell: (order) => (
              <Link href={`/orders/${order.id}`} className="font-semibold text-cobalt underline">
                {order.number}
              </Link>
            ),
          },
          { head: t('status'), cell: (order) => <Badge tone={toneOfOrder(order)}>{words(order.status)}</Badge> },
          { head: t('product'), cell: (order) => order.product.title },
          { head: t('buyer'), cell: (order) => order.buyer.name },
          { head: t('seller'), cell: (order) => order.seller.name },
          { head: t('total'), cell: (order) => formatKurus(order.totals.totalKurus, language) },
          { head: t('payment'), cell: (order) => payment(order.payment.status) },
          { head: t('placed'), cell: (order) => <Moment at={order.createdAt} /> },
        ]}
      />
    </>
  )
}
