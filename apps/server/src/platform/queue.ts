import { once } from 'node:events'
import { type Job as BullJob, createPostgresBackend, Queue, runMigrations, Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { Log } from './log.ts'

/** BullMQ on Redis when there is one, else on its own PostgreSQL backend: same code, same semantics. */
export type QueueBackend = { kind: 'redis'; url: string } | { kind: 'postgres'; url: string }

export function queueBackend(config: { redisUrl: string | undefined; database: { url: string } }): QueueBackend {
  return config.redisUrl ? { kind: 'redis', url: config.redisUrl } : { kind: 'postgres', url: config.database.url }
}

export type JobData = { effectId: string }

export type QueueClient = {
  /** A job with the id of one that is still there is not added twice. `attempts`: BullMQ's own limit. */
  add(queue: string, job: { name: string; id: string; data: JobData; attempts: number }): Promise<void>
  queue(name: string): Queue
  close(): Promise<void>
}

const SCHEMA = 'bullmq'

/** Makes or updates BullMQ's own tables. Explicit: a worker that migrates at boot would race the others. */
export async function migrateQueues(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await runMigrations(client as never, SCHEMA)
  } finally {
    await client.end()
  }
}

export function openQueues(backend: QueueBackend, log: Log): QueueClient {
  const queues = new Map<string, Queue>()
  const redis = backend.kind === 'redis' ? redisConnection(backend.url, log, true) : null
  const open = (name: string): Queue =>
    redis
      ? new Queue(name, { connection: redis, prefix: '{bull}' })
      : (new PostgresQueue(name, { connection: { connectionString: backend.url, schema: SCHEMA, max: 5 } }) as unknown as Queue)
  const queue = (name: string): Queue => {
    const known = queues.get(name)
    if (known) return known
    const made = open(name)
    made.on('error', (error) => log.warn({ err: error, queue: name }, 'queue error'))
    queues.set(name, made)
    // On PostgreSQL one that could not connect at first never does again.
    made.waitUntilReady().catch(() => {
      if (queues.get(name) === made) queues.delete(name)
      made.close().catch(() => {})
    })
    return made
  }
  return {
    queue,
    async add(name, job) {
      if (redis) await reach(redis)
      await queue(name).add(job.name, job.data, {
        jobId: job.id,
        attempts: job.attempts,
        backoff: { type: 'jittered' },
        removeOnComplete: { age: 3600, count: 1000 },
        removeOnFail: { age: 7 * 86_400, count: 5000 },
      })
    },
    async close() {
      await Promise.all([...queues.values()].map((one) => one.close()))
      redis?.disconnect()
    },
  }
}

const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend)

const REOPEN_AFTER_MS = 1000

export type QueueWorker = { close(): Promise<void> }

/** Thrown by a job that wants to be run again, after this long. */
export class RunAgain extends Error {
  readonly afterMs: number

  constructor(reason: string, afterMs: number) {
    super(reason)
    this.afterMs = afterMs
  }
}

/**
 * Runs the jobs of one queue. A worker killed in the middle costs an attempt, never the job: `maxStalledCount` is high
 * because its default of 1 fails a job for good when its worker dies twice.
 */
export function startQueueWorker(
  backend: QueueBackend,
  name: string,
  concurrency: number,
  handler: (data: JobData) => Promise<void>,
  log: Log,
  timing = { lockMs: 30_000, stalledCheckMs: 10_000 },
): QueueWorker {
  const run = (job: BullJob) => handler(job.data as JobData)
  const options = {
    concurrency,
    maxStalledCount: 1000,
    stalledInterval: timing.stalledCheckMs,
    lockDuration: timing.lockMs,
    // After a lost connection; its default is a quarter of a minute.
    runRetryDelay: 1000,
    settings: {
      backoffStrategy: (_attemptsMade: number, _type?: string, error?: Error) => (error instanceof RunAgain ? error.afterMs : 5000),
    },
  }
  const open = (): Worker =>
    backend.kind === 'redis'
      ? new Worker(name, run, { ...options, connection: redisConnection(backend.url, log, false), prefix: '{bull}' })
      : (new PostgresWorker(name, run as never, {
          ...options,
          connection: { connectionString: backend.url, schema: SCHEMA, max: 5 },
        }) as unknown as Worker)
  return keepOpen(open, (error) => log.warn({ err: error, queue: name }, 'worker error'))
}

/** On PostgreSQL a worker that could not connect at first never does again: another one takes its place. */
function keepOpen(open: () => Worker, onError: (error: Error) => void): QueueWorker {
  let worker: Worker
  let closed = false
  const begin = () => {
    const fresh = open()
    worker = fresh
    fresh.on('error', onError)
    fresh.waitUntilReady().catch((error: Error) => {
      if (closed) return
      onError(error)
      fresh.close(true).catch(() => {})
      setTimeout(() => closed || begin(), REOPEN_AFTER_MS).unref()
    })
  }
  begin()
  return {
    async close() {
      closed = true
      await worker.close()
    },
  }
}

/** A producer fails fast when Redis is away (the rows wait in PostgreSQL); a worker waits for it. */
function redisConnection(url: string, log: Log, failFast: boolean): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: failFast ? 1 : null,
    enableOfflineQueue: !failFast,
    connectTimeout: 2000,
    retryStrategy: (times) => Math.min(2000, times * 100),
  })
  redis.on('error', (error) => log.warn({ err: error }, 'redis'))
  return redis
}

/** While Redis is away BullMQ would wait for it, and the relay with everything behind it. @throws Error unless it is there or answers now. */
async function reach(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return
  if (redis.status !== 'connecting' && redis.status !== 'connect') throw new Error('Redis is away')
  const over = new AbortController()
  try {
    await Promise.race([
      once(redis, 'ready', { signal: over.signal }),
      once(redis, 'close', { signal: over.signal }).then(() => Promise.reject(new Error('Redis is away'))),
    ])
  } finally {
    over.abort()
  }
}
