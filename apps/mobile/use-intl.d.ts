import type { Messages as Catalogue } from '@emanet/messages/catalogue'

declare module 'use-intl' {
  interface AppConfig {
    Messages: Catalogue
    Locale: 'tr-TR' | 'en-GB'
  }
}
