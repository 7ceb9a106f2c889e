const BACKOFF_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]
// A service that ran this long had recovered; its next end starts the backoff anew.
const RECOVERED_MS = 60_000

/**
 * Starts services one after another, each when the one before is ready, and starts again what ends by itself.
 * @param {object} options
 * @param {{name: string, start: () => Promise<{exited: Promise<string>, stop: () => Promise<void>}>}[]} options.services
 *   `start` resolves when the service is ready; `exited` resolves with the reason when it has ended
 * @param {(line: string) => void} options.say is told each restart in one line
 * @param {number[]} [options.backoffMs]
 */
export function createSupervisor({ services, say, backoffMs = BACKOFF_MS }) {
  const live = new Map()
  let stopping = false
  const wakers = new Set()

  const pause = (ms) =>
    new Promise((done) => {
      const timer = setTimeout(wake, ms)
      function wake() {
        clearTimeout(timer)
        wakers.delete(wake)
        done()
      }
      wakers.add(wake)
    })

  async function watch(service, handle) {
    for (let failures = 0; ; failures++) {
      let reason
      if (handle) {
        const from = Date.now()
        reason = await handle.exited
        live.delete(service.name)
        if (Date.now() - from > RECOVERED_MS) failures = 0
      } else {
        reason = 'it did not become ready'
      }
      if (stopping) return
      const waitMs = backoffMs[Math.min(failures, backoffMs.length - 1)]
      say(`${service.name} ended (${reason}); starting it again in ${waitMs / 1000} s`)
      await pause(waitMs)
      if (stopping) return
      handle = await restart(service)
    }
  }

  async function restart(service) {
    try {
      const handle = await service.start()
      live.set(service.name, handle)
      // A stop that came while it was starting did not see it.
      if (stopping) await handle.stop()
      else say(`${service.name} is running again`)
      return handle
    } catch (error) {
      if (!stopping) say(`${service.name}: ${error.message}`)
      return null
    }
  }

  return {
    /** @throws the first service's error; what already runs goes on until `stop` */
    async start() {
      for (const service of services) {
        if (stopping) return
        const handle = await service.start()
        live.set(service.name, handle)
        watch(service, handle)
      }
    },

    /** Ends everything in the opposite order; resolves when all of it is gone. */
    async stop() {
      stopping = true
      for (const wake of wakers) wake()
      for (const service of services.toReversed()) await live.get(service.name)?.stop()
    }
  }
}
