import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from './ports.mjs'
import { isAlive, waitUntilGone } from './processes.mjs'
import { programService } from './service.mjs'
import { createSupervisor } from './supervise.mjs'

const here = (name) => fileURLToPath(new URL(`./${name}`, import.meta.url))
const READY = "process.on('disconnect', () => process.exit(0)); setInterval(() => {}, 1000); process.send({ ready: true })"

describe('the supervisor', () => {
  let folder
  let supervisor
  let said
  const heard = []

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'emanet-supervise-'))
    said = []
    heard.length = 0
  })
  afterEach(async () => {
    await supervisor?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const program = (name, script, options = {}) => {
    const service = programService({
      name,
      command: [process.execPath, '-e', script],
      log: join(folder, `${name}.log`),
      env: process.env,
      ...options,
    })
    return {
      name,
      pids: [],
      async start(abort) {
        const handle = await service.start(abort)
        this.pids.push(handle.pid)
        return { ...handle, stop: () => handle.stop().finally(() => heard.push(`${name} stopped`)) }
      },
    }
  }
  const supervise = (...services) => {
    const say = (line) => {
      said.push(line)
      for (const look of waiting) look()
    }
    supervisor = createSupervisor({ services, say, backoffMs: [10, 20, 40] })
    return supervisor.start()
  }
  const waiting = new Set()
  const untilSaid = (text) =>
    new Promise((done) => {
      const look = () => said.some((line) => line.includes(text)) && waiting.delete(look) && done()
      waiting.add(look)
      look()
    })

  test('starts services in order and stops them in the opposite order', async () => {
    const first = program('first', READY)
    const second = program('second', READY)
    await supervise(first, second)
    expect([...first.pids, ...second.pids].every(isAlive)).toBe(true)
    await supervisor.stop()
    expect(heard).toEqual(['second stopped', 'first stopped'])
    expect([...first.pids, ...second.pids].some(isAlive)).toBe(false)
  })

  test('what comes after nothing starts at once, and what comes after it waits for it alone', async () => {
    const order = []
    let release
    const held = new Promise((done) => {
      release = done
    })
    const step = (name, after, work = async () => {}) => ({ name, after, start: () => work().then(() => order.push(name) && null) })
    const starting = supervise(
      step('slow', [], () => held),
      step('quick', []),
      step('follower', ['quick', 'not in this list'], async () => release()),
      step('last', ['slow', 'follower']),
    )
    await starting
    expect(order[0]).toBe('quick')
    expect(order.at(-1)).toBe('last')
    expect(order).toHaveLength(4)
  })

  test('starts a killed service again and says so in one line', async () => {
    const service = program('worker', READY)
    await supervise(service)
    process.kill(service.pids[0], 'SIGKILL')
    await untilSaid('worker is running again')
    expect(said).toEqual(['worker ended (SIGKILL); starting it again in 0.01 s', 'worker is running again'])
    expect(isAlive(service.pids[1])).toBe(true)
  })

  test('waits longer each time for one that keeps ending', async () => {
    let starts = 0
    const service = {
      name: 'api',
      async start() {
        if (starts++) throw new Error('no database')
        return { exited: Promise.resolve('exit code 1'), stop: async () => {} }
      },
    }
    await supervise(service)
    await untilSaid('in 0.04 s')
    expect(said.filter((line) => line.startsWith('api ended')).map((line) => line.match(/again in (.*) s/)[1])).toEqual([
      '0.01',
      '0.02',
      '0.04',
    ])
    expect(said).toContain('api: no database')
  })

  test('a first start that fails tells why with the end of its log', async () => {
    const failing = program('api', "console.error('HOST: wrong'); process.exit(2)")
    const failure = await supervise(failing).catch((error) => error.message)
    expect(failure).toMatch(/api ended \(exit code 2\) before it was ready:\n {2}HOST: wrong\nall of it: .*api\.log/)
  })

  test('a service is ready when its address answers', async () => {
    const port = await freePort()
    const server = `require('node:http').createServer((q, r) => r.end('ok')).listen(${port}, '127.0.0.1'); process.on('disconnect', () => process.exit())`
    await supervise(program('web', server, { health: `http://127.0.0.1:${port}/` }))
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  })

  test('one that does not hear SIGTERM is killed after its time, with what it started', async () => {
    const deaf = `process.on('SIGTERM', () => {}); const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log(child.pid); ${READY}`
    const service = program('deaf', deaf, { stopTimeoutMs: 200 })
    await supervise(service)
    const grandchild = Number(readFileSync(join(folder, 'deaf.log'), 'utf8'))
    await supervisor.stop()
    expect(said).toEqual(['deaf did not stop by itself and was killed'])
    expect(isAlive(service.pids[0])).toBe(false)
    expect(await waitUntilGone(grandchild, 2000)).toBe(true)
  })

  test('a stop during a start does not wait for it', async () => {
    const starting = supervise(program('slow', 'setInterval(() => {}, 1000)')).catch((error) => error.message)
    await supervisor.stop()
    expect(await starting).toBe('stopped')
  })

  test('its children end when it is killed, those that know nothing of it too', async () => {
    const script = `import { programService } from ${JSON.stringify(here('service.mjs'))}
import { readFileSync } from 'node:fs'
const log = (name) => ${JSON.stringify(folder)} + '/' + name
const own = programService({ name: 'own', command: [process.execPath, '-e', ${JSON.stringify(READY)}], log: log('own.log'), env: process.env })
const foreign = programService({ name: 'foreign', log: log('foreign.log'), env: process.env, probe: async () => readFileSync(log('foreign.log'), 'utf8') !== '',
  command: [process.execPath, ${JSON.stringify(here('with-parent.mjs'))}, process.execPath, '-e', 'console.log(process.pid); setInterval(() => {}, 1000)'] })
const first = await own.start(); const second = await foreign.start()
process.send([first.pid, second.pid]); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const pids = await new Promise((done) => child.once('message', done))
    child.kill('SIGKILL')
    pids.push(Number(readFileSync(join(folder, 'foreign.log'), 'utf8')))
    for (const pid of pids) expect(await waitUntilGone(pid, 10_000)).toBe(true)
  })
})
