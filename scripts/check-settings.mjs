// What the parts themselves find wrong with their settings, as a list in JSON; run by the Node that reads their TypeScript.
import { readConfig } from '../apps/server/src/config.ts'
import { readSettings } from '../apps/simulators/src/settings.ts'

const wrong = []
try {
  // The database is started later, and its address known then.
  readConfig({ DATABASE_URL: 'postgres://127.0.0.1', ...process.env })
} catch (error) {
  if (error.problems === undefined) throw error
  wrong.push(...error.problems)
}
if (process.env.NODE_ENV !== 'production') {
  const settings = readSettings(process.env)
  if (Array.isArray(settings)) wrong.push(...settings)
}
process.stdout.write(`${JSON.stringify(wrong)}\n`)
