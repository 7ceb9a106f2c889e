/**
 * Runs a process until it is told to stop: SIGTERM, Ctrl-C, or the end of the parent that started it. `start` returns how
 * to close it. An error whose `exitCode` is set (wrong settings) prints its message alone and exits with that code.
 */
export async function runProcess(start: () => Promise<() => Promise<void>>): Promise<void> {
  let close: () => Promise<void>
  try {
    close = await start()
  } catch (error) {
    const { exitCode, message, stack } = error as Error & { exitCode?: number }
    process.stderr.write(`${exitCode === undefined ? stack : message}\n`)
    process.exit(exitCode ?? 1)
  }
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), 15_000).unref()
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  process.send?.({ ready: true })
}
