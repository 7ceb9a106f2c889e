import { formatKurus } from '@emanet/contracts/money'
import { type Order, toneOfOrder } from '@emanet/messages/order-story'
import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ProductPicture } from '@/features/catalogue/product-picture.tsx'
import { currentLanguage } from '@/platform/translations.ts'
import { Badge } from '@/ui/badge.tsx'
import { LinkPending } from '@/ui/link-pending.tsx'

/** An order in a list; `children` is what the viewer does next. */
export async function OrderRow({ order, amountKurus, children }: { order: Order; amountKurus: number; children?: ReactNode }) {
  const [t, status, format, language] = await Promise.all([
    getTranslations('orders'),
    getTranslations('orderStatus'),
    getFormatter(),
    currentLanguage(),
  ])
  return (
    <article className="group relative flex gap-4 rounded-tile border border-line bg-surface p-4 transition-shadow hover:shadow-tile sm:p-5">
      <div className="size-20 shrink-0 self-start overflow-hidden rounded-field bg-sunken sm:size-24">
        <ProductPicture image={order.product.imageUrl ? { url: order.product.imageUrl, width: 400, height: 400 } : undefined} alt="" />
      </div>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
          <h2 className="line-clamp-2 min-w-0 font-semibold leading-snug">
            <Link
              href={`/orders/${order.id}`}
              prefetch={false}
              className="after:absolute after:inset-0 after:rounded-tile group-hover:text-cobalt"
            >
              {order.product.title}
              <LinkPending />
            </Link>
          </h2>
          <p className="figures font-bold">{formatKurus(amountKurus, language)}</p>
        </div>
        <p className="figures mt-1 text-sm text-ink-soft">
          <span className="tracking-wider">{order.number}</span>
          {' · '}
          <time dateTime={order.createdAt}>{format.dateTime(new Date(order.createdAt), { dateStyle: 'medium' })}</time>
        </p>
        <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={toneOfOrder(order)}>{status(order.status)}</Badge>
          {children}
          {order.role === 'buyer' && order.status === 'pending_payment' && order.expiresAt ? (
            <span className="figures text-sm text-saffron">
              {t('payBy', { time: format.dateTime(new Date(order.expiresAt), { timeStyle: 'short' }) })}
            </span>
          ) : null}
        </div>
      </div>
    </article>
  )
}
