import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build.mjs'
import { runCommand } from './command.mjs'
import { urlHost } from './environment.mjs'
import { rememberChild } from './leftovers.mjs'
import { findNode, withBin } from './node-binary.mjs'
import { startPostgres } from './postgres.mjs'
import { programService, rotateLog } from './service.mjs'

const WITH_PARENT = fileURLToPath(new URL('./with-parent.mjs', import.meta.url))
const STATIC_SERVER = fileURLToPath(new URL('./static-server.mjs', import.meta.url))
const SERVER = 'apps/server/dist/apps/server/src'

/** Flags of Node for our own processes: new objects get 24 MB instead of 48, which costs no measurable time and saves about 20 MB each. */
export const LEAN = ['--max-semi-space-size=8']

/**
 * Everything `npm start` runs, in the order it is started.
 * @param {object} options
 * @param {ReturnType<typeof import('./environment.mjs').readEnvironment>} options.settings
 * @param {Promise<unknown>} options.webBuilt
 * @param {(accounts: object[]) => void} options.onAccounts gets the demo accounts once they are known
 */
export function emanetServices({ root, settings, webBuilt, onAccounts }) {
  const { env, host, ports, dir, embedded } = settings
  const node = findNode(root)
  // What Node compiled once it need not compile, and hold the compiler for, at the next start.
  const own = { NODE_COMPILE_CACHE: join(dir, 'compiled'), FORWARD_KEY: randomBytes(32).toString('base64url'), ...withBin(root, env) }
  const log = (name) => join(dir, 'logs', `${name}.log`)
  const program = (name, options) =>
    programService({ name, env: own, cwd: root, log: log(name), onSpawn: (pid) => rememberChild(dir, pid), ...options })
  const server = (name) => join(root, SERVER, `${name}.main.js`)
  const at = (port) => `http://${urlHost(host)}:${port}`
  for (const name of ['postgres', 'simulators', 'api', 'worker', 'web', 'mobile']) rotateLog(log(name))

  const postgres = {
    name: 'postgres',
    async start() {
      const started = await startPostgres({ dataDir: join(dir, 'postgres'), port: ports.POSTGRES_PORT, log: log('postgres') })
      own.DATABASE_URL = started.url
      // Tools beside the system (`npm run bench`, psql) find the database here.
      writeFileSync(join(dir, 'database.url'), `${started.url}\n`, { mode: 0o600 })
      return started
    },
  }
  const once = (name, work) => ({
    name,
    async start() {
      await work(await runCommand({ name, command: [node, server(name)], cwd: root, env: own, log: log(name) }))
      return null
    },
  })
  const rememberAccounts = (output) => {
    const accounts = accountsIn(output)
    // `npm run buy` signs in with these.
    writeFileSync(join(dir, 'accounts.json'), JSON.stringify(accounts), { mode: 0o600 })
    onAccounts(accounts)
  }
  // Production has its own providers and its own people.
  const demo = env.NODE_ENV !== 'production'
  const simulators = program('simulators', {
    command: [node, ...LEAN, join(root, 'apps/simulators/src/main.ts')],
    health: `${at(ports.SIMULATORS_PORT)}/health`,
  })
  const next = webService({ program, node, root, env: own, host, port: ports.WEB_PORT, health: at(ports.WEB_PORT) })
  return [
    ...(embedded ? [postgres] : []),
    ...(demo ? [{ ...simulators, after: [] }] : []),
    { ...once('migrate', () => {}), after: ['postgres'] },
    // The seed makes demo sellers payable, which takes the payment provider.
    ...(demo ? [{ ...once('seed', rememberAccounts), after: ['migrate', 'simulators'] }] : []),
    {
      ...program('api', { command: [node, ...LEAN, server('api')], health: `${at(ports.API_PORT)}/health/ready` }),
      after: ['migrate', 'seed'],
    },
    { ...program('worker', { command: [node, ...LEAN, server('worker')] }), after: ['migrate', 'seed'] },
    // The build began with everything else and tells of itself.
    { name: 'web build', announced: true, after: [], start: () => webBuilt.then(() => null) },
    { ...next, after: ['web build', 'migrate', 'seed'] },
  ]
}

/** The app's web export: made when stale, then served; it starts after everything else so that nobody waits for it. */
export function mobileService({ root, settings }) {
  const { env, host, ports, dir } = settings
  const node = findNode(root)
  const folder = join(root, 'apps/mobile/dist')
  const serve = programService({
    name: 'mobile',
    command: [node, STATIC_SERVER, folder, host, String(ports.MOBILE_WEB_PORT)],
    env: withBin(root, env),
    cwd: root,
    log: join(dir, 'logs', 'mobile.log'),
    onSpawn: (pid) => rememberChild(dir, pid),
  })
  return {
    name: 'mobile',
    async start(abort) {
      await buildIfStale({ root, dir, name: 'mobile', env, quiet: true })
      return serve.start(abort)
    },
  }
}

function webService({ program, node, root, env, host, port, health }) {
  const folder = join(root, 'apps/web')
  // Next reads NODE_ENV for itself and serves a build only as production.
  const { NODE_ENV: _, ...withoutMode } = env
  const next = join(folder, 'node_modules/next/dist/bin/next')
  return program('web', {
    command: [node, WITH_PARENT, node, next, 'start', '-H', host, '-p', String(port)],
    cwd: folder,
    env: { ...withoutMode, NEXT_TELEMETRY_DISABLED: '1' },
    health,
  })
}

// The seed's last line is for us; what it logs before is for people.
function accountsIn(output) {
  try {
    return JSON.parse(output.trimEnd().split('\n').at(-1)).accounts ?? []
  } catch {
    return []
  }
}
