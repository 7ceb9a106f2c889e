import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { startPostgres } from '../../../../scripts/postgres.mjs'
import { findRedisServer, startRedis } from '../../../../scripts/redis.mjs'
import { openLog } from './log.ts'
import { migrateQueues, openQueues, type QueueBackend, startQueueWorker } from './queue.ts'

const DOOMED = fileURLToPath(new URL('../../test/doomed-worker.ts', import.meta.url))

test('a queue and a worker that were opened while PostgreSQL was away work as soon as it is there', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'emanet-queue-'))
  const cluster = { dataDir: join(dir, 'postgres'), settings: { fsync: 'off' } }
  let postgres = await startPostgres(cluster)
  await migrateQueues(postgres.adminUrl)
  await postgres.stop()
  const backend: QueueBackend = { kind: 'postgres', url: postgres.adminUrl }
  const log = openLog({ level: 'silent', name: 'test' })
  const queues = openQueues(backend, log)
  const job = { name: 'email', id: 'a-job', data: { effectId: 'an-effect' }, attempts: 3 }
  let didRun = (_: string) => {}
  const ran = new Promise<string>((resolve) => {
    didRun = resolve
  })
  const worker = startQueueWorker(backend, 'email', 1, async ({ effectId }) => didRun(effectId), log)
  try {
    await expect(queues.add('email', job)).rejects.toThrow('ECONNREFUSED')
    postgres = await startPostgres({ ...cluster, port: postgres.port })
    await queues.add('email', job)
    expect(await ran).toBe('an-effect')
  } finally {
    await worker.close()
    await queues.close()
    await postgres.stop()
    rmSync(dir, { recursive: true, force: true })
  }
})

const redisServer = findRedisServer()

test('a job for a Redis that is away is refused at once, and taken when it is back', async ({ skip }) => {
  skip(!redisServer, 'no redis-server on the PATH')
  const dir = mkdtempSync(join(tmpdir(), 'emanet-queue-'))
  const options = { program: redisServer as string, dir }
  let redis = await startRedis(options)
  const queues = openQueues({ kind: 'redis', url: redis.url }, openLog({ level: 'silent', name: 'test' }))
  const add = (id: string) => queues.add('email', { name: 'email', id, data: { effectId: id }, attempts: 3 })
  try {
    await add('first')
    await redis.kill()
    // Both a queue that was used before and one that is opened now.
    await expect(add('second')).rejects.toThrow()
    await expect(queues.add('push', { name: 'push', id: 'third', data: { effectId: 'third' }, attempts: 3 })).rejects.toThrow()
    redis = await startRedis({ ...options, port: redis.port })
    await vi.waitFor(() => add('second'), { timeout: 10_000 })
    expect(await queues.queue('email').getWaitingCount()).toBe(1)
  } finally {
    await queues.close()
    await redis.stop()
    rmSync(dir, { recursive: true, force: true })
  }
})

describe('a job whose worker is killed in the middle of it, three times in a row', () => {
  const timing = { lockMs: 1000, stalledCheckMs: 500 }

  async function expectDoneByTheFourth(backend: QueueBackend): Promise<void> {
    const log = openLog({ level: 'silent', name: 'test' })
    const queues = openQueues(backend, log)
    try {
      await queues.add('email', { name: 'email', id: 'a-job', data: { effectId: 'an-effect' }, attempts: 1 })
      for (const _ of [1, 2, 3]) {
        const doomed = fork(DOOMED, [JSON.stringify(backend), JSON.stringify(timing)])
        const [taken] = await once(doomed, 'message')
        doomed.kill('SIGKILL')
        await once(doomed, 'exit')
        expect(taken).toBe('an-effect')
      }
      const { promise: done, resolve } = Promise.withResolvers<string>()
      const worker = startQueueWorker(backend, 'email', 1, async ({ effectId }) => resolve(effectId), log, timing)
      expect(await done.finally(() => worker.close())).toBe('an-effect')
    } finally {
      await queues.close()
    }
  }

  test('is done by the fourth, on PostgreSQL', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'emanet-queue-'))
    const postgres = await startPostgres({ dataDir: join(dir, 'postgres'), settings: { fsync: 'off' } })
    try {
      await migrateQueues(postgres.adminUrl)
      await expectDoneByTheFourth({ kind: 'postgres', url: postgres.adminUrl })
    } finally {
      await postgres.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  })

  test('is done by the fourth, on Redis', async ({ skip }) => {
    skip(!redisServer, 'no redis-server on the PATH')
    const dir = mkdtempSync(join(tmpdir(), 'emanet-queue-'))
    const redis = await startRedis({ program: redisServer as string, dir })
    try {
      await expectDoneByTheFourth({ kind: 'redis', url: redis.url })
    } finally {
      await redis.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
