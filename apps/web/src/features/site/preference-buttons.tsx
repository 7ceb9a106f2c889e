import { Moon, Sun } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { currentLanguage } from '@/platform/translations.ts'
import { chooseLanguage, chooseTheme } from './preferences.actions.ts'

/** Language and appearance, as plain forms: both work without scripts. The stylesheet shows the theme that is not on. */
export async function PreferenceButtons() {
  const [t, language] = await Promise.all([getTranslations('nav'), currentLanguage()])
  const other = language === 'tr' ? 'en' : 'tr'
  const look =
    'min-h-11 min-w-9 sm:min-w-11 place-items-center rounded-field font-semibold text-ink-soft hover:bg-cobalt-wash hover:text-cobalt'
  return (
    <>
      <form action={chooseTheme}>
        <button type="submit" name="theme" value="dark" aria-label={t('themeDark')} className={`${look} grid dark:hidden`}>
          <Moon className="size-5" aria-hidden="true" />
        </button>
        <button type="submit" name="theme" value="light" aria-label={t('themeLight')} className={`${look} hidden dark:grid`}>
          <Sun className="size-5" aria-hidden="true" />
        </button>
      </form>
      <form action={chooseLanguage}>
        <button
          type="submit"
          name="language"
          value={other}
          lang={other}
          aria-label={`${other.toUpperCase()}: ${t('languageName')}`}
          className={`${look} grid text-sm uppercase`}
        >
          {other}
        </button>
      </form>
    </>
  )
}
