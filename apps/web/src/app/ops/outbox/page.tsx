import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Moment } from '@/features/operations/moment.tsx'
import { nextHref, OpsTable } from '@/features/operations/ops-table.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { Badge } from '@/ui/badge.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ops'))('outbox') }
}

export default async function OpsOutboxPage({ searchParams }: { searchParams: Promise<{ cursor?: string }> }) {
  const [{ cursor }, user, t] = await Promise.all([searchParams, requireUser(), getTranslations('ops')])
  if (!user.roles.includes('admin')) return null
  const list = await read((client) => client.opsOutbox({ query: { limit: 50, ...(cursor ? { cursor } : {}) } }))
  return (
    <OpsTable
      caption={t('outbox')}
      rows={list.items}
      keyOf={(row) => row.id}
      nextHref={nextHref('/ops/outbox', {}, list.nextCursor)}
      columns={[
        { head: t('created'), cell: (row) => <Moment at={row.createdAt} /> },
        { head: t('event'), cell: (row) => <span className="font-semibold">{row.event}</span> },
        { head: t('relayed'), cell: (row) => (row.relayedAt ? <Moment at={row.relayedAt} /> : <Badge tone="wait">{t('waiting')}</Badge>) },
        { head: t('attempts'), cell: (row) => row.attempts },
        { head: t('error'), cell: (row) => row.lastError ?? '–' },
      ]}
    />
  )
}
