import { createClient } from '@emanet/contracts/client'
import type { MetadataRoute } from 'next'
import { settings } from '@/platform/settings.ts'

export const dynamic = 'force-dynamic'

/** The home page and the hundred newest products. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const { webUrl, apiUrl } = settings()
  const { body } = await createClient({ baseUrl: apiUrl }).listProducts({ query: { limit: 100 } })
  return [
    { url: `${webUrl}/`, changeFrequency: 'hourly', priority: 1 },
    ...body.items.map(({ id, createdAt }) => ({ url: `${webUrl}/products/${id}`, lastModified: createdAt, priority: 0.8 })),
  ]
}
