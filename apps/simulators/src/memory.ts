import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const LOOK_MS = 10_000
/** Of one processor. */
const RESTING_SHARE = 0.03
const EXCESS_BYTES = 16 * 1024 * 1024

/** V8 keeps the heap that a burst of requests needed until it needs it again; a simulator at rest gives it back to the machine. */
export function giveMemoryBack(lookMs = LOOK_MS): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as NodeJS.GCFunction
  let cpu = process.cpuUsage()
  let restingBytes = 0
  setInterval(() => {
    const { user, system } = process.cpuUsage(cpu)
    cpu = process.cpuUsage()
    if ((user + system) / 1000 > lookMs * RESTING_SHARE || process.memoryUsage.rss() < restingBytes + EXCESS_BYTES) return
    // Any other collection keeps the emptied pages, hundreds of megabytes of them, for the next burst.
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    restingBytes = process.memoryUsage.rss()
  }, lookMs).unref()
}
