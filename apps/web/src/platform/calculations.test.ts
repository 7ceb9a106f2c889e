import { expect, it } from 'vitest'
import { digest } from './digest.ts'
import { safePath } from './safe-path.ts'
import { contentSecurityPolicy } from './security-policy.ts'

it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/a\nb', '', null, 7, '/\t/evil.example'])(
  'goes home instead of to %j',
  (next) => {
    expect(safePath(next)).toBe('/')
  },
)

it('goes on to a path of ours with its query', () => {
  expect(safePath('/checkout/1?address=2#x')).toBe('/checkout/1?address=2#x')
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
