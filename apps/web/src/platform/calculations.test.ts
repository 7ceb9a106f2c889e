import { expect, it } from 'vitest'
import { typeIban, typePhone } from '../ui/masks.ts'
import { digest } from './digest.ts'
import { readLira, typedLira } from './lira.ts'
import { safePath } from './safe-path.ts'
import { contentSecurityPolicy } from './security-policy.ts'

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

it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/a\nb', '', null, 7, '/\t/evil.example'])(
  'goes home instead of to %j',
  (next) => {
    expect(safePath(next)).toBe('/')
  },
)

it('goes on to a path of ours with its query', () => {
  expect(safePath('/checkout/1?address=2#x')).toBe('/checkout/1?address=2#x')
})

it('writes a phone number as people read it, as far as it was typed', () => {
  expect(typePhone('5321234567')).toBe('0532 123 45 67')
  expect(typePhone('+905321234567')).toBe('0532 123 45 67')
  expect(typePhone('0090 532 12')).toBe('0532 12')
  expect(typePhone('')).toBe('')
})

it('writes an IBAN in groups of four', () => {
  expect(typeIban('tr180006200119000006672315')).toBe('TR18 0006 2001 1900 0006 6723 15')
})

it('tells two answers apart by their digest', () => {
  expect(digest('{"status":"paid"}')).not.toBe(digest('{"status":"sold"}'))
  expect(digest('x')).toBe(digest('x'))
})

it('upgrades requests only where the shop is served over TLS', () => {
  const options = { nonce: 'n', apiOrigin: 'http://127.0.0.1:4000', secure: false, development: false }
  expect(contentSecurityPolicy(options)).not.toContain('upgrade-insecure-requests')
  expect(contentSecurityPolicy({ ...options, secure: true })).toContain('upgrade-insecure-requests')
})
