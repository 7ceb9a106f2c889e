import { localeFor, messagesFor } from '@emanet/messages/catalogue'
import { createFormatter, createTranslator } from 'use-intl'
import { describe, expect, it, vi } from 'vitest'
import { completeIntl, PluralRules } from '../src/platform/plural-rules.ts'

describe.each(['tr', 'en'] as const)('on Hermes, in %s', (language) => {
  it('numbers are counted as the language counts them', () => {
    const real = new Intl.PluralRules(localeFor(language))
    const ours = new PluralRules(localeFor(language))
    for (const n of [-1, 0, 0.5, 1, 1.5, 2, 5, 11, 21, 101, 1_000_000]) expect(ours.select(n), String(n)).toBe(real.select(n))
  })

  it('messages and dates need nothing of Intl that it lacks', () => {
    const { NumberFormat, DateTimeFormat, Collator, getCanonicalLocales } = Intl
    const hermes = { NumberFormat, DateTimeFormat, Collator, getCanonicalLocales }
    completeIntl(hermes)
    vi.stubGlobal('Intl', hermes)
    try {
      const locale = localeFor(language)
      const t = createTranslator({ locale, messages: messagesFor(language), namespace: 'product' })
      expect(t('stock', { count: 3 })).toContain('3')
      const format = createFormatter({ locale, timeZone: 'Europe/Istanbul' })
      expect(format.dateTime(new Date('2026-11-28T21:30:00Z'), { dateStyle: 'long', timeStyle: 'short' })).toMatch(/29.*00:30/)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('what is there already stays', () => {
    const mine = { PluralRules: 'kept' }
    completeIntl(mine)
    expect(mine.PluralRules).toBe('kept')
  })
})
