import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { notificationSignature } from '@emanet/providers/iyzico/iyzico.webhook'
import { Redis } from 'ioredis'
import { afterEach, expect, it, vi } from 'vitest'
import { startPostgres } from '../../../scripts/postgres.mjs'
import { findRedisServer, startRedis } from '../../../scripts/redis.mjs'
import { sql } from '../src/platform/sql.ts'
import { type Answer, ask } from './ask.ts'
import { type Crowd, expectOneOfEach, holdFair, letLostPagesBeFound, sendCrowd } from './crowd.ts'
import { type Fleet, launchFleet } from './fleet.ts'
import { until, type World } from './world.ts'

vi.setConfig({ testTimeout: 180_000 })

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'emanet-fire-'))
  closers.push(async () => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** @param answersTakeMs what the worker's providers take to answer, after they did what they were asked for. */
async function launch(
  count: number,
  { answersTakeMs, ...options }: { adminUrl?: string; redisUrl?: string; answersTakeMs?: number } = {},
): Promise<{ fleet: Fleet; world: World; crowd: Crowd }> {
  const { fleet, prepared } = await launchFleet(options, (world) => holdFair(world, count))
  closers.push(() => fleet.close())
  if (answersTakeMs) for (const sim of WORKED_WITH) await fleet.world.fault(sim, { kind: 'late', delayMs: answersTakeMs })
  return { fleet, world: fleet.world, crowd: sendCrowd(fleet.world, prepared) }
}

const WORKED_WITH = ['sendgrid', 'expo', 'aras'] as const

async function answerAtOnce(world: World): Promise<void> {
  for (const sim of WORKED_WITH) await world.noFaults(sim)
}

it('a worker killed twice while mails, pushes and parcels are on their way does each of them once', async () => {
  const { fleet, world, crowd } = await launch(16, { answersTakeMs: 1500 })
  const sent = async () => [(await world.mails()).length, (await world.pushes()).length, (await world.parcels()).length]
  for (const _kill of [1, 2]) {
    const before = await sent()
    await until(async () => (await sent()).every((count, index) => count > (before[index] as number)), 'the next of each to be sent')
    await fleet.kill('worker')
    // A minute goes by until it is back: the leases of the dead have run out.
    await world.wait(70)
    await fleet.start('worker')
  }
  await answerAtOnce(world)
  await expectOneOfEach(world, crowd)
})

it('a PostgreSQL that is killed, and one that is restarted, is answered 503 and then worked with again by the same processes', async () => {
  const cluster = { dataDir: join(folder(), 'postgres'), settings: { fsync: 'off', full_page_writes: 'off' } }
  let postgres = await startPostgres(cluster)
  closers.push(() => postgres.stop())
  const { fleet, world, crowd } = await launch(16, { adminUrl: postgres.adminUrl })

  const ends = [async () => process.kill(postgres.pid, 'SIGKILL'), () => postgres.stop()]
  for (const [index, end] of ends.entries()) {
    await until(async () => crowd.paid >= 5 * (index + 1), 'the moment of the end')
    await Promise.all([end(), postgres.exited])
    expect(await ask(world, 'GET', '/products')).toMatchObject({ status: 503, body: { code: 'server.busy' } })
    expect((await ask(world, 'GET', '/health/ready')).status).toBe(503)
    expect((await notify(world)).status).toBe(503)
    expect((await ask(world, 'GET', '/health/live')).status).toBe(200)
    postgres = await startPostgres({ ...cluster, port: postgres.port })
    await until(async () => (await ask(world, 'GET', '/health/ready')).status === 200, 'the gateway to be ready again')
    await letLostPagesBeFound(world)
  }
  await expectOneOfEach(world, crowd)
  expect(fleet.isWhole).toBe(true)
  expect(crowd.refusals).toContain('server.busy')
})

/** A rightly signed notification. iyzico sends one again that it could not hand over. */
function notify(world: World): Promise<Answer> {
  const named = {
    event: 'CHECKOUT_FORM_AUTH',
    providerPaymentId: '12345678',
    token: randomUUID(),
    conversationId: randomUUID(),
    status: 'SUCCESS',
  }
  return ask(world, 'POST', '/webhooks/iyzico', {
    headers: { 'x-iyz-signature-v3': notificationSignature(world.config.iyzico.secretKey, named) },
    body: {
      iyziEventType: named.event,
      iyziPaymentId: 12_345_678,
      token: named.token,
      paymentConversationId: named.conversationId,
      status: named.status,
    },
  })
}

const program = findRedisServer()
const withoutRedis = 'no redis-server on the PATH'

async function launchOnRedis(count: number, answersTakeMs?: number) {
  const dir = folder()
  let redis = await startRedis({ program: program as string, dir })
  closers.push(() => redis.stop())
  return {
    ...(await launch(count, { redisUrl: redis.url, ...(answersTakeMs ? { answersTakeMs } : {}) })),
    url: redis.url,
    kill: () => redis.kill(),
    revive: async () => {
      redis = await startRedis({ program: program as string, dir, port: redis.port })
    },
  }
}

it('a Redis that is emptied in the middle of everything loses nothing, and nothing is done twice', async ({ skip }) => {
  skip(!program, withoutRedis)
  // The queue cannot be faster than its providers, so that it holds something when it is emptied.
  const { fleet, world, crowd, url } = await launchOnRedis(12, 300)
  const redis = new Redis(url)
  closers.push(async () => redis.disconnect())
  for (const paid of [3, 6, 9]) {
    await until(async () => crowd.paid >= paid && (await redis.dbsize()) > 0, 'the moment of the flush')
    await redis.flushall()
  }
  await crowd.done
  await until(async () => (await world.query(sql`select 1 from outbox where relayed_at is null`)).length === 0, 'the relay')
  await redis.flushall()
  await answerAtOnce(world)
  await expectOneOfEach(world, crowd)
  expect(fleet.isWhole).toBe(true)
})

it('a Redis that is killed keeps nobody from buying, and what waited is done when it is back', async ({ skip }) => {
  skip(!program, withoutRedis)
  const { fleet, world, crowd, kill, revive } = await launchOnRedis(10)
  await until(async () => crowd.paid >= 3, 'the moment of the kill')
  await kill()
  await crowd.done
  expect(crowd.refusals).toEqual([])
  await until(async () => (await world.query(sql`select 1 from outbox where relayed_at is null`)).length === 0, 'the relay')
  await revive()
  await expectOneOfEach(world, crowd)
  expect(fleet.isWhole).toBe(true)
})
