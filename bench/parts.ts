import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LEAN } from '../scripts/services.mjs'

/** A process of the benchmark. It ends when the benchmark ends, however that happens. */
export type Part = {
  /** Where it listens, if it said so. */
  url: string
  pid: number
  /** One message, one answer. */
  ask<Answer>(message: unknown): Promise<Answer>
  stop(): Promise<void>
}

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
const READY_TIMEOUT_MS = 30_000

/**
 * Starts a program that says `{ready: true, url?}` over IPC when it can be used.
 * @param options.log file that gets its output. @throws Error with the end of it when the program ends before it is ready.
 */
export async function startPart(program: string, options: { env?: Record<string, string>; log: string; flags?: string[] }): Promise<Part> {
  const output = openSync(options.log, 'a')
  const child = fork(join(ROOT, program), [], {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    execArgv: options.flags ?? [],
    serialization: 'advanced',
    stdio: ['ignore', output, output, 'ipc'],
  })
  closeSync(output)
  const ended = once(child, 'exit')
  const ready = once(child, 'message', { signal: AbortSignal.timeout(READY_TIMEOUT_MS) })
  ready.catch(() => {})
  const outcome = await Promise.race([ready, ended.then(() => null)])
  if (outcome === null) throw new Error(`${program} did not start:\n${readFileSync(options.log, 'utf8').slice(-2000)}`)
  const [{ url = '' }] = outcome as [{ url?: string }]
  return {
    url,
    pid: child.pid as number,
    async ask<Answer>(message: unknown) {
      const answer = once(child, 'message')
      child.send(message as never)
      const first = await Promise.race([answer, ended.then(() => null)])
      if (first === null) throw new Error(`${program} ended:\n${readFileSync(options.log, 'utf8').slice(-2000)}`)
      return first[0] as Answer
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Where the built server's programs are. */
const SERVER = 'apps/server/dist/apps/server/src'

/** The API as it was built, on the port of its environment. Flags of Node (`--cpu-prof`) come from EMANET_BENCH_FLAGS. */
export async function startApi({ env, log }: { env: Record<string, string>; log: string }): Promise<Part> {
  const flags = process.env['EMANET_BENCH_FLAGS']?.split(' ') ?? []
  const part = await startPart(`${SERVER}/api.main.js`, { env, log, flags: [...LEAN, ...flags] })
  return { ...part, url: `http://127.0.0.1:${env['API_PORT']}` }
}

export function startWorker({ env, log }: { env: Record<string, string>; log: string }): Promise<Part> {
  return startPart(`${SERVER}/worker.main.js`, { env, log, flags: LEAN })
}

/** Megabytes of memory that a process has resident. Null where the system does not say (it is Linux that does). */
export function residentMb(pid: number): number | null {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
  } catch {
    return null
  }
}
