import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startPostgres, stopLeftoverPostgres } from './postgres.mjs'
import { isAlive, parentOf, waitUntilGone } from './processes.mjs'

const MODULE = fileURLToPath(new URL('./postgres.mjs', import.meta.url))

describe('the embedded PostgreSQL', () => {
  let made
  let folder
  let dataDir
  const running = []

  // A cluster is made once and copied, since making one takes most of a second.
  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), 'emanet-postgres-'))
    await (await startPostgres({ dataDir: join(made, 'data') })).stop()
  })
  afterAll(() => rmSync(made, { recursive: true, force: true }))
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'emanet-postgres-'))
    dataDir = join(folder, 'data')
    cpSync(join(made, 'data'), dataDir, { recursive: true })
  })
  afterEach(async () => {
    for (const part of running.splice(0)) await part.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(options = {}) {
    const postgres = await startPostgres({ dataDir, settings: { fsync: 'off' }, ...options })
    running.push(postgres)
    return postgres
  }

  test('makes its cluster, and keeps the data over a stop', async () => {
    rmSync(dataDir, { recursive: true })
    const first = await start()
    await query(first.url, "create table kept as select 'İstanbul' as city")
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)
    const second = await start()
    expect(await query(second.url, 'select city, current_database() as database from kept')).toEqual([
      { city: 'İstanbul', database: 'emanet' },
    ])
  })

  test('asks for its password and listens on the loopback address alone', async () => {
    const { url } = await start()
    const other = new URL(url)
    other.password = 'guessed'
    await expect(query(other.href, 'select 1')).rejects.toThrow(/password/)
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(statSync(join(dataDir, 'emanet.password')).mode & 0o077).toBe(0)
  })

  test('knows Turkish letters whatever the locale of the machine', async () => {
    const { url } = await start()
    expect(await query(url, `select upper('ığdır') as upper, lower('ŞÖÇĞÜ') as lower, 'ı' < 'i' collate "tr-x-icu" as sorted`)).toEqual([
      { upper: 'IĞDIR', lower: 'şöçğü', sorted: true },
    ])
  })

  test('ends when the process that started it is killed, and the data is there for the next', async () => {
    const owner = await startInChild(dataDir)
    await query(owner.url, 'create table kept as select 7 as number')
    owner.child.kill('SIGKILL')
    expect(await waitUntilGone(owner.pid, 10_000)).toBe(true)
    const next = await start()
    expect(await query(next.url, 'select number from kept')).toEqual([{ number: 7 }])
  })

  test('recovers after it was killed itself', async () => {
    const first = await start()
    await query(first.url, 'create table kept as select 7 as number')
    process.kill(first.pid, 'SIGKILL')
    expect(await first.exited).toMatch(/code|SIG/)
    const next = await start()
    expect(await query(next.url, 'select number from kept')).toEqual([{ number: 7 }])
  })

  test('is ended when its keeper is killed, so that it can be started again', async () => {
    const first = await start()
    process.kill(parentOf(first.pid), 'SIGKILL')
    await first.exited
    expect(isAlive(first.pid)).toBe(false)
    const next = await start()
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('left behind by a killed owner and a killed keeper, it is ended by the next start', async () => {
    const owner = await startInChild(dataDir)
    const keeper = parentOf(owner.pid)
    owner.child.kill('SIGSTOP')
    process.kill(keeper, 'SIGKILL')
    owner.child.kill('SIGKILL')
    await waitUntilGone(owner.child.pid, 5000)
    expect(isAlive(owner.pid)).toBe(true)
    await stopLeftoverPostgres({ dataDir })
    expect(isAlive(owner.pid)).toBe(false)
    const next = await start()
    expect(next.pid).not.toBe(owner.pid)
  })

  test('refuses a directory that another live process uses, and leaves that one alone', async () => {
    const owner = await startInChild(dataDir)
    await expect(start()).rejects.toThrow(`is in use by process ${owner.child.pid}`)
    expect(await query(owner.url, 'select 1 as one')).toEqual([{ one: 1 }])
    owner.child.kill('SIGKILL')
    await waitUntilGone(owner.pid, 10_000)
  })

  test('a pid file whose number now belongs to another program does not stop it', async () => {
    await (await start()).stop()
    writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n1\n\n127.0.0.1\n\nready\n`)
    const next = await start()
    expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(isAlive(process.pid)).toBe(true)
  })

  test('a cluster whose making was cut is made anew', async () => {
    rmSync(dataDir, { recursive: true })
    mkdirSync(`${dataDir}.new`)
    writeFileSync(join(`${dataDir}.new`, 'PG_VERSION'), '18\n')
    const { url } = await start()
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(`${dataDir}.new`)).toBe(false)
  })

  test('names the port and its variable when the port is taken', async () => {
    const server = createServer()
    await new Promise((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address()
    await expect(start({ port })).rejects.toThrow(`port ${port} is taken by another program; set POSTGRES_PORT`)
    server.close()
  })

  test('says what its log says when a setting is wrong', async () => {
    await expect(start({ settings: { shared_buffers: 'much' } })).rejects.toThrow(/shared_buffers.*\.log/s)
  })

  test.runIf(process.platform === 'linux' && process.getuid() === 0)(
    'root without user namespaces runs it as nobody, below a closed directory too',
    async () => {
      // mkdtemp makes the folder for its owner alone, so the data has to move out of it.
      const postgres = await start({ mode: 'copy' })
      expect(postgres.dataDir).toMatch(/^\/var\/tmp\/emanet-data-/)
      expect(statSync(postgres.dataDir).uid).toBe(65_534)
      expect(readFileSync(`/proc/${postgres.pid}/status`, 'utf8')).toMatch(/^Uid:\t65534\t65534/m)
      expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
      await postgres.stop()
      rmSync(join(postgres.dataDir, '..'), { recursive: true, force: true })
    },
  )
})

async function query(url, text) {
  const client = new pg.Client(url)
  // A server that is killed under a connection is part of these tests.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function startInChild(dataDir) {
  const script = `import { startPostgres } from ${JSON.stringify(MODULE)}
const { pid, url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } })
process.send({ pid, url })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const started = await new Promise((done, fail) => {
    child.once('message', done)
    child.once('exit', () => fail(new Error('the owner ended before PostgreSQL was ready')))
  })
  return { child, ...started }
}
