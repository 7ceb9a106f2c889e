import { readConfig } from './config.ts'
import { openDeps } from './open-deps.ts'
import { seedDemo } from './seed/seed-demo.ts'

// The last line of the output is read by `npm start`, which shows the accounts to people.
const config = readConfig(process.env)
if (config.production) {
  process.stderr.write('demo data is for demonstrations: not with NODE_ENV=production\n')
  process.exit(78)
}
const deps = openDeps(config, 'seed')
try {
  process.stdout.write(`${JSON.stringify({ accounts: await seedDemo(deps) })}\n`)
} finally {
  await deps.close()
}
