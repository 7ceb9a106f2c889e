import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Mark } from '@/ui/mark.tsx'

export async function SiteFooter() {
  const [t, nav, legal] = await Promise.all([getTranslations('app'), getTranslations('nav'), getTranslations('legal')])
  return (
    <footer className="site border-t border-line bg-surface text-ink-soft">
      <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-8 gap-y-4 px-4 py-8 sm:px-6">
        <p className="flex items-center gap-3">
          <Mark className="size-6 text-cobalt" />
          {t('footerPromise')}
        </p>
        <nav aria-label={nav('footer')}>
          <ul className="flex flex-wrap gap-x-6 gap-y-2 text-sm">
            <li>
              <Link prefetch={false} className="hover:text-cobalt hover:underline" href="/legal/on-bilgilendirme">
                {legal('preInformation')}
              </Link>
            </li>
            <li>
              <Link prefetch={false} className="hover:text-cobalt hover:underline" href="/legal/mesafeli-satis">
                {legal('distanceSales')}
              </Link>
            </li>
            <li>
              <Link prefetch={false} className="hover:text-cobalt hover:underline" href="/legal/kisisel-veriler">
                {legal('privacy')}
              </Link>
            </li>
          </ul>
        </nav>
        <p className="w-full text-sm">{t('footerDrafts')}</p>
      </div>
    </footer>
  )
}
