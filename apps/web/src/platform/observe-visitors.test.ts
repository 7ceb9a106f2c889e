import { expect, it } from 'vitest'
import { readProxies, visitorOf } from './observe-visitors.ts'

it.each([
  ['the connection is the visitor', 'off', '203.0.113.9', '203.0.113.9'],
  ['what a browser made up is not', 'off', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
  ['a proxy of ours names the visitor', 'loopback', '198.51.100.7,127.0.0.1', '198.51.100.7'],
  ['and not what the visitor told it', 'loopback', '1.2.3.4, 198.51.100.7, 127.0.0.1', '198.51.100.7'],
  ['two proxies of ours do', '10.0.0.0/8, 192.0.2.1', '198.51.100.7, 192.0.2.1, 10.9.8.7', '198.51.100.7'],
  ['IPv6 is read alike', 'uniquelocal', '2001:db8::1, fd00::2', '2001:db8::1'],
  ['an IPv4 address in the clothes of IPv6 too', 'loopback', '198.51.100.7, ::ffff:127.0.0.1', '198.51.100.7'],
  ['with proxies of ours alone it is the first of them', 'loopback', '127.0.0.1', '127.0.0.1'],
  ['text is no proxy', 'loopback', '1.2.3.4, nonsense, 127.0.0.1', 'nonsense'],
])('%s', (_, setting, hops, visitor) => {
  expect(visitorOf(hops, readProxies(setting))).toBe(visitor)
})
