import { fileURLToPath } from 'node:url'
import { readConfig } from './config.ts'
import { migrate } from './platform/migrate.ts'
import { migrateQueues } from './platform/queue.ts'

const config = readConfig(process.env)
const applied = await migrate(
  config.database.url,
  fileURLToPath(new URL('db/migrations', import.meta.resolve('@emanet/server/package.json'))),
)
if (!config.redisUrl) await migrateQueues(config.database.url)
process.stdout.write(applied.length === 0 ? 'database up to date\n' : `applied ${applied.join(', ')}\n`)
