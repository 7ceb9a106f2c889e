import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** Any number; the same for every process that migrates. */
const ADVISORY_LOCK = 7_312_026

/**
 * Applies the numbered SQL files that were not applied yet, each in its own transaction, forward only. Two processes may
 * run it at once. @returns the names it applied. @throws Error when an applied file is gone from the directory.
 */
export async function migrate(databaseUrl: string, directory: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK])
    await client.query('create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())')
    const { rows } = await client.query<{ name: string }>('select name from migrations')
    const applied = new Set(rows.map((row) => row.name))
    const files = readdirSync(directory)
      .filter((file) => /^\d{4}_.*\.sql$/.test(file))
      .sort()
    const missing = [...applied].filter((name) => !files.includes(name))
    if (missing.length > 0) throw new Error(`the database is newer than this code: it knows ${missing.join(', ')}`)
    const fresh = files.filter((file) => !applied.has(file))
    for (const file of fresh) {
      await client.query('begin')
      await client.query(readFileSync(join(directory, file), 'utf8'))
      await client.query('insert into migrations (name) values ($1)', [file])
      await client.query('commit')
    }
    return fresh
  } finally {
    await client.end()
  }
}
