import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Moment } from '@/features/operations/moment.tsx'
import { nextHref, OpsTable } from '@/features/operations/ops-table.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ops'))('webhooks') }
}

export default async function OpsWebhooksPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  const [{ cursor }, user, t] = await Promise.all([searchParams, requireUser(), getTranslations('ops')])
  if (!user.roles.includes('admin')) return null
  const list = await read((client) => client.opsWebhooks({ query: { limit: 50, ...(cursor ? { cursor } : {}) } }))
  return (
    <OpsTable
      caption={t('webhooks')}
      rows={list.items}
      keyOf={(row) => row.id}
      nextHref={nextHref('/ops/webhooks', {}, list.nextCursor)}
      columns={[
        { head: t('received'), cell: (row) => <Moment at={row.receivedAt} /> },
        { head: t('event'), cell: (row) => row.event },
        { head: t('status'), cell: (row) => row.status },
        { head: t('outcome'), cell: (row) => row.outcome ?? t('waiting') },
        { head: t('duplicates'), cell: (row) => row.duplicates },
        {
          head: t('order'),
          cell: (row) =>
            row.orderId ? (
              <Link href={`/orders/${row.orderId}`} className="text-cobalt underline">
                {t('order')}
              </Link>
            ) : (
              '–'
            ),
        },
      ]}
    />
  )
}
