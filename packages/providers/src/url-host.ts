import { isIPv6 } from 'node:net'

/** An address to listen on as it stands in a URL that a program on this machine can reach: `::` → `[::1]`. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return isIPv6(host) ? `[${host}]` : host
}
