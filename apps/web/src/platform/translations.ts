import { type Language, localeFor, messagesFor, preferredLanguage } from '@emanet/messages/catalogue'
import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { cache } from 'react'
import { LANGUAGE_COOKIE } from './preferences.ts'
import { LANGUAGE_HEADER } from './request-headers.ts'

/** The link's `?lang=`, then what was chosen here before, then what the browser prefers, then Turkish. */
export const currentLanguage = cache(async (): Promise<Language> => {
  const sent = await headers()
  const chosen = sent.get(LANGUAGE_HEADER) ?? (await cookies()).get(LANGUAGE_COOKIE)?.value
  return chosen === 'tr' || chosen === 'en' ? chosen : preferredLanguage(sent.get('accept-language'))
})

export default getRequestConfig(async () => {
  const language = await currentLanguage()
  return { locale: localeFor(language), messages: messagesFor(language), timeZone: 'Europe/Istanbul' }
})
