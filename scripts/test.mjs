// `npm test`: every test of the repository, or those that the arguments name.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfStale, isPresent } from './build.mjs'
import { closingLine } from './closing-line.mjs'
import { stopCommands } from './command.mjs'
import { installDependencies } from './install.mjs'
import { findNode, withBin } from './node-binary.mjs'
import { startPostgres } from './postgres.mjs'
import { isAlive } from './processes.mjs'
import { say } from './progress.mjs'
import { findRedisServer, startRedis } from './redis.mjs'
import { whenAskedToStop } from './stopping.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dir = resolve(root, process.env.EMANET_DIR || '.emanet')
const args = process.argv.slice(2)
const tests = join(dir, 'test')
const own = join(tests, String(process.pid))
const open = []
let vitest
let stopped = false

whenAskedToStop(() => {
  stopped = true
  stopCommands()
  vitest?.kill('SIGTERM')
})

let counts
try {
  counts = await runTests()
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
} finally {
  for (const part of open.reverse()) await part.stop()
  rmSync(own, { recursive: true, force: true })
}
if (!counts || stopped) process.stderr.write(stopped ? '\nstopped before the end\n' : '\nthe tests did not run to their end\n')
const outcome = { ...(counts ?? { passed: 0, failed: 0 }) }
if ((!counts || stopped) && !outcome.failed) outcome.failed = 1
process.stdout.write(`\n${closingLine(outcome)}\n`)
process.exit(outcome.failed ? 1 : 0)

async function runTests() {
  await installDependencies({ root, dir })
  clearLeftovers()
  mkdirSync(own, { recursive: true })
  const unbuilt = await buildWhatIsTested()
  if (stopped) return null

  say('starting PostgreSQL for the tests')
  // Tests kill processes, never the machine, so nothing is lost by leaving the disk out.
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: 300 }
  const postgres = await startPostgres({ dataDir: join(own, 'postgres'), settings })
  open.push(postgres)
  const redisUrl = await redisForTests()
  const summary = join(own, 'summary.json')
  const env = {
    ...withBin(root, process.env),
    EMANET_TEST_DATABASE_URL: postgres.adminUrl,
    EMANET_TEST_SUMMARY: summary,
    ...(redisUrl && { EMANET_TEST_REDIS_URL: redisUrl }),
  }
  const code = stopped ? 1 : await runVitest(env)
  if (!existsSync(summary)) return null
  const found = JSON.parse(readFileSync(summary, 'utf8'))
  const failed = found.failed + unbuilt
  return { ...found, failed: code !== 0 && !failed ? 1 : failed }
}

// What does not build is one failure more; the tests that can do without it run all the same.
async function buildWhatIsTested() {
  let failed = 0
  for (const name of ['server', 'web', 'mobile']) {
    const wanted = concerns(`apps/${name}`) || (name === 'server' && ['apps/web', 'apps/mobile', 'bench'].some(concerns))
    if (stopped || !wanted || !isPresent(root, name)) continue
    try {
      await buildIfStale({ root, dir, name })
    } catch (error) {
      failed++
      process.stderr.write(`\n${error.message}\n\n`)
    }
  }
  return failed
}

async function redisForTests() {
  if (process.env.REDIS_URL) return process.env.REDIS_URL
  const program = findRedisServer()
  if (!program) {
    say('no redis-server on the PATH and no REDIS_URL: the tests that need a Redis are skipped')
    return null
  }
  const redis = await startRedis({ program, dir: join(own, 'redis') })
  open.push(redis)
  return redis.url
}

function runVitest(env) {
  const reporter = fileURLToPath(new URL('./closing-line.mjs', import.meta.url))
  const command = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', `--reporter=${reporter}`, ...args]
  const wrapper = fileURLToPath(new URL('./with-parent.mjs', import.meta.url))
  vitest = spawn(process.execPath, [wrapper, findNode(root), ...command], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((done) => {
    vitest.once('error', () => done(1))
    vitest.once('exit', (code) => done(code ?? 1))
  })
}

// With paths among the arguments only what lies there is built; without, everything is.
function concerns(folder) {
  const paths = args.filter((arg) => /^(apps|packages|scripts|bench)\b/.test(arg))
  return paths.length === 0 || paths.some((path) => path.startsWith(folder) || folder.startsWith(path))
}

// A run that was killed could not clear up after itself.
function clearLeftovers() {
  if (!existsSync(tests)) return
  for (const name of readdirSync(tests)) {
    if (/^\d+$/.test(name) && !isAlive(Number(name))) rmSync(join(tests, name), { recursive: true, force: true })
  }
}
