import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const LOOK_MS = 10_000
const RESTING_CPU_MS = 300
const EXCESS_BYTES = 32 * 1024 * 1024

/** V8 keeps the heap that a burst of requests needed until it needs it again; a simulator at rest gives it back to the machine. */
export function giveMemoryBack(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let cpu = process.cpuUsage()
  let restingBytes = 0
  setInterval(() => {
    const { user, system } = process.cpuUsage(cpu)
    cpu = process.cpuUsage()
    if ((user + system) / 1000 > RESTING_CPU_MS || process.memoryUsage().heapTotal < restingBytes + EXCESS_BYTES) return
    collect()
    restingBytes = process.memoryUsage().heapTotal
  }, LOOK_MS).unref()
}
