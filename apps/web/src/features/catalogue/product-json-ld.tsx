import { settings } from '@/platform/settings.ts'
import type { Product } from './product-card.tsx'

const AVAILABILITY: Partial<Record<Product['status'], string>> = { active: 'InStock', reserved: 'OutOfStock', sold: 'SoldOut' }

/** schema.org/Product for search engines. A data block, which no browser runs. */
export function ProductJsonLd({ product }: { product: Product }) {
  const url = `${settings().webUrl}/products/${product.id}`
  const lira = `${Math.trunc(product.priceKurus / 100)}.${String(product.priceKurus % 100).padStart(2, '0')}`
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.title,
    description: product.description,
    image: product.images.map((image) => image.url),
    url,
    itemCondition: product.condition === 'new' ? 'https://schema.org/NewCondition' : 'https://schema.org/UsedCondition',
    offers: {
      '@type': 'Offer',
      url,
      price: lira,
      priceCurrency: product.currency,
      availability: `https://schema.org/${AVAILABILITY[product.status] ?? 'Discontinued'}`,
      seller: { '@type': 'Person', name: product.seller.name },
    },
  }
  // What a seller typed must not be able to end the element.
  const json = JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON with every markup character escaped
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}
