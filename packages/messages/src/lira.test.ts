import { expect, it } from 'vitest'
import { readLira, typedLira } from './lira.ts'

it.each([
  ['1250', 125_000],
  ['1.250', 125_000],
  ['1,250', 125_000],
  ['1.250,5', 125_050],
  ['1250.50', 125_050],
  ['₺ 1.250,50', 125_050],
  ['12,50 TL', 1250],
  ['0,99', 99],
  ['1.000.000', 100_000_000],
])('reads the amount %s', (typed, kurus) => {
  expect(readLira(typed)).toBe(kurus)
})

it.each(['', 'on lira', '-5', '1,2,3', '1.2500', '1e5', '12,345,6789'])('reads no amount out of “%s”', (typed) => {
  expect(readLira(typed)).toBeNull()
})

it('shows an amount for editing as it can be read again', () => {
  for (const kurus of [1, 99, 100, 125_050, 99_999_999])
    for (const language of ['tr', 'en'] as const) expect(readLira(typedLira(kurus, language))).toBe(kurus)
})
