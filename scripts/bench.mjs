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
import { whenAskedToStop } from './stopping.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dir = resolve(root, process.env.EMANET_DIR || '.emanet')
const own = join(dir, 'bench', String(process.pid))
const main = join(root, 'bench/main.ts')
let postgres
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
  postgres = await startPostgres({ dataDir: join(own, 'postgres') })
  code = await run({
    ...withBin(root, process.env),
    EMANET_BENCH_DATABASE_URL: postgres.adminUrl,
    EMANET_BENCH_DIR: own,
    EMANET_BENCH_RESULTS: join(dir, 'bench'),
  })
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
} finally {
  await postgres?.stop()
  rmSync(own, { recursive: true, force: true })
}
process.exit(code)

function run(env) {
  const wrapper = fileURLToPath(new URL('./with-parent.mjs', import.meta.url))
  const command = [wrapper, findNode(root), main, ...process.argv.slice(2)]
  bench = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return new Promise((done) => {
    bench.once('error', () => done(1))
    bench.once('exit', (exitCode) => done(exitCode ?? 1))
  })
}
