import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createWorld, type World, type WorldOptions } from './world.ts'

const BUILT = fileURLToPath(new URL('../dist/apps/server/src/', import.meta.url))

type Part = 'api' | 'worker'

/** A world whose gateway and workers are the built processes, to be killed. */
export class Fleet {
  readonly world: World
  readonly #running = new Map<Part, ChildProcess>()

  constructor(world: World) {
    this.world = world
  }

  async start(part: Part): Promise<void> {
    const program = `${BUILT}${part}.main.js`
    if (!existsSync(program)) throw new Error('the server is not built: run tests by `npm test`')
    const child = fork(program, [], { env: { ...process.env, ...this.world.env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    this.#running.set(part, child)
    const ready = await Promise.race([once(child, 'message').then(() => true), once(child, 'exit').then(() => false)])
    if (!ready) throw new Error(`the ${part} ended before it was ready`)
  }

  /** As an out-of-memory killer would: no time for anything. */
  async kill(part: Part): Promise<void> {
    await this.#end(part, 'SIGKILL')
  }

  /** As a deployment does. @returns its exit code. */
  async stop(part: Part): Promise<number | null> {
    return this.#end(part, 'SIGTERM')
  }

  /** Whether gateway and worker are those that were started last. */
  get isWhole(): boolean {
    return this.#running.size === 2 && [...this.#running.values()].every((child) => child.exitCode === null && child.signalCode === null)
  }

  async close(): Promise<void> {
    for (const part of [...this.#running.keys()]) await this.kill(part)
    await this.world.close()
  }

  async #end(part: Part, signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#running.get(part)
    if (!child) return null
    this.#running.delete(part)
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    }
    return child.exitCode
  }
}

/** The world's own gateway makes way for a process on the same port; `prepare` may use it before. */
export async function launchFleet<T>(options: WorldOptions, prepare: (world: World) => Promise<T>): Promise<{ fleet: Fleet; prepared: T }> {
  const world = await createWorld({ ...options, withoutWorkers: true })
  const prepared = await prepare(world)
  await world.api.close()
  const fleet = new Fleet(world)
  await Promise.all([fleet.start('api'), fleet.start('worker')])
  return { fleet, prepared }
}
