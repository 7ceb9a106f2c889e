import { giveMemoryBack } from './memory.ts'
import { readSettings } from './settings.ts'
import { PortTakenError, startSimulators } from './start-simulators.ts'

const STOP_MAX_MS = 5000

const settings = readSettings(process.env)
if (Array.isArray(settings)) fail(settings.join('\n'))

const running = await startSimulators(settings).catch((error: unknown) => {
  if (error instanceof PortTakenError) fail(error.message)
  throw error
})

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(1), STOP_MAX_MS).unref()
  await running.close()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// Whoever started us is gone, and nobody would stop us later.
process.on('disconnect', stop)

giveMemoryBack()
process.stdout.write(`Simulators: ${Object.values(running.urls).join(' ')}\n`)
process.send?.({ ready: true })

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
