import { startApi } from './api.ts'
import { readConfig } from './config.ts'
import { openDeps } from './open-deps.ts'
import { runProcess } from './platform/process.ts'

await runProcess(async () => {
  const config = readConfig(process.env)
  const deps = openDeps(config, 'api')
  const api = await startApi(deps, { host: config.host, port: config.apiPort })
  deps.log.info({ url: api.url }, 'api listens')
  return async () => {
    await api.close()
    await deps.close()
  }
})
