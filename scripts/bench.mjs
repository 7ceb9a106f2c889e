// `npm run bench`: bench/main.ts under the Node that came with the installation, with its own PostgreSQL.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfStale } from './build.mjs'
import { stopCommands } from './command.mjs'
import { installDependencies } from './install.mjs'
import { findNode, withBin } from './node-binary.mjs'
import { startPostgres } from './postgres.mjs'
import { say } from './progress.mjs'
import { findRedisServer, startRedis } from './redis.mjs'
import { whenAskedToStop } from './stopping.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dir = resolve(root, process.env.EMANET_DIR || '.emanet')
const results = join(dir, 'bench')
const own = join(results, String(process.pid))
const main = join(root, 'bench/main.ts')
const open = []
let bench

whenAskedToStop(() => {
  stopCommands()
  bench?.kill('SIGTERM')
})

let code = 1
try {
  if (!existsSync(main)) throw new Error('bench/main.ts is missing')
  await installDependencies({ root, dir })
  await buildIfStale({ root, dir, name: 'server' })
  mkdirSync(own, { recursive: true })
  say('starting PostgreSQL for the benchmark')
  // Durable commits, as in production: what is measured must include them.
  const postgres = await startPostgres({ dataDir: join(own, 'postgres') })
  open.push(postgres)
  const env = { EMANET_BENCH_DATABASE_URL: postgres.adminUrl, EMANET_BENCH_DIR: own, EMANET_BENCH_RESULTS: results }
  code = await run({ ...withBin(root, process.env), ...env, ...(await redisForBench()) })
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
} finally {
  for (const part of open.reverse()) await part.stop()
  // The logs of a run that failed stay; its database does not.
  rmSync(code ? join(own, 'postgres') : own, { recursive: true, force: true })
}
process.exit(code)

async function redisForBench() {
  const program = process.env.REDIS_URL ? null : findRedisServer()
  if (!program) return process.env.REDIS_URL ? { EMANET_BENCH_REDIS_URL: process.env.REDIS_URL } : {}
  const redis = await startRedis({ program, dir: join(own, 'redis') })
  open.push(redis)
  return { EMANET_BENCH_REDIS_URL: redis.url }
}

function run(env) {
  const wrapper = fileURLToPath(new URL('./with-parent.mjs', import.meta.url))
  const command = [wrapper, findNode(root), main, ...process.argv.slice(2)]
  bench = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return new Promise((done) => {
    bench.once('error', () => done(1))
    bench.once('exit', (exitCode) => done(exitCode ?? 1))
  })
}
