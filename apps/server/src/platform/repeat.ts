export type Repeated = { wake: () => void; close(): Promise<void> }

/** Runs `task` now, at each `wake`, and `periodMs` after it last ended; never twice at once. `close` waits for the run under way. */
export function repeatEvery(periodMs: number, task: () => Promise<unknown>, onError: (error: unknown) => void): Repeated {
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
      .then(() => {}, onError)
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
