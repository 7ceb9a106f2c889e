import { expect, it } from 'vitest'
import { digest } from './digest.ts'
import { safePath } from './safe-path.ts'
import { contentSecurityPolicy } from './security-policy.ts'

it.each([
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/..//evil.example',
  '/.//evil.example',
  '/%2e//evil.example',
  '/%2E%2e//evil.example',
  '/a/..//evil.example',
  '/a/../..//evil.example',
  '/.\\/evil.example',
  '/..\\\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '\t//evil.example',
  '/.\t.//evil.example',
  ' //evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'evil.example',
  '//user@evil.example',
  '//[::1',
  '',
  null,
  undefined,
  7,
  ['/orders', '//evil.example'],
])('goes home instead of to %j', (next) => {
  expect(safePath(next)).toBe('/')
})

it.each([
  ['/checkout/1?address=2#x', '/checkout/1?address=2#x'],
  ['/orders/../sales', '/sales'],
  ['/?q=//evil.example', '/?q=//evil.example'],
  ['/%2f/evil.example', '/%2f/evil.example'],
  ['/@evil.example', '/@evil.example'],
])('goes on to %s', (next, path) => {
  expect(safePath(next)).toBe(path)
  // However the browser reads it, it stays with us.
  expect(new URL(safePath(next), 'https://emanet.example').origin).toBe('https://emanet.example')
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
