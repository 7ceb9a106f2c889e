const I = /[İIı]/g
const MARKS = /\p{M}+/gu

/**
 * Text as it is compared in searches and place names: lower case, then without the marks that people leave out, so that
 * `ÇANTA`, `çanta` and `canta`, or `İSTANBUL`, `Istanbul` and `ıstanbul`, are one. Asks no locale: phones know fewer.
 */
export function fold(text: string): string {
  return text.replace(I, 'i').toLowerCase().normalize('NFKD').replace(MARKS, '')
}
