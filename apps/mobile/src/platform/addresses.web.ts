export type Addresses = { apiUrl: string; webUrl: string }

const AGAIN_MS = 1_000

/**
 * Where the API and the web are: what serves this page says so in `/config.json`, so that one export works at any address.
 * Under Metro there is no such file, and the page's own computer is asked.
 */
export async function findAddresses(): Promise<Addresses> {
  const here = `${location.protocol}//${location.hostname}`
  const told = await askServer()
  return {
    apiUrl: told.apiUrl ?? process.env['EXPO_PUBLIC_API_URL'] ?? `${here}:4000`,
    webUrl: told.webUrl ?? process.env['EXPO_PUBLIC_WEB_URL'] ?? `${here}:3000`,
  }
}

/** Without an answer nothing is guessed: the app would talk to a wrong place until it is opened again. */
async function askServer(): Promise<Partial<Addresses>> {
  for (;;) {
    try {
      const answer = await fetch('/config.json', { signal: AbortSignal.timeout(5_000) })
      if (answer.status < 500) return answer.headers.get('content-type')?.includes('json') ? await answer.json() : {}
    } catch {
      // The network was lost between the page and this.
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}
