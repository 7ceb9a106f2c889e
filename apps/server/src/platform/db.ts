import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { AppError } from '@emanet/contracts/errors'
import pg from 'pg'
import { type Sql, toStatement } from './sql.ts'

/** Reads, outside or inside a transaction. */
export type Db = { query<Row>(query: Sql): Promise<Row[]> }
/** A transaction somebody opened: the only thing that may write. */
export type Tx = Db & {
  readonly tx: true
  /** The last statement, sent together with COMMIT: locks are held for one round trip less. */
  finish<Row>(query: Sql): Promise<Row[]>
}
export type Database = Db & {
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** A test's way to cut a command at its n-th statement. Never set outside tests. */
export type BeforeStatement = (text: string) => void

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `bigint out of range: ${text}`)
  return value
})

/** Times out waiting for a lock after 500 ms and ends a transaction idle for 5 s: no lock is held across a hang. */
const SESSION = '-c lock_timeout=500ms -c statement_timeout=10s -c idle_in_transaction_session_timeout=5s -c timezone=UTC'

export function openDatabase(options: {
  url: string
  poolMax: number
  name: string
  onError: (error: Error) => void
  beforeStatement?: BeforeStatement
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolMax,
    connectionTimeoutMillis: 2000,
    idleTimeoutMillis: 30_000,
    application_name: options.name,
    options: SESSION,
    keepAlive: true,
    // Statements may be sent before the one ahead of them was answered; each is still answered on its own.
    pipeline: true,
  })
  pool.on('error', options.onError)
  const beforeStatement = options.beforeStatement
  return {
    pool,
    query: (query) => run(pool, query, beforeStatement),
    close: () => pool.end(),
    ...(beforeStatement ? { beforeStatement } : {}),
  }
}

async function run<Row>(client: pg.Pool | pg.PoolClient, query: Sql, beforeStatement?: BeforeStatement): Promise<Row[]> {
  const statement = toStatement(query)
  beforeStatement?.(statement.text)
  const result = await client.query(statement)
  return result.rows as Row[]
}

const openTransaction = new AsyncLocalStorage<true>()

/** Rule 3 of the house, at run time: no provider is called while a transaction is open. */
export function assertNoTransaction(): void {
  assert(!openTransaction.getStore(), 'a provider was called inside a transaction')
}

const RETRYABLE = new Set(['40001', '40P01'])

/**
 * Runs `step` in one READ COMMITTED transaction: commits what it returns, rolls back what it throws. A deadlock or
 * serialization failure runs the whole step again, at most three times.
 */
export async function withTx<T>(db: Database, step: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openTransaction.run(true, () => attemptTx(db, step))
    } catch (error) {
      if (attempt >= 3 || !RETRYABLE.has(errorCode(error))) throw error
    }
  }
}

async function attemptTx<T>(db: Database, step: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await db.pool.connect()
  const { beforeStatement } = db as { beforeStatement?: BeforeStatement }
  let broken: Error | undefined
  // The pool listens only while a client is idle; a backend that ends between two statements would end the process.
  const note = (error: Error) => {
    broken = error
  }
  client.on('error', note)
  try {
    return await begin(client, step, beforeStatement)
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.off('error', note)
    client.release(broken)
  }
}

/** BEGIN leaves together with the step's first statement, COMMIT with its last one when the step says that it is the last. */
async function begin<T>(client: pg.PoolClient, step: (tx: Tx) => Promise<T>, beforeStatement?: BeforeStatement): Promise<T> {
  let begun: Promise<unknown> | undefined
  let isFinished = false
  const tx: Tx = {
    tx: true,
    query(query) {
      assert(!isFinished, 'a statement after the last one')
      return run(client, query, beforeStatement)
    },
    async finish<Row>(query: Sql) {
      await begun
      isFinished = true
      beforeStatement?.(toStatement(query).text)
      beforeStatement?.('commit')
      const [rows] = await inOneWrite(client, () => Promise.all([run<Row>(client, query), client.query('commit')]))
      return rows
    },
  }
  beforeStatement?.('begin')
  const stepping = inOneWrite(client, () => {
    begun = client.query('begin')
    // When it fails, so does the statement that was sent with it, and that is what is reported.
    begun.catch(() => {})
    return step(tx)
  })
  const result = await stepping
  await begun
  if (isFinished) return result
  beforeStatement?.('commit')
  await client.query('commit')
  return result
}

/** What `send` sends before it waits for anything leaves in one packet; each of them would cost both processes a wake-up. */
function inOneWrite<T>(client: pg.PoolClient, send: () => T): T {
  const { stream } = client.connection
  stream.cork()
  try {
    return send()
  } finally {
    stream.uncork()
  }
}

/** PostgreSQL's five-character SQLSTATE, or `''`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Whether `error` says that the named constraint or unique index was violated. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint
}

export function isLockTimeout(error: unknown): boolean {
  return errorCode(error) === '55P03'
}

/** Text with a NUL or half a character pair: the contract refuses it by the field's name; this is the net below it. */
export function isUnstorableText(error: unknown): boolean {
  return ['22021', '22P05'].includes(errorCode(error))
}

/** Connection refused, terminated, starting up, pool exhausted: worth another try in a moment. */
export function isDatabaseDown(error: unknown): boolean {
  const code = errorCode(error)
  return (
    /^(08|57P|53|57014)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '25P03'].includes(code) ||
    (error instanceof Error &&
      /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message))
  )
}

/** The only row. @throws AppError of `code` when there is none. */
export function only<Row>(rows: Row[], code: ConstructorParameters<typeof AppError>[0]): Row {
  const row = rows[0]
  if (row === undefined) throw new AppError(code)
  return row
}
