import { expect, it } from 'vitest'
import { typeIban, typePhone } from './masks.ts'

it('writes a phone number as people read it, as far as it was typed', () => {
  expect(typePhone('5321234567')).toBe('0532 123 45 67')
  expect(typePhone('+905321234567')).toBe('0532 123 45 67')
  expect(typePhone('0090 532 12')).toBe('0532 12')
  expect(typePhone('')).toBe('')
})

it('writes an IBAN in groups of four', () => {
  expect(typeIban('tr180006200119000006672315')).toBe('TR18 0006 2001 1900 0006 6723 15')
})
