import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readTarget } from '@emanet/providers/simulator-kit'
import { urlHost } from '@emanet/providers/url-host'

const FILES: Record<string, { file: string; type: string }> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/watch.css': { file: 'watch.css', type: 'text/css; charset=utf-8' },
  '/watch.js': { file: 'watch.js', type: 'text/javascript; charset=utf-8' },
  '/panels.js': { file: 'panels.js', type: 'text/javascript; charset=utf-8' },
  '/element.js': { file: 'element.js', type: 'text/javascript; charset=utf-8' },
}

const HEADERS = {
  // The page talks to the four simulators on the ports after its own; a mail it shows may bring its own styles, never a script.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http: https:; connect-src 'self' http: https:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

/** The page that shows the four simulators and steers them. @throws the listen error when the port is taken. */
export async function startWatchPage(options: {
  host: string
  port: number
  /** `GET /health` says 503 until then. */
  isReady: () => boolean
}): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, isReady } = options
  const server = createServer((request, response) => {
    const { path } = readTarget(request.url ?? '/')
    if (path === '/health') {
      const ok = isReady()
      return void response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ ok }))
    }
    const known = request.method === 'GET' && Object.hasOwn(FILES, path) ? FILES[path] : undefined
    if (!known) return void response.writeHead(404, HEADERS).end()
    response.writeHead(200, { ...HEADERS, 'content-type': known.type }).end(readFileSync(new URL(`./watch/${known.file}`, import.meta.url)))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    url: `http://${urlHost(host)}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
