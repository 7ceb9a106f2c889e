import { formatKurus } from '@emanet/contracts/money'
import type { Order } from '@emanet/messages/order-story'
import { toneOfProduct } from '@emanet/messages/product-tone'
import { Truck } from 'lucide-react'
import { getFormatter, getTranslations } from 'next-intl/server'
import { MoneyRail } from '@/features/orders/money-rail.tsx'
import { findOwnOrder } from '@/features/orders/own-order.ts'
import { currentUser } from '@/features/session/current-user.ts'
import { digest } from '@/platform/digest.ts'
import { LiveRefresh } from '@/platform/live-refresh.tsx'
import { currentLanguage } from '@/platform/translations.ts'
import { Badge } from '@/ui/badge.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { Notice } from '@/ui/notice.tsx'
import { ListLink } from './list-link.tsx'
import type { Product } from './product-card.tsx'
import { ProductGallery } from './product-gallery.tsx'
import { ProductJsonLd } from './product-json-ld.tsx'

export async function ProductView({ product }: { product: Product }) {
  const [t, status, condition, home, format, language] = await Promise.all([
    getTranslations('product'),
    getTranslations('productStatus'),
    getTranslations('condition'),
    getTranslations('home'),
    getFormatter(),
    currentLanguage(),
  ])
  return (
    <>
      <ProductJsonLd product={product} />
      <LiveRefresh probe={`products/${product.id}`} version={digest(JSON.stringify(product))} everyMs={10_000} />
      <nav aria-label={t('breadcrumb')} className="mb-4 text-sm text-ink-soft">
        <ListLink>{home('pageTitle')}</ListLink>
      </nav>
      <div className="grid gap-8 lg:grid-cols-[1.15fr_1fr] lg:gap-12">
        <ProductGallery product={product} />
        <div>
          <div className="flex flex-wrap items-center gap-2">
            <Badge tone={toneOfProduct(product.status)}>{status(product.status)}</Badge>
            <Badge tone="plain">{condition(product.condition)}</Badge>
            {product.status === 'active' && product.stock > 1 ? <Badge tone="plain">{t('stock', { count: product.stock })}</Badge> : null}
          </div>
          <h1 className="mt-3 text-3xl font-extrabold leading-tight sm:text-4xl">{product.title}</h1>
          <p className="figures mt-4 text-4xl font-extrabold">{formatKurus(product.priceKurus, language)}</p>
          <p className="mt-1 flex items-center gap-2 text-ink-soft">
            <Truck className="size-5" aria-hidden="true" />
            {product.shippingKurus === 0 ? t('shippingFree') : t('shippingPaid', { amount: formatKurus(product.shippingKurus, language) })}
          </p>
          <div className="mt-6 rounded-tile border border-line bg-surface p-5">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-semibold">{t('total')}</span>
              <span className="figures text-xl font-bold">{formatKurus(product.totals.totalKurus, language)}</span>
            </p>
            <p className="figures mt-1 text-sm text-ink-soft">
              {t('totalHint', {
                item: formatKurus(product.totals.itemKurus, language),
                shipping: formatKurus(product.totals.shippingKurus, language),
                fee: formatKurus(product.totals.feeKurus, language),
              })}
            </p>
            <div className="mt-4">
              <BuyArea product={product} />
            </div>
          </div>
          <dl className="mt-6 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            <dt className="text-ink-soft">{t('seller')}</dt>
            <dd className="font-semibold">{product.seller.name}</dd>
            <dt className="text-ink-soft">{t('condition')}</dt>
            <dd className="font-semibold">{condition(product.condition)}</dd>
            <dt className="text-ink-soft">{t('listed')}</dt>
            <dd className="font-semibold">
              <time dateTime={product.createdAt}>{format.dateTime(new Date(product.createdAt), { dateStyle: 'long' })}</time>
            </dd>
          </dl>
        </div>
      </div>
      <div className="mt-12 grid gap-8 lg:grid-cols-[1.15fr_1fr] lg:gap-12">
        <section>
          <h2 className="mb-3 text-xl font-bold">{t('description')}</h2>
          <p className="max-w-prose whitespace-pre-line text-lg leading-relaxed">{product.description}</p>
        </section>
        <section>
          <h2 className="mb-5 text-xl font-bold">{t('howTitle')}</h2>
          <MoneyRail />
        </section>
      </div>
    </>
  )
}

/** Says honestly whether it can be bought now. */
async function BuyArea({ product }: { product: Product }) {
  const [t, user] = await Promise.all([getTranslations('product'), currentUser().catch(() => null)])
  if (user?.id === product.seller.id) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="font-medium">{t('own')}</p>
        <ButtonLink href={`/sell/${product.id}`} tone="calm">
          {t('edit')}
        </ButtonLink>
      </div>
    )
  }
  if (product.status === 'active') {
    return (
      <ButtonLink href={`/checkout/${product.id}`} size="large" wide>
        {t('buy')}
      </ButtonLink>
    )
  }
  const own = user ? await findOwnOrder(product.id).catch(() => null) : null
  if (own) return <OwnOrder order={own} />
  if (product.status === 'reserved') {
    return (
      <Notice tone="wait" title={t('reservedTitle')} live>
        {t('reservedText')}
      </Notice>
    )
  }
  const sold = product.status === 'sold'
  return (
    <Notice tone="calm" title={sold ? t('soldTitle') : t('pausedTitle')} live>
      {sold ? t('soldText') : t('pausedText')}
    </Notice>
  )
}

/** What others may not have because it is hers. */
async function OwnOrder({ order }: { order: Order }) {
  const t = await getTranslations('product')
  const paying = order.actions.includes('pay')
  return (
    <Notice tone={paying ? 'wait' : 'good'} title={paying ? t('yours') : t('bought')} live>
      <p>{paying ? t('yoursText') : t('boughtText')}</p>
      <ButtonLink href={`/orders/${order.id}`} tone={paying ? 'fill' : 'calm'} size="small" className="mt-3">
        {paying ? t('yoursGo') : t('resumeLink')}
      </ButtonLink>
    </Notice>
  )
}
