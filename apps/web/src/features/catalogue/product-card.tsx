import type { product } from '@emanet/contracts/catalogue'
import { formatKurus } from '@emanet/contracts/money'
import { toneOfProduct } from '@emanet/messages/product-tone'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import { currentLanguage } from '@/platform/translations.ts'
import { Badge } from '@/ui/badge.tsx'
import { classes } from '@/ui/classes.ts'
import { LinkPending } from '@/ui/link-pending.tsx'
import { ProductPicture } from './product-picture.tsx'

export type Product = z.output<typeof product>

/** `first`: among the first to be seen, so its picture is asked for at once. `heading` follows the one above the list. */
export async function ProductCard({
  product,
  first,
  href,
  heading: Heading,
}: {
  product: Product
  first: boolean
  href?: string
  heading: 'h2' | 'h3'
}) {
  const [t, status, condition, language] = await Promise.all([
    getTranslations('product'),
    getTranslations('productStatus'),
    getTranslations('condition'),
    currentLanguage(),
  ])
  const free = product.status === 'active'
  return (
    <article className="group relative">
      <div className="relative overflow-hidden rounded-tile bg-sunken shadow-tile transition-shadow duration-300 group-hover:shadow-lift">
        <ProductPicture image={product.images[0]} alt="" eager={first} dimmed={!free} />
        {free ? null : (
          <Badge tone={toneOfProduct(product.status)} className="absolute left-3 top-3 shadow-tile">
            {status(product.status)}
          </Badge>
        )}
        <p className="tag figures absolute bottom-3 left-3 bg-surface font-bold text-ink shadow-tile">
          {formatKurus(product.priceKurus, language)}
        </p>
      </div>
      <Heading className="mt-3 line-clamp-2 font-semibold leading-snug">
        <Link
          href={href ?? `/products/${product.id}`}
          // Its page is made on request: fetching ahead would ask the server once for every card and bring nothing.
          prefetch={false}
          className={classes('after:absolute after:inset-0 after:rounded-tile', 'group-hover:text-cobalt')}
        >
          {product.title}
          <LinkPending />
        </Link>
      </Heading>
      <p className="mt-0.5 text-sm text-ink-soft">
        {condition(product.condition)}
        {' · '}
        {product.shippingKurus === 0 ? t('shippingFree') : t('shippingPaid', { amount: formatKurus(product.shippingKurus, language) })}
      </p>
    </article>
  )
}

export function ProductGrid({
  products,
  hrefOf,
  heading,
}: {
  products: readonly Product[]
  hrefOf?: (product: Product) => string
  heading: 'h2' | 'h3'
}) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:gap-x-6 md:grid-cols-3 lg:grid-cols-4">
      {products.map((product, index) => (
        <li key={product.id} className="arrive" style={{ animationDelay: `${Math.min(index, 8) * 30}ms` }}>
          <ProductCard product={product} heading={heading} first={index < 4} {...(hrefOf ? { href: hrefOf(product) } : {})} />
        </li>
      ))}
    </ul>
  )
}
