import { ConfigError, readConfig } from './config.ts'
import { openDeps } from './open-deps.ts'
import { seedDemo } from './seed/seed-demo.ts'

// The last line of the output is read by `npm start`, which shows the accounts to people.
try {
  const config = readConfig(process.env)
  if (config.production) throw new ConfigError(['demo data is for demonstrations: it is not made with NODE_ENV=production'])
  const deps = openDeps(config, 'seed')
  const accounts = await seedDemo(deps).finally(() => deps.close())
  process.stdout.write(`${JSON.stringify({ accounts })}\n`)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.exitCode
}
