import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ProductGrid } from '@/features/catalogue/product-card.tsx'
import { PayoutReminder } from '@/features/selling/payout-reminder.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { Notice } from '@/ui/notice.tsx'
import { Emptiness, PageTitle } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sell'))('title'), robots: { index: false } }
}

export default async function SellPage({ searchParams }: { searchParams: Promise<{ cursor?: string; removed?: string }> }) {
  const [{ cursor, removed }, t] = await Promise.all([searchParams, getTranslations('sell'), requireUser()])
  const list = await read((client) => client.listProducts({ query: { seller: 'me', limit: 24, ...(cursor ? { cursor } : {}) } }))
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <ButtonLink href="/sell/new">{t('add')}</ButtonLink>
      </PageTitle>
      {removed ? (
        <Notice tone="good" live className="mb-6">
          {t('removed')}
        </Notice>
      ) : null}
      <PayoutReminder />
      {list.items.length === 0 ? (
        <Emptiness title={t('empty')} text={t('emptyText')}>
          <ButtonLink href="/sell/new">{t('add')}</ButtonLink>
        </Emptiness>
      ) : (
        <ProductGrid heading="h2" products={list.items} hrefOf={(product) => `/sell/${product.id}`} />
      )}
      {list.nextCursor ? (
        <div className="mt-10 text-center">
          <ButtonLink href={`/sell?cursor=${encodeURIComponent(list.nextCursor)}`} tone="calm">
            {t('more')}
          </ButtonLink>
        </div>
      ) : null}
    </>
  )
}
