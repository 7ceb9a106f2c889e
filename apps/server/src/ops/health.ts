import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Db } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

const ANSWER_WITHIN_MS = 1500

/** `/health/live`: the process runs. `/health/ready`: it can serve, or what is missing. */
export function addHealth(fastify: FastifyInstance, deps: Deps): void {
  const expected = migrationNames()
  let closing = false
  fastify.addHook('preClose', async () => {
    closing = true
  })
  fastify.get('/health/live', async () => ({ status: 'ok' }))
  fastify.get('/health/ready', async (_request, reply) => {
    const problem = closing ? 'shutting down' : await databaseProblem(deps.db, expected)
    if (problem === null) return { status: 'ok' }
    reply.status(503).header('retry-after', '1')
    return { status: 'unavailable', problem }
  })
}

async function databaseProblem(db: Db, expected: string[]): Promise<string | null> {
  const tooLate = new Promise<string>((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, 'the database does not answer').unref())
  return Promise.race([tooLate, missingMigrations(db, expected)])
}

async function missingMigrations(db: Db, expected: string[]): Promise<string | null> {
  try {
    const applied = new Set((await db.query<{ name: string }>(sql`select name from migrations`)).map((row) => row.name))
    const missing = expected.filter((name) => !applied.has(name))
    return missing.length === 0 ? null : `the database lacks ${missing.join(', ')}`
  } catch {
    return 'the database cannot be read'
  }
}

/** The files in `db/migrations` of this package, whether the code runs from `src` or from `dist`. */
function migrationNames(): string[] {
  for (let directory = import.meta.dirname; directory !== dirname(directory); directory = dirname(directory)) {
    const migrations = join(directory, 'db', 'migrations')
    if (existsSync(migrations)) return readdirSync(migrations).filter((name) => name.endsWith('.sql'))
  }
  throw new Error(`no db/migrations above ${import.meta.dirname}`)
}
