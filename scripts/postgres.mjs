import { execFile, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './ports.mjs'
import { placePostgres } from './postgres-place.mjs'
import { birthOf, isAlive, programOf, signal, signalGroup, waitUntilGone, workingDirectoryOf } from './processes.mjs'

const KEEPER = fileURLToPath(new URL('./postgres-keeper.mjs', import.meta.url))
const USER = 'emanet'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 15_000

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  wal_level: 'replica',
  max_wal_size: '1GB',
  min_wal_size: '160MB',
  wal_compression: 'on',
  checkpoint_completion_target: 0.9,
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
}

/**
 * Starts the PostgreSQL that comes with the installation on 127.0.0.1, making its cluster when there is none.
 *
 * The cluster ends when the calling process ends, however that happens. A cluster left behind by a process that is gone is
 * stopped and taken over; a crashed one recovers.
 * @param {object} options
 * @param {string} options.dataDir the cluster's directory; its parent is made when missing
 * @param {number} [options.port] 0 or absent: any free one
 * @param {string} [options.log] file for PostgreSQL's own messages; absent: `<dataDir>.log`
 * @param {Record<string, string | number>} [options.settings] overrides of postgresql.conf
 * @param {'plain' | 'namespace' | 'copy'} [options.mode] how it runs; absent: what this user and machine allow
 * @returns {Promise<{url: string, adminUrl: string, port: number, pid: number, dataDir: string, exited: Promise<string>, stop: () => Promise<void>}>}
 *   `url` names the database `emanet`, `adminUrl` the database `postgres`; `exited` resolves with the reason when it ends by itself or is stopped
 * @throws when another live process uses the directory, when the port is taken, or when it does not start in 60 s
 */
export async function startPostgres({ dataDir, port = 0, log, settings = {}, mode }) {
  mkdirSync(dirname(resolve(dataDir)), { recursive: true })
  // PostgreSQL reports its directory without symbolic links, so we name it that way from the start.
  const wanted = join(realpathSync(dirname(resolve(dataDir))), basename(dataDir))
  const place = await placePostgres({ dataDir: wanted, mode })
  const logFile = resolve(log ?? `${wanted}.log`)
  mkdirSync(dirname(logFile), { recursive: true })

  if (!existsSync(join(place.dataDir, 'PG_VERSION'))) await initialise(place)
  // A clone that was copied with its data has the modes of the copy, which PostgreSQL refuses.
  chmodSync(place.dataDir, 0o700)
  await takeOver(place)
  const owner = `${place.dataDir}.owner`
  writeFileSync(owner, JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) }))

  const chosen = port || (await freePort())
  const keeper = await startKeeper({ place, logFile, settings: { ...SETTINGS, ...settings, port: chosen } })
  const password = readFileSync(join(place.dataDir, 'emanet.password'), 'utf8').trim()
  const exited = keeper.exited.then(async (reason) => {
    // A keeper that was killed leaves its PostgreSQL behind; nobody else would end it.
    await endPostmaster(place)
    return reason
  })
  return {
    url: `postgres://${USER}:${password}@127.0.0.1:${chosen}/emanet`,
    adminUrl: `postgres://${USER}:${password}@127.0.0.1:${chosen}/postgres`,
    port: chosen,
    pid: keeper.postmaster,
    dataDir: place.dataDir,
    exited,
    async stop() {
      keeper.stop()
      await exited
      rmSync(owner, { force: true })
    },
  }
}

/** Ends a PostgreSQL that runs on this directory without a live owner; does nothing when there is none. */
export async function stopLeftoverPostgres({ dataDir }) {
  if (!existsSync(dirname(dataDir))) return
  const named = join(realpathSync(dirname(dataDir)), basename(dataDir))
  // Without its programs it cannot have been started from here, so the plain name will do.
  const place = await placePostgres({ dataDir: named }).catch(() => ({ dataDir: named }))
  if (!readOwner(place)) await endPostmaster(place)
}

// The cluster is made beside its place and moved there when whole, so that a cut leaves nothing half made.
async function initialise(place) {
  const fresh = `${place.dataDir}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  chmodSync(fresh, 0o700)
  own(place, fresh)
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  await runTool(place, 'initdb', ['-D', fresh, `--username=${USER}`, '--auth=trust', '--no-sync', '--no-instructions', ...locale])

  const password = randomBytes(24).toString('hex')
  await runTool(
    place,
    'postgres',
    ['--single', '-D', fresh, 'postgres'],
    `alter role ${USER} password '${password}'\ncreate database emanet\n`,
  )
  write(place, join(fresh, 'emanet.password'), `${password}\n`)
  write(place, join(fresh, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n')
  renameSync(fresh, place.dataDir)
}

function write(place, file, text) {
  writeFileSync(file, text, { mode: 0o600 })
  own(place, file)
}

function own(place, path) {
  if (place.uid !== undefined) chownSync(path, place.uid, place.gid)
}

function runTool(place, tool, args, input) {
  const [command, ...rest] = place.command(tool, args)
  return new Promise((done, fail) => {
    const child = execFile(command, rest, { uid: place.uid, gid: place.gid, cwd: place.cwd, env: place.env }, (error, stdout, stderr) => {
      if (error) fail(new Error(`${tool} failed: ${(stderr || stdout || error.message).trim()}`))
      else done(stdout)
    })
    child.stdin.on('error', () => {})
    child.stdin.end(input ?? '')
  })
}

// A data directory belongs to one live process; what a dead one left running is stopped first.
async function takeOver(place) {
  const postmaster = livePostmaster(place)
  if (postmaster) {
    const owner = readOwner(place)
    if (owner) throw new Error(`${place.dataDir} is in use by process ${owner}; stop it, or set EMANET_DIR to another directory`)
  }
  await endPostmaster(place)
  // PostgreSQL trusts this file even when its process id has since gone to another program.
  rmSync(join(place.dataDir, 'postmaster.pid'), { force: true })
}

function readOwner(place) {
  try {
    const { pid, birth } = JSON.parse(readFileSync(`${place.dataDir}.owner`, 'utf8'))
    return pid !== process.pid && isAlive(pid) && birthOf(pid) === birth ? pid : null
  } catch {
    return null
  }
}

async function endPostmaster(place) {
  const pid = livePostmaster(place)
  if (!pid) return
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL']) {
    signal(pid, name)
    if (await waitUntilGone(pid, STOP_TIMEOUT_MS)) return
  }
}

function livePostmaster(place) {
  let pid
  try {
    pid = Number(readFileSync(join(place.dataDir, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return null
  }
  if (!(pid > 1) || !isAlive(pid)) return null
  const directory = workingDirectoryOf(pid)
  if (directory !== null) return directory === place.dataDir ? pid : null
  return programOf(pid).includes('postgres') ? pid : null
}

// A postmaster that was killed leaves back ends which need a moment to notice; until then the shared memory counts as in use.
async function startKeeper(options) {
  const until = Date.now() + 10_000
  for (;;) {
    const attempt = await tryKeeper(options)
    if (attempt.keeper) return attempt.keeper
    if (!/shared memory block|lock file/.test(attempt.failure) || Date.now() > until) throw new Error(attempt.failure)
    await new Promise((next) => setTimeout(next, 250))
  }
}

async function tryKeeper({ place, logFile, settings }) {
  const offset = existsSync(logFile) ? readFileSync(logFile, 'utf8').length : 0
  const output = openSync(logFile, 'a')
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const job = {
    command: place.command('postgres', ['-D', place.dataDir, ...flags]),
    uid: place.uid,
    gid: place.gid,
    cwd: place.cwd,
    env: place.env,
  }
  const child = fork(KEEPER, [], { detached: process.platform !== 'win32', stdio: ['ignore', output, output, 'ipc'], execArgv: [] })
  closeSync(output)
  const exited = new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, name) => done(name ?? `code ${code}`))
  })
  let postmaster
  child.on('message', (message) => {
    postmaster = message.pid ?? postmaster
  })
  child.send({ ...job, pgCtl: place.command('pg_ctl', ['stop', '-D', place.dataDir, '-m', 'fast']) })

  const ended = exited.then((reason) => ({ reason }))
  const until = Date.now() + START_TIMEOUT_MS
  while (!isReady(place, postmaster)) {
    const outcome = await Promise.race([ended, new Promise((next) => setTimeout(next, 10))])
    if (!outcome && Date.now() < until) continue
    signalGroup(child.pid, 'SIGKILL')
    await exited
    await endPostmaster(place)
    return { failure: failureText({ logFile, offset, port: settings.port }) }
  }
  const stop = () => {
    if (child.connected) child.send({ stop: true })
    const force = setTimeout(() => signalGroup(child.pid, 'SIGQUIT'), STOP_TIMEOUT_MS)
    force.unref()
    exited.then(() => clearTimeout(force))
  }
  return { keeper: { postmaster, exited, stop } }
}

function isReady(place, postmaster) {
  if (!postmaster) return false
  try {
    const lines = readFileSync(join(place.dataDir, 'postmaster.pid'), 'utf8').split('\n')
    return lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

function failureText({ logFile, offset, port }) {
  const text = readFileSync(logFile, 'utf8').slice(offset).trim()
  if (/Address already in use/.test(text)) return `PostgreSQL's port ${port} is taken by another program; set POSTGRES_PORT to a free one`
  const lines = text.split('\n').filter((line) => /FATAL|PANIC|ERROR|HINT|DETAIL/.test(line))
  return `PostgreSQL did not start: ${(lines.length ? lines : text.split('\n')).slice(-4).join(' | ')} (see ${logFile})`
}
