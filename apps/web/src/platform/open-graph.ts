import { getTranslations } from 'next-intl/server'
import { currentLanguage } from './translations.ts'

/** What every page says about the site when it is shared. A page that says more has to repeat it: Next replaces the whole. */
export async function openGraph() {
  const [t, language] = await Promise.all([getTranslations('app'), currentLanguage()])
  return { siteName: t('name'), locale: language === 'tr' ? 'tr_TR' : 'en_GB', type: 'website' as const }
}
