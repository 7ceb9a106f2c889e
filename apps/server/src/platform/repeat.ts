export type Repeated = { wake: () => void; close(): Promise<void> }

/**
 * Runs `task` now, at each `wake`, and `periodMs` after it last ended; never twice at once. `close` waits for the run under way.
 * `onError` hears of the first, second, fourth, eighth … failure in a row: an outage of hours must not fill the log.
 */
export function repeatEvery(
  periodMs: number,
  task: () => Promise<unknown>,
  onError: (error: unknown, failuresInARow: number) => void,
): Repeated {
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let again = false
  let closed = false
  const run = () => {
    if (closed) return
    if (running) {
      again = true
      return
    }
    clearTimeout(timer)
    running = task()
      .then(
        () => {
          failures = 0
        },
        (error: unknown) => {
          failures++
          if (Number.isInteger(Math.log2(failures))) onError(error, failures)
        },
      )
      .then(() => {
        running = undefined
        if (closed) return
        timer = setTimeout(run, again ? 0 : periodMs)
        again = false
      })
  }
  run()
  return {
    wake: run,
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
