import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readEnvironment, requireFreePorts } from './environment.mjs'
import { freePort, freePortBlock } from './ports.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

describe('the environment of a clone', () => {
  let clone

  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'emanet-environment-'))
  })
  afterEach(() => rmSync(clone, { recursive: true, force: true }))

  test('has a default for every port and keeps its data in the clone', () => {
    const { host, ports, dir, embedded, env } = readEnvironment({ root: clone, own: {} })
    expect({ host, ports, embedded }).toEqual({
      host: '127.0.0.1',
      embedded: true,
      ports: { WEB_PORT: 3000, MOBILE_WEB_PORT: 3001, API_PORT: 4000, POSTGRES_PORT: 5433, SIMULATORS_PORT: 4100 },
    })
    expect(dir).toBe(join(clone, '.emanet'))
    expect(env.PUBLIC_API_URL).toBe('http://127.0.0.1:4000')
  })

  test('takes .env, and the shell over it', () => {
    writeFileSync(join(clone, '.env'), 'API_PORT=4444\nWEB_PORT=3333 # a comment\nREDIS_URL=\n')
    const { ports, env } = readEnvironment({ root: clone, own: { WEB_PORT: '3456' } })
    expect(ports.API_PORT).toBe(4444)
    expect(ports.WEB_PORT).toBe(3456)
    expect(env.PUBLIC_WEB_URL).toBe('http://127.0.0.1:3456')
    expect(env).not.toHaveProperty('REDIS_URL')
  })

  test('an address that was given stays as it was given', () => {
    const { env, embedded } = readEnvironment({
      root: clone,
      own: { PUBLIC_API_URL: 'https://api.emanet.example', DATABASE_URL: 'postgres://localhost/emanet', HOST: '0.0.0.0' },
    })
    expect(env.PUBLIC_API_URL).toBe('https://api.emanet.example')
    expect(env.PUBLIC_WEB_URL).toBe('http://127.0.0.1:3000')
    expect(embedded).toBe(false)
  })

  test('lists every wrong value in one message', () => {
    const own = { API_PORT: '70000', WEB_PORT: 'http', HOST: 'my computer', DATABASE_URL: 'mysql://x', PUBLIC_WEB_URL: 'emanet.example' }
    expect(() => readEnvironment({ root: clone, own })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/HOST .*WEB_PORT .*API_PORT .*DATABASE_URL .*PUBLIC_WEB_URL /s) }),
    )
  })

  test('refuses two parts on one port, the simulators’ neighbours too', () => {
    expect(() => readEnvironment({ root: clone, own: { API_PORT: '4103' } })).toThrow('SIMULATORS_PORT + 3 and API_PORT are both 4103')
  })

  test('the last port leaves room for five simulators', () => {
    expect(() => readEnvironment({ root: clone, own: { SIMULATORS_PORT: '65532' } })).toThrow('from 1 to 65531')
  })
})

describe('ports', () => {
  test('a taken one is named with its variable before anything starts', async () => {
    const [apiPort, simulatorsPort] = [await freePort(), await freePortBlock(5)]
    const api = await listen(apiPort)
    const aras = await listen(simulatorsPort + 4)
    const { host, ports, embedded } = readEnvironment({
      root: tmpdir(),
      own: { ...(await otherPorts()), API_PORT: String(apiPort), SIMULATORS_PORT: String(simulatorsPort) },
    })
    const failure = await requireFreePorts({ host, ports, embedded }).catch((error) => error.message)
    api.close()
    aras.close()
    expect(failure).toContain(`port ${apiPort} is taken by another program: set API_PORT`)
    expect(failure).toContain(`port ${simulatorsPort + 4} is taken by another program: set SIMULATORS_PORT (now ${simulatorsPort}; Aras`)
    expect(failure).not.toContain('WEB_PORT')
  })

  test('PostgreSQL’s does not matter when the database is somebody else’s', async () => {
    const port = await freePort()
    const other = await listen(port)
    const ports = readEnvironment({ root: tmpdir(), own: { ...(await otherPorts()), POSTGRES_PORT: String(port) } }).ports
    await expect(requireFreePorts({ host: '127.0.0.1', ports, embedded: false })).resolves.toBeUndefined()
    other.close()
  })

  async function otherPorts() {
    const [web, mobile, api, postgres] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
    const simulators = await freePortBlock(5)
    const named = { WEB_PORT: web, MOBILE_WEB_PORT: mobile, API_PORT: api, POSTGRES_PORT: postgres, SIMULATORS_PORT: simulators }
    return Object.fromEntries(Object.entries(named).map(([name, port]) => [name, String(port)]))
  }

  function listen(port) {
    return new Promise((done) => {
      const server = createServer().listen(port, '127.0.0.1', () => done(server))
    })
  }
})

test('a start names what any of its parts finds wrong, each setting once, before it starts anything', () => {
  const wrong = { WEB_PORT: 'x', COMMISSION_BP: 'y', SIMULATORS_AUTO: 'z', HOST: 'here', JWT_ACCESS_TTL_S: '0' }
  const dir = mkdtempSync(join(tmpdir(), 'emanet-wrong-'))
  const started = spawnSync(process.execPath, [join(root, 'scripts/start.mjs')], {
    env: { ...process.env, EMANET_DIR: dir, ...wrong },
    encoding: 'utf8',
  })
  rmSync(dir, { recursive: true, force: true })
  const named = started.stderr.split('\n').flatMap((line) => /^ {2}(\w+)/.exec(line)?.[1] ?? [])
  expect([started.status, named.sort()]).toEqual([1, Object.keys(wrong).sort()])
})

test('.env.example holds every setting the server reads, each with a comment', () => {
  const text = readFileSync(join(root, '.env.example'), 'utf8')
  const example = Object.keys(parseEnv(text))
  const config = readFileSync(join(root, 'apps/server/src/config.ts'), 'utf8')
  const read = [...config.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name)
  expect(read.length).toBeGreaterThan(30)
  expect(read.filter((name) => !example.includes(name))).toEqual([])
  const settings = text.split('\n').filter((line) => /^[A-Z]/.test(line))
  expect(settings.filter((line) => !/ # \S/.test(line))).toEqual([])
})
