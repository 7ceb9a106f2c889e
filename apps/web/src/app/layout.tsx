import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import { cookies } from 'next/headers'
import { getMessages, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { SiteFooter } from '@/features/site/site-footer.tsx'
import { SiteHeader } from '@/features/site/site-header.tsx'
import { openGraph } from '@/platform/open-graph.ts'
import { THEME_COOKIE } from '@/platform/preferences.ts'
import { settings } from '@/platform/settings.ts'
import { currentLanguage } from '@/platform/translations.ts'
import { classes } from '@/ui/classes.ts'
import { FocusContent } from '@/ui/focus-content.tsx'
import { OfflineBanner } from '@/ui/offline-banner.tsx'
import { TextsProvider } from '@/ui/texts.tsx'
import './globals.css'

// Two files of one typeface: ğ, ş, İ and ₺ live in the second.
const latin = localFont({
  src: '../../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2',
  variable: '--font-latin',
  weight: '100 900',
  adjustFontFallback: false,
})
const latinExtended = localFont({
  src: '../../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-ext-wght-normal.woff2',
  variable: '--font-latin-ext',
  weight: '100 900',
  adjustFontFallback: 'Arial',
})

/** Of the home page, made by the script that makes the README's pictures. */
const SHARED_PICTURE = { url: '/og.png', width: 1200, height: 630 }

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('app')
  return {
    metadataBase: new URL(settings().webUrl),
    title: { default: `${t('name')} · ${t('tagline')}`, template: `%s · ${t('name')}` },
    description: t('description'),
    openGraph: { ...(await openGraph()), images: [SHARED_PICTURE] },
    applicationName: t('name'),
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f7fb' },
    { media: '(prefers-color-scheme: dark)', color: '#0a1020' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [language, messages, jar] = await Promise.all([currentLanguage(), getMessages(), cookies()])
  const theme = jar.get(THEME_COOKIE)?.value
  return (
    <html
      lang={language}
      data-theme={theme === 'dark' || theme === 'light' ? theme : undefined}
      className={classes(latin.variable, latinExtended.variable)}
    >
      <body className="flex min-h-dvh flex-col font-sans antialiased">
        <TextsProvider texts={{ failure: messages.failure, offline: messages.app.offline, pending: messages.app.pending }}>
          <a
            href="#content"
            className="sr-only rounded-field bg-cobalt-fill px-4 py-2 font-semibold text-on-fill focus:not-sr-only focus:absolute focus:left-4 focus:top-2 focus:z-50"
          >
            {messages.app.skip}
          </a>
          <OfflineBanner />
          <SiteHeader />
          <main id="content" tabIndex={-1} className="mx-auto w-full max-w-page flex-1 px-4 pb-20 pt-6 outline-none sm:px-6 sm:pt-10">
            {children}
          </main>
          <FocusContent id="content" />
          <SiteFooter />
        </TextsProvider>
      </body>
    </html>
  )
}
