import { type Language, localeFor, messagesFor, preferredLanguage } from '@emanet/messages/catalogue'
import { getLocales } from 'expo-localization'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { Platform } from 'react-native'
import { IntlProvider } from 'use-intl'
import { completeIntl } from './plural-rules.ts'
import { createStore, useStore } from './store.ts'
import { readStored, writeStored } from './stored-json.ts'

completeIntl(Intl)

const STORE = 'emanet.language'
const Current = createContext<Language>('tr')

export const language = createStore<Language>('tr')

/** The language chosen in the app, else the phone's, else Turkish. */
export async function loadLanguage(): Promise<void> {
  const stored = await readStored<Language>(STORE)
  const phone = getLocales().map((locale) => locale.languageTag)
  language.set(stored === 'tr' || stored === 'en' ? stored : preferredLanguage(phone.join(',')))
}

export async function chooseLanguage(chosen: Language): Promise<void> {
  language.set(chosen)
  await writeStored(STORE, chosen)
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const chosen = useStore(language)
  useEffect(() => {
    // Screen readers pronounce by it.
    if (Platform.OS === 'web') document.documentElement.lang = chosen
  }, [chosen])
  return (
    <Current.Provider value={chosen}>
      <IntlProvider locale={localeFor(chosen)} messages={messagesFor(chosen)} timeZone="Europe/Istanbul">
        {children}
      </IntlProvider>
    </Current.Provider>
  )
}

export function useLanguage(): Language {
  return useContext(Current)
}
