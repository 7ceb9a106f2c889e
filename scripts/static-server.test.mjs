import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './ports.mjs'

const SCRIPT = 'say("the same thing again");\n'.repeat(2_000)
const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync }

describe('the server of the app’s web export', () => {
  let folder
  let child
  let base

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'emanet-static-'))
    const site = join(folder, 'site')
    mkdirSync(join(site, '_expo/static'), { recursive: true })
    writeFileSync(join(folder, 'secret.txt'), 'not yours')
    writeFileSync(join(site, 'index.html'), 'home')
    writeFileSync(join(site, 'orders.html'), 'orders')
    writeFileSync(join(site, '_expo/static/app-1a2b.js'), 'run()')
    writeFileSync(join(site, '_expo/static/large-3c4d.js'), SCRIPT)
    writeFileSync(join(site, '.mark'), 'the build’s own')
    const port = await freePort()
    base = `http://127.0.0.1:${port}`
    const program = fileURLToPath(new URL('./static-server.mjs', import.meta.url))
    child = fork(program, [site, '127.0.0.1', String(port)], {
      env: { ...process.env, PUBLIC_API_URL: 'http://127.0.0.1:4999' },
      execArgv: [],
    })
    await new Promise((done) => child.once('message', done))
  })
  afterAll(() => {
    child.disconnect()
    rmSync(folder, { recursive: true, force: true })
  })

  test('gives files their type, and those with a hash in the name a long life', async () => {
    const script = await fetch(`${base}/_expo/static/app-1a2b.js`)
    expect(await script.text()).toBe('run()')
    expect(script.headers.get('content-type')).toContain('text/javascript')
    expect(script.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${base}/`)).headers.get('cache-control')).toBe('no-cache')
  })

  test('a route gets its page, any other route the app, and a missing file nothing', async () => {
    expect(await (await fetch(`${base}/orders`)).text()).toBe('orders')
    expect(await (await fetch(`${base}/orders/0199-abcd`)).text()).toBe('home')
    expect((await fetch(`${base}/missing.js`)).status).toBe(404)
  })

  test('tells the app where this copy’s API is', async () => {
    expect(await (await fetch(`${base}/config.json`)).json()).toMatchObject({ apiUrl: 'http://127.0.0.1:4999' })
  })

  test.each(['br', 'gzip'])('text travels as %s to whoever takes it, and is asked for once', async (packing) => {
    const url = '/_expo/static/large-3c4d.js'
    const { headers, body } = await ask(url, { headers: { 'accept-encoding': `deflate, ${packing};q=0.8` } })
    expect(headers).toMatchObject({ 'content-encoding': packing, vary: 'accept-encoding' })
    expect(body.length).toBeLessThan(SCRIPT.length / 50)
    expect(UNPACK[packing](body).toString()).toBe(SCRIPT)
    const again = await ask(url, { headers: { 'accept-encoding': packing, 'if-none-match': `"other", W/${headers.etag}` } })
    expect(again).toMatchObject({ status: 304, text: '' })
  })

  test('text travels as it is to whoever takes no packing, under another tag', async () => {
    const [plain, packed] = await Promise.all(
      ['br;q=0, identity', 'br'].map((accepted) => ask('/_expo/static/large-3c4d.js', { headers: { 'accept-encoding': accepted } })),
    )
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.text).toBe(SCRIPT)
    expect(plain.headers.etag).not.toBe(packed.headers.etag)
  })

  test('a page may run the app’s scripts and speak to the API, and nothing else', async () => {
    const policy = (await fetch(`${base}/`)).headers.get('content-security-policy')
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("connect-src 'self' blob: http://127.0.0.1:4999;")
    expect(policy).toContain("default-src 'none'")
  })

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/.mark',
    '/a%00b.js',
    '/%00',
    `/${'a'.repeat(5_000)}.js`,
  ])('%s does not leave the folder', async (path) => {
    // fetch would tidy the path up before sending it.
    const { status, text } = await ask(path)
    expect(status).toBe(404)
    expect(text).not.toContain('not yours')
  })

  test('a path that is no path and another method are refused', async () => {
    expect((await fetch(`${base}/%zz`)).status).toBe(400)
    expect((await fetch(`${base}/`, { method: 'POST' })).status).toBe(405)
  })

  function ask(path, options = {}) {
    return new Promise((done, fail) => {
      const asked = request(base, { path, ...options }, (reply) => {
        const chunks = []
        reply.on('data', (chunk) => chunks.push(chunk))
        reply.on('end', () => {
          const body = Buffer.concat(chunks)
          done({ status: reply.statusCode, headers: reply.headers, body, text: body.toString() })
        })
      })
      asked.on('error', fail).end()
    })
  }
})
