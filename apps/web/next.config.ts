import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

const config: NextConfig = {
  transpilePackages: ['@emanet/contracts', '@emanet/messages'],
  poweredByHeader: false,
  // Titles and descriptions stand in the head of the first bytes for everyone, so pages are whole without scripts.
  htmlLimitedBots: /.*/,
  experimental: {
    // Navigation, refresh and actions wait for the connection instead of leaving for the browser's own error page.
    useOffline: true,
    // The picture upload goes through a route handler as a stream; actions carry forms only.
    serverActions: { bodySizeLimit: '256kb' },
    proxyClientMaxBodySize: '9mb',
  },
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    // The one-time token of the link must not travel on as a referrer.
    { source: '/reset', headers: [{ key: 'Referrer-Policy', value: 'no-referrer' }] },
  ],
}

export default createNextIntlPlugin('./src/platform/translations.ts')(config)
