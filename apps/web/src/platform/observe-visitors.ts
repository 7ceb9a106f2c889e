import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/**
 * Makes `x-forwarded-for` of every request the one address that was seen here, or by a proxy of ours (TRUST_PROXY). Next keeps
 * what a browser made up, and the API counts by what we pass on.
 */
export function observeVisitors(): void {
  const proxies = readProxies(process.env.TRUST_PROXY ?? 'off')
  subscribe('http.server.request.start', (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request
    headers['x-forwarded-for'] = visitorOf([headers['x-forwarded-for'], socket.remoteAddress].join(','), proxies)
  })
}

/** The last of the hops that is no proxy of ours; whatever stands before it, somebody else wrote. */
export function visitorOf(hops: string, proxies: BlockList): string {
  const addresses = hops
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
  const isOurs = (address: string) => isIP(address) !== 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return addresses.findLast((address) => !isOurs(address)) ?? addresses[0] ?? ''
}

const NAMED: Record<string, string[]> = {
  off: [],
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** @param setting TRUST_PROXY as the API reads it: `off`, or addresses, networks and names in a list. */
export function readProxies(setting: string): BlockList {
  const proxies = new BlockList()
  const listed = setting.split(',').map((part) => part.trim())
  for (const part of listed.flatMap((name) => NAMED[name] ?? [name])) {
    const [address = '', bits] = part.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address)) proxies.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return proxies
}
