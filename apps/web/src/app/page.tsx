import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { RememberList } from '@/features/catalogue/list-link.tsx'
import { ProductGrid } from '@/features/catalogue/product-card.tsx'
import { MoneyRail } from '@/features/orders/money-rail.tsx'
import { read } from '@/platform/api.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { Emptiness } from '@/ui/panel.tsx'

type Search = { q?: string; cursor?: string }

export async function generateMetadata({ searchParams }: { searchParams: Promise<Search> }): Promise<Metadata> {
  const [{ q, cursor }, t, app] = await Promise.all([searchParams, getTranslations('home'), getTranslations('app')])
  if (q || cursor) return { title: q ? t('resultsMore', { q }) : t('pageTitle'), robots: { index: false, follow: true } }
  return { title: { absolute: `${t('pageTitle')} · ${app('name')}` }, description: app('description'), alternates: { canonical: '/' } }
}

export default async function HomePage({ searchParams }: { searchParams: Promise<Search> }) {
  const { q: typed, cursor } = await searchParams
  const q = typeof typed === 'string' ? typed.trim().slice(0, 200) : ''
  const t = await getTranslations('home')
  const { items, nextCursor } = await read((client) =>
    client.listProducts({ query: { limit: 24, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) } }),
  )
  return (
    <>
      <RememberList query={q || cursor ? `?${new URLSearchParams({ ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) })}` : ''} />
      {q || cursor ? null : <Welcome title={t('title')} lead={t('lead')} />}
      <div className="mb-6 flex flex-wrap items-baseline justify-between gap-3">
        {q || cursor ? (
          <h1 className="text-2xl font-extrabold sm:text-3xl">{q ? found(t, q, items.length, nextCursor) : t('pageTitle')}</h1>
        ) : (
          <h2 className="text-2xl font-extrabold">{t('latest')}</h2>
        )}
        {q || cursor ? (
          <ButtonLink href="/" tone="quiet" size="small">
            {q ? t('all') : t('backToStart')}
          </ButtonLink>
        ) : null}
      </div>
      {items.length === 0 ? <Nothing q={q} /> : <ProductGrid products={items} heading={q || cursor ? 'h2' : 'h3'} />}
      {nextCursor ? (
        <div className="mt-12 text-center">
          <ButtonLink href={`/?${new URLSearchParams({ ...(q ? { q } : {}), cursor: nextCursor })}`} tone="calm" rel="next">
            {t('more')}
          </ButtonLink>
        </div>
      ) : null}
    </>
  )
}

function found(t: Awaited<ReturnType<typeof getTranslations<'home'>>>, q: string, count: number, nextCursor: string | null): string {
  return nextCursor ? t('resultsMore', { q }) : t('results', { q, count })
}

function Welcome({ title, lead }: { title: string; lead: string }) {
  return (
    <section className="lattice mb-10 grid gap-8 overflow-hidden rounded-tile border border-line bg-surface p-6 sm:mb-14 sm:p-10 lg:grid-cols-[1.1fr_1fr] lg:items-center">
      <div>
        <h1 className="text-4xl font-extrabold leading-[1.05] sm:text-5xl">{title}</h1>
        <p className="mt-4 max-w-xl text-lg text-ink-soft">{lead}</p>
      </div>
      <MoneyRail />
    </section>
  )
}

async function Nothing({ q }: { q: string }) {
  const [t, nav] = await Promise.all([getTranslations('home'), getTranslations('nav')])
  return q ? (
    <Emptiness title={t('nothing', { q })} text={t('nothingText')}>
      <ButtonLink href="/">{t('all')}</ButtonLink>
    </Emptiness>
  ) : (
    <Emptiness title={t('empty')} text={t('emptyText')}>
      <ButtonLink href="/sell/new">{nav('sell')}</ButtonLink>
    </Emptiness>
  )
}
