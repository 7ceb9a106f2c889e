import { ExternalLink } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { requireUser } from '@/features/session/current-user.ts'
import { settings } from '@/platform/settings.ts'
import { ButtonAnchor } from '@/ui/button.tsx'
import { Emptiness, PageTitle } from '@/ui/panel.tsx'
import { Tabs } from '@/ui/tabs.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const [t, app] = await Promise.all([getTranslations('ops'), getTranslations('app')])
  return { title: { default: t('title'), template: `%s · ${t('title')} · ${app('name')}` }, robots: { index: false, follow: false } }
}

export default async function OpsLayout({ children }: { children: ReactNode }) {
  const [user, t, failure] = await Promise.all([requireUser(), getTranslations('ops'), getTranslations('failure')])
  // The API refuses by itself; this only says so kindly.
  if (!user.roles.includes('admin')) return <Emptiness heading="h1" title={failure('forbidden')} text={failure('forbiddenText')} />
  return (
    <>
      <PageTitle title={t('title')}>
        <ButtonAnchor
          href={`${settings().publicApiUrl}/ops/queues`}
          target="_blank"
          rel="noopener"
          tone="calm"
          size="small"
          title={t('boardHint')}
        >
          {t('board')}
          <ExternalLink aria-hidden="true" />
        </ButtonAnchor>
      </PageTitle>
      <Tabs
        label={t('title')}
        tabs={[
          { href: '/ops', label: t('orders') },
          { href: '/ops/webhooks', label: t('webhooks') },
          { href: '/ops/outbox', label: t('outbox') },
          { href: '/ops/effects', label: t('effects') },
          { href: '/ops/stuck', label: t('stuck') },
        ]}
      />
      {children}
    </>
  )
}
