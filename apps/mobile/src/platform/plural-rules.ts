/**
 * `Intl.PluralRules`, which Hermes lacks, as much of it as the messages use: the cardinal numbers of Turkish and English, both
 * of which say "one" of 1 alone (Unicode CLDR; English knows fractions that look like 1, which no count of ours is).
 */
export class PluralRules {
  constructor(_locales?: string | readonly string[], options: { type?: 'cardinal' | 'ordinal' } = {}) {
    if (options.type === 'ordinal') throw new RangeError('only cardinal numbers are counted')
  }

  select(value: number): 'one' | 'other' {
    return Math.abs(value) === 1 ? 'one' : 'other'
  }
}

/** Everything else of `Intl` that the app uses Hermes has: plain `NumberFormat` and `DateTimeFormat` with a style or an hour. */
export function completeIntl(intl: object): void {
  if (!('PluralRules' in intl)) Object.assign(intl, { PluralRules })
}
