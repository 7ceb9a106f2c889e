import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort, freePortBlock } from '../../scripts/ports.mjs'
import type { Bench, Figure } from '../bench.ts'
import { ROOT } from '../parts.ts'

const READY = 'ready; Ctrl-C stops everything'
const READY_WITHIN_MS = 300_000

/** `npm start` on data of its own, twice: the first one installs, builds and seeds what is missing, the second is measured. */
export async function measureStart({ dir, say }: Bench): Promise<Figure[]> {
  const env = await ownEnvironment(join(dir, 'start'))
  say('npm start for the first time, which is not measured')
  await startAndStop(env)
  say('npm start for the second time')
  const seconds = await startAndStop(env)
  return [{ name: 'npm start, second time', target: '≤ 10 s', measured: `${seconds.toFixed(1)} s`, isGood: seconds <= 10 }]
}

async function ownEnvironment(dir: string): Promise<Record<string, string | undefined>> {
  const ports: Record<string, string> = { SIMULATORS_PORT: String(await freePortBlock(5)) }
  for (const name of ['WEB_PORT', 'MOBILE_WEB_PORT', 'API_PORT', 'POSTGRES_PORT']) ports[name] = String(await freePort())
  return { ...process.env, ...ports, EMANET_DIR: dir, DATABASE_URL: undefined, REDIS_URL: undefined }
}

/** @returns seconds from the command to the line that says that everything is healthy. */
async function startAndStop(env: Record<string, string | undefined>): Promise<number> {
  const from = performance.now()
  const start = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs')], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(start, 'exit')
  try {
    await untilReady(start)
    return (performance.now() - from) / 1000
  } finally {
    start.kill('SIGTERM')
    await ended
  }
}

function untilReady(start: ChildProcess): Promise<void> {
  let output = ''
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`npm start ${why}:\n${output.slice(-2000)}`))
    const timer = setTimeout(() => fail(`was not ready in ${READY_WITHIN_MS / 1000} s`), READY_WITHIN_MS)
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      if (!output.includes(READY)) return
      clearTimeout(timer)
      resolve()
    }
    start.stdout?.on('data', take)
    start.stderr?.on('data', take)
    start.once('exit', () => {
      clearTimeout(timer)
      fail('ended')
    })
  })
}
