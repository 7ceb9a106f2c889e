import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Tabs } from '@/ui/tabs.tsx'

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('account')
  return (
    <div className="mx-auto max-w-3xl">
      <Tabs
        label={t('title')}
        tabs={[
          { href: '/account', label: t('profile') },
          { href: '/account/addresses', label: t('addresses') },
          { href: '/account/payout', label: t('payout') },
        ]}
      />
      {children}
    </div>
  )
}
