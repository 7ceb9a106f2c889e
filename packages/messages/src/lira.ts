/**
 * What a person types for an amount → kuruş: `1250`, `1.250`, `1.250,5`, `1250.50`, `₺ 1.250,50`. A last separator with
 * one or two digits behind it is the decimal one; null when it is no amount.
 */
export function readLira(typed: string): number | null {
  const text = typed.replace(/[\s₺]|TL$/gi, '')
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(text)
  if (!match) return null
  const lira = Number(match[1]!.replace(/[.,]/g, ''))
  const kurus = Number((match[2] ?? '').padEnd(2, '0'))
  const amount = lira * 100 + kurus
  return Number.isSafeInteger(amount) ? amount : null
}

/** Kuruş → what the amount field shows for editing: `125050` → `1250,50` (tr), `1250.50` (en). */
export function typedLira(kurus: number, language: 'tr' | 'en'): string {
  const rest = kurus % 100
  const lira = String((kurus - rest) / 100)
  return rest === 0 ? lira : `${lira}${language === 'tr' ? ',' : '.'}${String(rest).padStart(2, '0')}`
}
