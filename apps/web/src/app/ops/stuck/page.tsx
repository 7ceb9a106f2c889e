import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Moment } from '@/features/operations/moment.tsx'
import { nextHref, OpsTable } from '@/features/operations/ops-table.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ops'))('stuck') }
}

export default async function OpsStuckPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  const [{ cursor }, user, t] = await Promise.all([searchParams, requireUser(), getTranslations('ops')])
  if (!user.roles.includes('admin')) return null
  const list = await read((client) => client.opsStuck({ query: { limit: 50, ...(cursor ? { cursor } : {}) } }))
  return (
    <OpsTable
      caption={t('stuck')}
      rows={list.items}
      keyOf={(row) => `${row.kind} ${row.id}`}
      nextHref={nextHref('/ops/stuck', {}, list.nextCursor)}
      empty={{ title: t('stuckEmpty'), text: t('stuckEmptyText') }}
      columns={[
        { head: t('since'), cell: (row) => <Moment at={row.since} /> },
        { head: t('kind'), cell: (row) => <span className="font-semibold">{row.kind}</span> },
        { head: t('reason'), cell: (row) => row.reason },
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
