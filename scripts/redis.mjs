import { accessSync, constants, mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './ports.mjs'
import { signalGroup } from './processes.mjs'
import { programService } from './service.mjs'

const WITH_PARENT = fileURLToPath(new URL('./with-parent.mjs', import.meta.url))

/** The path of a `redis-server`, or null where none is on the PATH. */
export function findRedisServer(path = process.env.PATH ?? '') {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, 'redis-server')
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not in this folder.
    }
  }
  return null
}

/**
 * Starts a Redis that keeps nothing on disk, on the given or a free port of 127.0.0.1; it ends with the calling process.
 * @returns {Promise<{url: string, port: number, kill: () => Promise<void>, stop: () => Promise<void>}>}
 */
export async function startRedis({ program, dir, port: wanted = 0, env = process.env }) {
  const port = wanted || (await freePort())
  mkdirSync(dir, { recursive: true })
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir]
  const log = join(dir, 'redis.log')
  const service = programService({
    name: 'Redis',
    command: [process.execPath, WITH_PARENT, program, ...flags, '--maxmemory-policy', 'noeviction'],
    env,
    log,
    probe: () => accepts(port),
    stopTimeoutMs: 5000,
  })
  const handle = await service.start()
  const kill = async () => {
    signalGroup(handle.pid, 'SIGKILL')
    await handle.exited
  }
  return { url: `redis://127.0.0.1:${port}`, port, kill, stop: handle.stop }
}

function accepts(port) {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}
