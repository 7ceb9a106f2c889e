import type { MetadataRoute } from 'next'
import { settings } from '@/platform/settings.ts'

export const dynamic = 'force-dynamic'

export default function robots(): MetadataRoute.Robots {
  const { webUrl } = settings()
  return {
    rules: {
      userAgent: '*',
      allow: '/',
      disallow: ['/checkout/', '/orders', '/sales', '/sell', '/account', '/ops', '/bff/', '/login', '/register', '/forgot', '/reset'],
    },
    sitemap: `${webUrl}/sitemap.xml`,
  }
}
