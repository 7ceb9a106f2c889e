export type Addresses = { apiUrl: string; webUrl: string }

/**
 * Where the API and the web are: what serves this page says so in `/config.json`, so that one export works at any address.
 * Under Metro there is no such file, and the page's own computer is asked.
 */
export async function findAddresses(): Promise<Addresses> {
  const here = `${location.protocol}//${location.hostname}`
  const told: Partial<Addresses> = await fetch('/config.json', { signal: AbortSignal.timeout(5_000) })
    .then((answer) => (answer.headers.get('content-type')?.includes('json') ? answer.json() : {}))
    .catch(() => ({}))
  return {
    apiUrl: told.apiUrl ?? process.env['EXPO_PUBLIC_API_URL'] ?? `${here}:4000`,
    webUrl: told.webUrl ?? process.env['EXPO_PUBLIC_WEB_URL'] ?? `${here}:3000`,
  }
}
