import type { ErrorCode } from '@emanet/contracts/errors'
import { en } from './en.ts'
import { sentenceFor } from './error-sentence.ts'
import { tr } from './tr.ts'

export type Messages = typeof tr
export type Language = 'tr' | 'en'
export const LANGUAGES: readonly Language[] = ['tr', 'en']

export function messagesFor(language: Language): Messages {
  return language === 'tr' ? tr : en
}

/** For `Intl`: dates and plurals. English dates are day first, as people in Turkey read them. */
export function localeFor(language: Language): 'tr-TR' | 'en-GB' {
  return language === 'tr' ? 'tr-TR' : 'en-GB'
}

/** `order.wrong_state` → `order_wrong_state`: a dot in a key of the catalogue would mean a level. */
export type Key<S extends string> = S extends `${infer A}.${infer B}` ? `${A}_${Key<B>}` : S

export function key<S extends string>(name: S): Key<S> {
  return name.replaceAll('.', '_') as Key<S>
}

/** The sentence for an API error code; a code this build does not know yet gets the general one. */
export function errorSentence(code: ErrorCode | (string & {}), language: Language): string {
  return sentenceFor(messagesFor(language).errors, code)
}

/** The most preferred of our languages in an Accept-Language header; Turkish when it names none. */
export function preferredLanguage(acceptLanguage: string | null | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find((value) => value !== undefined)
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return (
    ranked.find((entry): entry is { language: Language; quality: number } => entry.language === 'tr' || entry.language === 'en')
      ?.language ?? 'tr'
  )
}
