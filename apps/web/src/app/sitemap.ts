import { createClient } from '@emanet/contracts/client'
import type { MetadataRoute } from 'next'
import type { Product } from '@/features/catalogue/product-card.tsx'
import { settings } from '@/platform/settings.ts'

export const dynamic = 'force-dynamic'

const PAGES_MAX = 20

/** The home page and the two thousand newest products. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const { webUrl, apiUrl } = settings()
  const client = createClient({ baseUrl: apiUrl })
  const products: Product[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MAX && (page === 0 || cursor !== null); page++) {
    const { body } = await client.listProducts({ query: { limit: 100, ...(cursor === null ? {} : { cursor }) } })
    products.push(...body.items)
    cursor = body.nextCursor
  }
  return [
    { url: `${webUrl}/`, changeFrequency: 'hourly', priority: 1 },
    ...products.map(({ id, createdAt }) => ({ url: `${webUrl}/products/${id}`, lastModified: createdAt, priority: 0.8 })),
  ]
}
