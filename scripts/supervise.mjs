const BACKOFF_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]
// A service that ran this long had recovered; its next end starts the backoff anew.
const RECOVERED_MS = 60_000

/**
 * Starts services, each when those it comes `after` are ready, and starts again what ends by itself.
 * @param {object} options
 * @param {{name: string, after?: string[], start: (abort: AbortSignal) => Promise<{exited: Promise<string>, stop: () => Promise<boolean | void>} | null>}[]} options.services
 *   `after` absent: after the one before it in the list; `start` resolves when the service is ready, with null for a step that leaves nothing running, and gives up when aborted;
 *   `exited` resolves with the reason when it has ended; `stop` resolves to true when it had to be killed
 * @param {(line: string) => void} options.say is told each end and each restart in one line
 * @param {number[]} [options.backoffMs]
 */
export function createSupervisor({ services, say, backoffMs = BACKOFF_MS }) {
  const abort = new AbortController()
  const watched = createWatch({ abort, say, backoffMs })
  return {
    /** @throws the first service's error; what already runs goes on until `stop` */
    async start() {
      const begun = new Map()
      services.forEach((service, index) => {
        const after = service.after ?? services.slice(index - 1, index).map(({ name }) => name)
        begun.set(
          service.name,
          watched.startAfter(
            service,
            after.map((name) => begun.get(name)),
          ),
        )
      })
      await Promise.all(begun.values())
    },

    /** Ends everything in the opposite order; resolves when all of it is gone. */
    async stop() {
      abort.abort(new Error('stopped'))
      await Promise.allSettled(watched.starting)
      for (const { name } of services.toReversed()) {
        const forced = await watched.live.get(name)?.stop()
        if (forced) say(`${name} did not stop by itself and was killed`)
      }
    },
  }
}

/** The services that run (`live`, by name) or are about to (`starting`); each is started again whenever it ends by itself. */
function createWatch({ abort, say, backoffMs }) {
  const live = new Map()
  const starting = new Set()

  async function startAfter(service, others) {
    await Promise.all(others)
    abort.signal.throwIfAborted()
    const handle = await begin(service)
    if (handle) watch(service, handle)
  }

  async function begin(service) {
    const attempt = service.start(abort.signal)
    starting.add(attempt)
    try {
      const handle = await attempt
      if (handle) live.set(service.name, handle)
      return handle
    } finally {
      starting.delete(attempt)
    }
  }

  async function watch(service, first) {
    let handle = first
    for (let failures = 0; ; failures++) {
      let reason = 'it did not become ready'
      if (handle) {
        const from = Date.now()
        reason = await handle.exited
        if (Date.now() - from > RECOVERED_MS) failures = 0
      }
      if (abort.signal.aborted) return
      live.delete(service.name)
      const waitMs = backoffMs[Math.min(failures, backoffMs.length - 1)]
      say(`${service.name} ended (${reason}); starting it again in ${waitMs / 1000} s`)
      await pause(waitMs, abort.signal)
      if (abort.signal.aborted) return
      handle = await restart(service)
    }
  }

  async function restart(service) {
    try {
      const handle = await begin(service)
      if (!abort.signal.aborted) say(`${service.name} is running again`)
      return handle
    } catch (error) {
      if (!abort.signal.aborted) say(`${service.name}: ${error.message}`)
      return null
    }
  }

  return { live, starting, startAfter }
}

function pause(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
    function end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      done()
    }
  })
}
