const DOTLESS = /ı/g
const MARKS = /\p{M}+/gu

/**
 * Text as it is compared in searches and place names: Turkish lower case, then without the marks that people leave out, so that
 * `ÇANTA`, `çanta` and `canta`, or `İSTANBUL`, `Istanbul` and `ıstanbul`, are one.
 */
export function fold(text: string): string {
  return text.toLocaleLowerCase('tr').replace(DOTLESS, 'i').normalize('NFKD').replace(MARKS, '')
}
