import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from './ports.mjs'

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

  test.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt'])('%s does not leave the folder', async (path) => {
    // fetch would tidy the path up before sending it.
    const { status, text } = await new Promise((done, fail) => {
      const asked = request(`${base}`, { path }, (reply) => {
        let body = ''
        reply.on('data', (chunk) => {
          body += chunk
        })
        reply.on('end', () => done({ status: reply.statusCode, text: body }))
      })
      asked.on('error', fail).end()
    })
    expect(status).toBe(404)
    expect(text).not.toContain('not yours')
  })

  test('a path that is no path and another method are refused', async () => {
    expect((await fetch(`${base}/%zz`)).status).toBe(400)
    expect((await fetch(`${base}/`, { method: 'POST' })).status).toBe(405)
  })
})
