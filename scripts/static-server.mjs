// Serves a folder of files over HTTP: `node static-server.mjs <folder> <host> <port>`. A path that is no file gets the page of
// its route (`/orders` → orders.html), else index.html, since the app routes by itself.
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const [folder, host, port] = process.argv.slice(2)
const settings = { apiUrl: process.env.PUBLIC_API_URL, webUrl: process.env.PUBLIC_WEB_URL }

const server = createServer((request, response) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'method not allowed')
  let path
  try {
    path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
  } catch {
    return end(response, 400, 'bad path')
  }
  // One export serves whatever addresses this copy runs on.
  if (path === '/config.json')
    return end(response, 200, JSON.stringify(settings), { 'content-type': TYPES['.json'], 'cache-control': 'no-store' })
  const file = findFile(path)
  if (!file) return end(response, 404, 'not found')
  send(request, response, file)
})

server.listen(Number(port), host, () => process.send?.({ ready: true }))
for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) {
  process.on(event, () => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}

function findFile(path) {
  const wanted = normalize(join(folder, path))
  if (wanted !== normalize(folder) && !wanted.startsWith(normalize(folder + sep)) && wanted !== normalize(folder + sep)) return null
  const candidates = [wanted, `${wanted}.html`, join(wanted, 'index.html')]
  // A missing script or picture is missing; only pages fall back to the app.
  if (!extname(path)) candidates.push(join(folder, 'index.html'))
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile())
}

function send(request, response, file) {
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  // Expo writes a hash into the names below _expo/; everything else may change under its name.
  const cache = file.includes(`${sep}_expo${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'
  const { size } = statSync(file)
  response.writeHead(200, { 'content-type': type, 'content-length': size, 'cache-control': cache, 'x-content-type-options': 'nosniff' })
  if (request.method === 'HEAD') return response.end()
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
}

function end(response, status, text, headers = { 'content-type': 'text/plain; charset=utf-8' }) {
  response.writeHead(status, headers)
  response.end(text)
}
