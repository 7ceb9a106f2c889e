import { readConfig } from './config.ts'
import { openDeps } from './open-deps.ts'
import { runProcess } from './platform/process.ts'
import { startWorker } from './worker.ts'

await runProcess(async () => {
  const config = readConfig(process.env)
  const deps = openDeps(config, 'worker')
  const worker = await startWorker(deps)
  deps.log.info('worker runs')
  return async () => {
    await worker.close()
    await deps.close()
  }
})
