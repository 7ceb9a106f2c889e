import { EFFECT_STATUSES, type EffectStatus } from '@emanet/contracts/states'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Moment } from '@/features/operations/moment.tsx'
import { redriveEffect } from '@/features/operations/ops.actions.ts'
import { nextHref, OpsTable } from '@/features/operations/ops-table.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { digest } from '@/platform/digest.ts'
import { LiveRefresh } from '@/platform/live-refresh.tsx'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { Badge } from '@/ui/badge.tsx'
import { Button } from '@/ui/button.tsx'

const TONES = { pending: 'wait', sending: 'calm', done: 'good', dead: 'bad' } as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ops'))('effects') }
}

export default async function OpsEffectsPage({ searchParams }: { searchParams: Promise<{ status?: string; cursor?: string }> }) {
  const [{ status, cursor }, user, t, words] = await Promise.all([
    searchParams,
    requireUser(),
    getTranslations('ops'),
    getTranslations('effectStatus'),
  ])
  if (!user.roles.includes('admin')) return null
  const chosen = EFFECT_STATUSES.find((one) => one === status) as EffectStatus | undefined
  const query = { limit: 50, ...(chosen ? { status: chosen } : {}), ...(cursor ? { cursor } : {}) }
  const list = await read((client) => client.opsEffects({ query }))
  return (
    <>
      <LiveRefresh
        probe={`ops/effects?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`}
        version={digest(JSON.stringify(list))}
        everyMs={5_000}
      />
      <form className="mb-6 flex flex-wrap items-end gap-3">
        <label className="grid gap-1 text-sm font-semibold">
          {t('status')}
          <select name="status" defaultValue={chosen ?? ''} className="min-h-11 rounded-field border border-line-strong bg-surface px-3">
            <option value="">{t('all')}</option>
            {EFFECT_STATUSES.map((one) => (
              <option key={one} value={one}>
                {words(one)}
              </option>
            ))}
          </select>
        </label>
        <Button tone="calm">{t('search')}</Button>
      </form>
      <OpsTable
        caption={t('effects')}
        rows={list.items}
        keyOf={(row) => row.id}
        nextHref={nextHref('/ops/effects', { status: chosen }, list.nextCursor)}
        columns={[
          { head: t('updated'), cell: (row) => <Moment at={row.updatedAt} /> },
          { head: t('channel'), cell: (row) => <span className="font-semibold">{row.channel}</span> },
          { head: t('event'), cell: (row) => row.event },
          { head: t('recipient'), cell: (row) => <span title={row.recipient}>{shortened(row.recipient)}</span> },
          { head: t('status'), cell: (row) => <Badge tone={TONES[row.status]}>{words(row.status)}</Badge> },
          { head: t('attempts'), cell: (row) => row.attempts },
          { head: t('generation'), cell: (row) => row.generation },
          { head: t('error'), cell: (row) => row.lastError ?? '–' },
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
          {
            head: t('action'),
            cell: (row) =>
              row.status === 'dead' ? (
                <ActionForm action={redriveEffect} className="space-y-2">
                  <input type="hidden" name="id" value={row.id} />
                  <SubmitButton tone="calm" size="small" className="whitespace-nowrap">
                    {t('redrive')}
                  </SubmitButton>
                </ActionForm>
              ) : null,
          },
        ]}
      />
    </>
  )
}

/** The end of an id or a device's token tells rows apart; whole it would take the place of what may be done. */
function shortened(recipient: string): string {
  return recipient.length > 16 ? `…${recipient.slice(-8)}` : recipient
}
