import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort, freePortBlock } from './ports.mjs'
import { isAlive, waitUntilGone } from './processes.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

// Processes are found by their environment, which Linux shows.
describe.runIf(process.platform === 'linux')('npm start', { timeout: 180_000 }, () => {
  let dir
  let env
  let running

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'emanet-start-'))
    const ports = {
      WEB_PORT: await freePort(),
      MOBILE_WEB_PORT: await freePort(),
      API_PORT: await freePort(),
      POSTGRES_PORT: await freePort(),
    }
    env = { ...withoutEmanet(process.env), ...texts(ports), SIMULATORS_PORT: String(await freePortBlock(5)), EMANET_DIR: dir }
  })
  afterAll(async () => {
    running?.npm.kill('SIGKILL')
    for (const pid of ownProcesses()) process.kill(pid, 'SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  })

  test('brings everything up, names addresses and accounts, and one purchase goes through', async () => {
    running = start()
    await running.says('ready;')
    expect(running.output()).toMatch(new RegExp(`web +http://127.0.0.1:${env.WEB_PORT}`))
    expect(running.output()).toMatch(/@\S+ +\S+ +buyer/)
    expect((await fetch(`http://127.0.0.1:${env.API_PORT}/health/ready`)).status).toBe(200)
    expect((await fetch(`http://127.0.0.1:${env.WEB_PORT}/`)).status).toBe(200)
    const bought = await run('buy')
    expect(bought.output).toMatch(/the e-mail arrived.*all of it in \d+ ms/s)
    expect(bought.code).toBe(0)
  })

  test('a second start on the same data says who runs there', async () => {
    const second = await run('start')
    expect(second.code).toBe(1)
    expect(second.output).toContain(`Emanet already runs on ${dir} (process `)
  })

  test('starts each part again that is killed', async () => {
    for (const [part, pattern] of [
      ['api', 'api.main.js'],
      ['worker', 'worker.main.js'],
      ['simulators', 'apps/simulators/src/main.ts'],
      ['web', 'with-parent.mjs'],
      ['postgres', 'bin/postgres'],
    ]) {
      const before = running.output().length
      process.kill(processOf(pattern), 'SIGKILL')
      await running.says(`${part} is running again`, before)
    }
    const ready = `http://127.0.0.1:${env.API_PORT}/health/ready`
    await expect.poll(async () => (await fetch(ready).catch(() => ({}))).status, { timeout: 20_000 }).toBe(200)
  })

  test('SIGTERM to npm stops everything before npm ends', async () => {
    expect(ownProcesses().length).toBeGreaterThan(6)
    running.npm.kill('SIGTERM')
    await running.ended
    expect(describeProcesses(ownProcesses())).toEqual([])
  })

  test('the next start has the purchase of the one before', async () => {
    running = start()
    await running.says('ready;')
    const { accounts, api } = {
      accounts: JSON.parse(readFileSync(join(dir, 'accounts.json'), 'utf8')),
      api: `http://127.0.0.1:${env.API_PORT}`,
    }
    const { email, password } = accounts.find(({ role }) => role.includes('buyer'))
    const { accessToken } = await post(`${api}/auth/login`, { email, password })
    const orders = await (await fetch(`${api}/orders`, { headers: { authorization: `Bearer ${accessToken}` } })).json()
    expect(orders.items.length).toBeGreaterThan(0)
  })

  test('when the launcher is killed, everything it started ends', async () => {
    const pids = ownProcesses().filter((pid) => pid !== running.npm.pid)
    process.kill(processOf('scripts/start.mjs'), 'SIGKILL')
    for (const pid of pids) expect(await waitUntilGone(pid, 20_000), nameOf(pid)).toBe(true)
    await running.ended
  })

  test('a taken port is named with its variable, and nothing is started', async () => {
    const other = createServer()
    await new Promise((done) => other.listen(Number(env.API_PORT), '127.0.0.1', done))
    const failed = await run('start')
    other.close()
    expect(failed.output).toContain(`port ${env.API_PORT} is taken by another program: set API_PORT`)
    expect(failed.code).toBe(1)
    expect(describeProcesses(ownProcesses())).toEqual([])
  })

  function start(name = 'start') {
    const npm = spawn('npm', ['run', '--silent', name], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    const listeners = new Set()
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
        for (const look of listeners) look()
      })
    }
    const ended = new Promise((done) => npm.once('close', done))
    const says = (words, from = 0) =>
      new Promise((done, fail) => {
        const look = () => text.slice(from).includes(words) && listeners.delete(look) && done()
        listeners.add(look)
        look()
        ended.then(() => fail(new Error(`it ended without saying '${words}':\n${text}`)))
      })
    return { npm, ended, says, output: () => text }
  }

  async function run(name) {
    const command = start(name)
    return { code: await command.ended, output: command.output() }
  }

  function ownProcesses() {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map(Number)
      .filter((pid) => readProc(pid, 'environ').split('\0').includes(`EMANET_DIR=${dir}`) && isAlive(pid))
  }

  function processOf(words) {
    const found = ownProcesses().find((pid) => nameOf(pid).includes(words))
    if (!found) throw new Error(`no process runs ${words}`)
    return found
  }
})

function describeProcesses(pids) {
  return pids.map((pid) => `${pid} ${nameOf(pid)}`)
}

function nameOf(pid) {
  return readProc(pid, 'cmdline').replaceAll('\0', ' ')
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

// The variables of the run that tests us must not reach the one that is tested.
function withoutEmanet(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(VITEST|EMANET_|NODE_ENV|npm_|DATABASE_URL|REDIS_URL|PUBLIC_)/.test(name)),
  )
}

function texts(numbers) {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]))
}

async function post(url, body) {
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return reply.json()
}
