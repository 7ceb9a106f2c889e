import { describe, expect, it, test } from 'vitest'
import {
  email,
  fullName,
  iban,
  identityNumber,
  isIdentityNumber,
  isTurkishIban,
  multilineText,
  normalisePhone,
  phone,
  text,
} from './fields.ts'

/** What a field makes of a value; null when it refuses it. */
function read(field: { safeParse: (value: unknown) => { success: boolean; data?: unknown } }, value: unknown): unknown {
  const result = field.safeParse(value)
  return result.success ? result.data : null
}

/** The text with one digit replaced by each of the nine others, at each place in turn. */
function withOneWrongDigit(value: string): string[] {
  return [...value].flatMap((digit, at) =>
    /\d/.test(digit)
      ? [...'0123456789'].filter((other) => other !== digit).map((other) => value.slice(0, at) + other + value.slice(at + 1))
      : [],
  )
}

describe('an IBAN', () => {
  const GOOD = 'TR180006200119000006672315'

  it.each([GOOD, 'TR33 0006 1005 1978 6457 8413 26', 'tr330006100519786457841326'])('%s is taken, as its 26 characters', (value) => {
    expect(read(iban, value)).toBe(value.replace(/\s/g, '').toUpperCase())
  })

  it('with any one digit wrong is refused', () => {
    const wrong = withOneWrongDigit(GOOD)
    expect(wrong).toHaveLength(24 * 9)
    expect(wrong.filter(isTurkishIban)).toEqual([])
  })

  it('with two different neighbouring digits swapped is refused', () => {
    const swapped = [...GOOD].flatMap((_, at) => {
      const other = GOOD.slice(0, at) + (GOOD[at + 1] ?? '') + GOOD[at] + GOOD.slice(at + 2)
      return at >= 4 && at + 1 < GOOD.length && other !== GOOD ? [other] : []
    })
    expect(swapped.length).toBeGreaterThan(10)
    expect(swapped.filter(isTurkishIban)).toEqual([])
  })

  it.each(['', 'TR', 'DE89370400440532013000', GOOD.slice(0, -1), `${GOOD}0`, GOOD.replace('0', 'O'), `٣${GOOD}`, 42, null])(
    'is not %j',
    (value) => {
      expect(read(iban, value)).toBeNull()
    },
  )
})

describe('an identity number', () => {
  it.each(['10000000146', '12345678950'])('%s is taken', (value) => {
    expect(read(identityNumber, value)).toBe(value)
  })

  it('with any one digit wrong is refused', () => {
    const wrong = withOneWrongDigit('10000000146')
    expect(wrong).toHaveLength(11 * 9)
    expect(wrong.filter(isIdentityNumber)).toEqual([])
  })

  it.each(['11111111111', '00000000000', '01234567890', '1000000014', '100000001460', '1000000014a', ' 10000000146', 10000000146, null])(
    'is not %j',
    (value) => {
      expect(read(identityNumber, value)).toBeNull()
    },
  )
})

describe('a phone number', () => {
  it.each([
    '05321234567',
    '0532 123 45 67',
    '(532) 123-45-67',
    '+90 532 123 45 67',
    '0090 532 1234567',
    '905321234567',
    '0532.123.45.67',
    '0532/123 45 67',
  ])('%s is +905321234567', (value) => {
    expect(read(phone, value)).toBe('+905321234567')
  })

  it('may be a land line', () => {
    expect(normalisePhone('0212 123 45 67')).toBe('+902121234567')
  })

  it.each([
    '',
    '0532 123 45 6',
    '0532 123 45 678',
    '0632 123 45 67',
    '0132 123 45 67',
    '+49 151 23456789',
    '+1 532 123 4567',
    '0532 123 45 6a',
    '٠٥٣٢١٢٣٤٥٦٧',
    5321234567,
    null,
  ])('is not %j', (value) => {
    expect(read(phone, value)).toBeNull()
  })
})

describe('text', () => {
  test.each(['İpek Ilıca', 'Şükrü Çağlar Öğüt', 'IŞIL İĞDE', 'ığdır ĞÜŞİÖÇ'])('%s keeps every Turkish letter and its case', (value) => {
    expect([read(text(1, 50), value), read(fullName, value)]).toEqual([value, value])
  })

  it('that was typed with loose marks is the same text as with whole letters', () => {
    for (const value of ['İpek Çağlar', 'Şule Öğüt', 'Ünal Iğdır']) expect(read(text(1, 50), value.normalize('NFD'))).toBe(value)
  })

  it('is as long as its letters, not as its bytes or loose marks', () => {
    expect(read(text(1, 5), 'ĞÜŞİÖ'.normalize('NFD'))).toBe('ĞÜŞİÖ')
    expect(read(text(1, 5), 'ĞÜŞİÖÇ')).toBeNull()
  })

  it.each(['a\0b', 'a\nb', 'a\r\nBcc: x', 'a\u001b[31m', 'a\ud800b', 'a\u007f', '   '])('is not %j', (value) => {
    expect(read(text(1, 50), value)).toBeNull()
  })

  it('over several lines keeps them, in one spelling, and nothing else', () => {
    expect(read(multilineText(1, 50), ' bir\r\niki\n\tüç ')).toBe('bir\niki\n\tüç')
    for (const value of ['a\0b', 'a\rb', 'a\u001bb', 'a\udc00']) expect(read(multilineText(1, 50), value)).toBeNull()
  })
})

test.each([
  ['Ayşe', null],
  ['Ayşe Yılmaz', 'Ayşe Yılmaz'],
  ['  Ayşe  Nur   Yılmaz ', 'Ayşe  Nur   Yılmaz'],
  ['Ayşe\u00a0Yılmaz', 'Ayşe\u00a0Yılmaz'],
])('a full name has a first name and a surname: %j', (value, name) => {
  expect(read(fullName, value)).toBe(name)
})

test.each([
  ['AYSE@Example.COM', 'ayse@example.com'],
  ['  ali@example.com ', 'ali@example.com'],
  // Lower case of I is i here, never ı: an address is not Turkish.
  ['ILICA@EXAMPLE.COM', 'ilica@example.com'],
  ['İpek@example.com', null],
  ['ayşe@example.com', null],
  ['a@b@example.com', null],
  ['a b@example.com', null],
  ['a@example.com\r\nBcc: x@example.com', null],
])('an e-mail address is one, in lower case: %j', (value, address) => {
  expect(read(email, value)).toBe(address)
})
