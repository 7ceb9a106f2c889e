import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Simulator, startSimulator } from './simulator-kit.ts'
import { openStore } from './simulator-store.ts'

const open: Simulator[] = []

async function counter(stateDir?: string) {
  const store = openStore({ dir: stateDir, name: 'counter' })
  const counts = store.collection<{ value: number }>('counts')
  const simulator = await startSimulator({
    name: 'counter',
    port: 0,
    store,
    onReset: () => counts.clear(),
    routes: [
      {
        method: 'POST',
        path: '/count/:id',
        handle: ({ params }) => {
          const next = { value: (counts.get(params.id as string)?.value ?? 0) + 1 }
          counts.put(params.id as string, next)
          return { json: next }
        },
      },
      { method: 'GET', path: '/page', spared: true, handle: () => ({ body: '<p>hello</p>' }) },
      { method: 'POST', path: '/echo', handle: (request) => ({ json: { raw: request.text(), form: Object.fromEntries(request.form()) } }) },
    ],
  })
  open.push(simulator)
  return simulator
}

const post = (url: string, body?: unknown) => fetch(url, { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) })

/** The first line of the answer to a request line that `fetch` would not send. */
async function statusOf({ port, target }: { port: number; target: string }): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  return (await text(socket)).split('\r\n')[0] ?? ''
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()))
})

describe('simulator kit', () => {
  it('routes by method and path and hands over the raw body', async () => {
    const { url } = await counter()
    expect(await (await post(`${url}/count/a`)).json()).toEqual({ value: 1 })
    expect(await (await fetch(`${url}/page`)).text()).toBe('<p>hello</p>')
    const echoed = await fetch(`${url}/echo`, { method: 'POST', body: 'token=t%20x' })
    expect(await echoed.json()).toEqual({ raw: 'token=t%20x', form: { token: 't x' } })
    expect((await fetch(`${url}/nothing`)).status).toBe(404)
  })

  it('keeps every answer it gave, although the process never closes the file', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sim-'))
    const first = await counter(dir)
    await post(`${first.url}/count/a`)
    await post(`${first.url}/count/a`)
    // No close: this is what a killed process leaves behind, and half a line on top of it.
    appendFileSync(join(dir, 'counter.jsonl'), '["counts","a",{"val')
    const second = await counter(dir)
    expect(await (await post(`${second.url}/count/a`)).json()).toEqual({ value: 3 })
    expect(readFileSync(join(dir, 'counter.jsonl'), 'utf8').split('\n')).toHaveLength(3)
  })

  it('leaves out a damaged line, names it and keeps the rest', () => {
    const dir = mkdtempSync(join(tmpdir(), 'sim-'))
    const path = join(dir, 'torn.jsonl')
    writeFileSync(path, '["c","a",1]\n["c","b",\n7\n["c","d",4]\n["c","e",5')
    const complaints = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const entries = openStore({ dir, name: 'torn' }).collection<number>('c')
    expect(entries.values()).toEqual([1, 4])
    expect(complaints.mock.calls.map(([words]) => String(words).replace(path, ''))).toEqual([
      ': line 2 is damaged and was left out.\n',
      ': line 3 is damaged and was left out.\n',
    ])
    complaints.mockRestore()
  })

  it('keeps faults through a kill, and how often they are still to be met', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sim-'))
    const first = await counter(dir)
    await post(`${first.url}/__sim/faults`, { kind: 'status', status: 503, times: 2 })
    expect((await post(`${first.url}/count/a`)).status).toBe(503)
    const second = await counter(dir)
    expect((await post(`${second.url}/count/a`)).status).toBe(503)
    expect((await post(`${second.url}/count/a`)).status).toBe(200)
  })

  it('has every answer after a kill in the middle of writing', { timeout: 20_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sim-'))
    const source = `
      import { openStore } from '${new URL('./simulator-store.ts', import.meta.url).href}'
      const store = openStore({ dir: ${JSON.stringify(dir)}, name: 'killed' })
      const entries = store.collection('c')
      for (let count = 1; ; count += 1) {
        entries.put(String(count % 50), { count, filler: 'ş'.repeat(20_000) })
        store.flush()
        process.stdout.write(count + '\\n')
        await new Promise(setImmediate)
      }`
    // The last two are beyond the size at which the file is rewritten.
    for (const killedAt of [200, 420, 600]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
      const closed = once(child, 'close')
      let output = ''
      for await (const chunk of child.stdout) {
        output += chunk
        if (Number(output.trimEnd().split('\n').at(-1)) >= killedAt) child.kill('SIGKILL')
      }
      await closed
      const answered = Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1))
      const store = openStore({ dir, name: 'killed' })
      const counts = store.collection<{ count: number }>('c').values()
      store.close()
      expect(Math.max(...counts.map(({ count }) => count))).toBeGreaterThanOrEqual(answered)
      expect(counts).toHaveLength(50)
    }
  })

  it('reads what stays on disk before and after it is written, when the file is rewritten, and after a kill', () => {
    const dir = mkdtempSync(join(tmpdir(), 'sim-'))
    const filler = 'ş'.repeat(20_000)
    const first = openStore({ dir, name: 'disk', onDisk: ['many'] })
    const [many, few] = [first.collection<{ count: number; filler: string }>('many'), first.collection<number>('few')]
    // 24 MB, which is beyond the size at which the file is rewritten.
    for (let count = 0; count < 600; count += 1) {
      many.put(String(count % 50), { count, filler })
      if (count % 100 === 0) few.put('last', count)
      if (count % 7 === 0) expect(many.get(String(count % 50))).toEqual({ count, filler })
      if (count % 10 === 0) first.flush()
    }
    many.delete('3')
    many.put('more', { count: 600, filler: 'Iğdır' })
    const expected = [...Array.from({ length: 50 }, (_, id) => 550 + id).filter((count) => count !== 553), 600]
    expect(many.values().map(({ count }) => count)).toEqual(expected)
    expect(many.values(2).map(({ count }) => count)).toEqual([599, 600])
    first.flush()
    expect(statSync(join(dir, 'disk.jsonl')).size).toBeLessThan(16 * 1024 * 1024)

    // The first is not closed: this is what a killed process leaves behind.
    const second = openStore({ dir, name: 'disk', onDisk: ['many'] })
    const again = second.collection<{ count: number; filler: string }>('many')
    expect(again.values().map(({ count }) => count)).toEqual(expected)
    expect(again.get('more')).toEqual({ count: 600, filler: 'Iğdır' })
    expect(again.get('3')).toBeUndefined()
    expect(second.collection('few').get('last')).toBe(500)
    expect(again.trim(40)).toHaveLength(10)
    expect(again.values()).toHaveLength(40)
    again.clear()
    expect(again.values()).toEqual([])
    for (const store of [first, second]) store.close()
  })

  it('holds next to nothing in memory of what stays on disk', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sim-'))
    const source = `
      import { openStore } from '${new URL('./simulator-store.ts', import.meta.url).href}'
      const store = openStore({ dir: ${JSON.stringify(dir)}, name: 'big', onDisk: ['c'] })
      const entries = store.collection('c')
      gc()
      const before = process.memoryUsage().heapUsed
      for (let count = 0; count < 10_000; count += 1) {
        entries.put(String(count), { count, filler: 'ş'.repeat(1000) + count })
        if (count % 100 === 0) store.flush()
      }
      store.flush()
      gc()
      process.stdout.write(String(process.memoryUsage().heapUsed - before))`
    const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
    expect(Number(await text(child.stdout))).toBeLessThan(4_000_000)
  })

  it('lets the oldest go that may', () => {
    const entries = openStore({ name: 'x' }).collection<number>('c')
    for (let count = 0; count < 11; count += 1) entries.put(String(count), count)
    expect(entries.trim(10)).toEqual([])
    entries.put('11', 11)
    expect(entries.trim(10, (value) => value % 2 === 1)).toEqual([1, 3])
  })

  it.each(['//', '//evil', '/%zz', '/count/%zz', '/?%zz', '*', 'http://[', 'http://[/x', '/\\', '/../..', 'x', '/__proto__'])(
    'answers the request target %s, and lives',
    async (target) => {
      const { url, port } = await counter()
      expect(await statusOf({ port, target })).toMatch(/^HTTP\/1\.1 [24]\d\d /)
      expect((await fetch(`${url}/__sim/health`)).status).toBe(200)
    },
  )

  it('answers a status fault as often as it was told, and without doing the work', async () => {
    const { url } = await counter()
    await post(`${url}/__sim/faults`, { kind: 'status', route: '/count', status: 502, times: 2 })
    expect((await post(`${url}/count/a`)).status).toBe(502)
    expect((await post(`${url}/count/a`)).status).toBe(502)
    expect(await (await post(`${url}/count/a`)).json()).toEqual({ value: 1 })
  })

  it('resets the connection after the deed when the fault says so', async () => {
    const { url } = await counter()
    await post(`${url}/__sim/faults`, { kind: 'reset', work: true, times: 1 })
    await expect(post(`${url}/count/a`)).rejects.toThrow()
    expect(await (await post(`${url}/count/a`)).json()).toEqual({ value: 2 })
  })

  it('does the work and answers late', async () => {
    const { url } = await counter()
    await post(`${url}/__sim/faults`, { kind: 'late', delayMs: 80, times: 1 })
    const startedAt = performance.now()
    expect(await (await post(`${url}/count/a`)).json()).toEqual({ value: 1 })
    expect(performance.now() - startedAt).toBeGreaterThan(70)
  })

  it('hangs until the caller gives up', async () => {
    const { url } = await counter()
    await post(`${url}/__sim/faults`, { kind: 'hang' })
    await expect(fetch(`${url}/count/a`, { method: 'POST', signal: AbortSignal.timeout(60) })).rejects.toThrow()
    expect((await fetch(`${url}/__sim/faults`, { method: 'DELETE' })).status).toBe(204)
    expect((await post(`${url}/count/a`)).status).toBe(200)
  })

  it('sends garbage that is not JSON, with status 200', async () => {
    const { url } = await counter()
    await post(`${url}/__sim/faults`, { kind: 'garbage', times: 1 })
    const answer = await post(`${url}/count/a`)
    expect(answer.status).toBe(200)
    await expect(answer.json()).rejects.toThrow()
  })

  it('spares pages unless a fault names them', async () => {
    const { url } = await counter()
    await post(`${url}/__sim/faults`, { kind: 'status' })
    expect((await fetch(`${url}/page`)).status).toBe(200)
    await post(`${url}/__sim/faults`, { kind: 'status', route: '/page', status: 503 })
    expect((await fetch(`${url}/page`)).status).toBe(503)
  })

  it('refuses a fault it does not know', async () => {
    const { url } = await counter()
    expect((await post(`${url}/__sim/faults`, { kind: 'gremlin' })).status).toBe(422)
  })

  it('forgets state, faults and log on reset', async () => {
    const { url } = await counter()
    await post(`${url}/count/a`)
    await post(`${url}/__sim/faults`, { kind: 'status' })
    expect((await post(`${url}/__sim/reset`)).status).toBe(204)
    expect(await (await fetch(`${url}/__sim/log`)).json()).toEqual({ items: [] })
    expect(await (await post(`${url}/count/a`)).json()).toEqual({ value: 1 })
  })

  it('lets a watcher go who does not read', async () => {
    const { url, port } = await counter()
    const slow = connect(port, '127.0.0.1')
    slow.write('GET /__sim/events HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(slow, 'readable')
    const closed = once(slow, 'close')
    const name = 'x'.repeat(7000)
    for (let sent = 0; sent < 900 && slow.readyState === 'open'; sent += 20)
      await Promise.all(Array.from({ length: 20 }, () => post(`${url}/count/${name}`)))
    slow.resume()
    slow.on('error', () => {})
    await closed
  })

  it('streams its log to the watch page and to no foreign origin', async () => {
    const { url } = await counter()
    const stream = await fetch(`${url}/__sim/events`, { headers: { origin: 'http://127.0.0.1:4100' } })
    expect(stream.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:4100')
    const reader = (stream.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
    await reader.read()
    await post(`${url}/count/a`)
    expect((await reader.read()).value).toContain('POST /count/a')
    await reader.cancel()
    expect((await fetch(`${url}/__sim/log`, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
  })
})
