// Serves a folder of files over HTTP: `node static-server.mjs <folder> <host> <port>`. A path that is no file gets the page of
// its route (`/orders` → orders.html), else index.html, since the app routes by itself.
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

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
const PACKABLE = /^text\/|json|svg|font\/ttf/
// One step below the best: the best takes seconds for a bundle and saves a hundredth.
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
const PACKERS = { br: (bytes) => promisify(brotliCompress)(bytes, BROTLI), gzip: promisify(gzip) }

const [folder, host, port] = process.argv.slice(2)
const settings = { apiUrl: process.env.PUBLIC_API_URL, webUrl: process.env.PUBLIC_WEB_URL }
const SAFE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'content-security-policy': policy(),
}
const read = new Map()

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy())
})

server.listen(Number(port), host, () => {
  // Packed before the first visitor comes, who would wait for it.
  const index = findFile('/')
  if (index) for (const [, script] of readFileSync(index, 'utf8').matchAll(/src="(\/[^"]+\.js)"/g)) warm(script)
  process.send?.({ ready: true })
})
for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) {
  process.on(event, () => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}

async function answer(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'method not allowed', { allow: 'GET, HEAD' })
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
  await send(request, response, file)
}

function findFile(path) {
  const parts = path.split(/[/\\]/)
  // A file whose name begins with a dot is the build's own.
  if (path.includes('\0') || parts.includes('..') || parts.at(-1).startsWith('.')) return null
  const wanted = normalize(join(folder, path))
  if (!`${wanted}${sep}`.startsWith(`${normalize(folder)}${sep}`)) return null
  const candidates = [wanted, `${wanted}.html`, join(wanted, 'index.html')]
  // A missing script or picture is missing; only pages fall back to the app.
  if (!extname(path)) candidates.push(join(folder, 'index.html'))
  return candidates.find(isFile)
}

function isFile(path) {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile()
  } catch {
    // A name too long for the disk is no file of ours.
    return false
  }
}

async function send(request, response, file) {
  const body = readOnce(file)
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  const packing = PACKABLE.test(type) ? choosePacking(request.headers['accept-encoding']) : null
  const etag = `"${body.hash}${packing ? `-${packing}` : ''}"`
  const headers = {
    ...SAFE,
    etag,
    vary: 'accept-encoding',
    // Expo writes a hash into the names below _expo/; everything else may change under its name.
    'cache-control': file.includes(`${sep}_expo${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known?.includes(etag)) return response.writeHead(304, headers).end()
  const bytes = await pack(body, packing)
  response.writeHead(200, {
    ...headers,
    'content-type': type,
    'content-length': bytes.length,
    ...(packing && { 'content-encoding': packing }),
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

/** A file as it is now, with what it was packed into so far. The whole export is a few megabytes. */
function readOnce(file) {
  const { mtimeMs } = statSync(file)
  const known = read.get(file)
  if (known?.mtimeMs === mtimeMs) return known
  const bytes = readFileSync(file)
  const body = { mtimeMs, bytes, hash: createHash('sha256').update(bytes).digest('base64url').slice(0, 22), packed: {} }
  read.set(file, body)
  return body
}

function pack(body, packing) {
  if (!packing) return body.bytes
  body.packed[packing] ??= PACKERS[packing](body.bytes)
  return body.packed[packing]
}

function warm(script) {
  const file = findFile(script)
  if (file) for (const packing of Object.keys(PACKERS)) pack(readOnce(file), packing)
}

/** The smallest packing that the browser takes. */
function choosePacking(accepted = '') {
  const taken = accepted.split(',').flatMap((one) => {
    const [name, ...parameters] = one
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/)
    return parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter)) ? [] : [name]
  })
  return Object.keys(PACKERS).find((packing) => taken.includes(packing)) ?? null
}

/** The app runs its own scripts and speaks to the API alone; React Native for browsers writes its styles into the page. */
function policy() {
  const api = settings.apiUrl ? new URL(settings.apiUrl).origin : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    `img-src 'self' data: blob: ${api}`,
    `connect-src 'self' blob: ${api}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
    .map((rule) => rule.trim())
    .join('; ')
}

function end(response, status, text, headers = {}) {
  response.writeHead(status, { ...SAFE, 'content-type': 'text/plain; charset=utf-8', ...headers })
  response.end(text)
}
