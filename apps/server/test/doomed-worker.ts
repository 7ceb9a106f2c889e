import { openLog } from '../src/platform/log.ts'
import { type QueueBackend, startQueueWorker } from '../src/platform/queue.ts'

// A worker that takes a job, says so, and never ends it: to be killed. It does not outlive a test that failed before it did that.
process.on('disconnect', () => process.exit())
const backend = JSON.parse(process.argv[2] as string) as QueueBackend
const timing = JSON.parse(process.argv[3] as string) as { lockMs: number; stalledCheckMs: number }
const hold = async ({ effectId }: { effectId: string }) => {
  process.send?.(effectId)
  await new Promise(() => {})
}
startQueueWorker(backend, 'email', 1, hold, openLog({ level: 'silent', name: 'doomed' }), timing)
