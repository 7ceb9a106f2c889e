import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { startArasSimulator } from '@emanet/providers/aras/aras.simulator'
import { startExpoPushSimulator } from '@emanet/providers/expo-push/expo-push.simulator'
import { startIyzicoSimulator } from '@emanet/providers/iyzico/iyzico.simulator'
import { startSendgridSimulator } from '@emanet/providers/sendgrid/sendgrid.simulator'
import type { Simulator } from '@emanet/providers/simulator-kit'
import pg from 'pg'
import { type Config, DEMO } from '../src/config.ts'
import { JOBS } from '../src/jobs.ts'
import { type OpenDeps, openDeps } from '../src/open-deps.ts'
import type { EffectJob } from '../src/platform/effects.ts'
import { migrate } from '../src/platform/migrate.ts'
import { migrateQueues, type queueBackend, startQueueWorker } from '../src/platform/queue.ts'
import { runEffect } from '../src/run-effect.ts'
import type { Crash } from './crash.ts'

const MIGRATIONS = fileURLToPath(new URL('../db/migrations', import.meta.url))

export type Simulators = Record<'iyzico' | 'sendgrid' | 'expo' | 'aras', Simulator>

let worlds = 0

/**
 * The Redis under a suite that runs on Redis; none under the others. Worlds that live at the same time, here and in the
 * other test process, take turns at the sixteen databases that any Redis has, or they would do each other's jobs.
 */
export function redisOfTheSuite(): string | undefined {
  if (process.env['EMANET_TEST_QUEUE'] !== 'redis') return undefined
  const url = new URL(process.env['EMANET_TEST_REDIS_URL'] as string)
  const ownHalf = Number(process.env['VITEST_POOL_ID']) % 2
  url.pathname = `/${ownHalf * 8 + (worlds++ % 8)}`
  return url.href
}

export function openMortalDeps(config: Config, crash: Crash): OpenDeps {
  const deps = openDeps(config, 'test', { beforeCall: () => crash.step('a request leaves'), beforeStatement: crash.beforeStatement })
  return {
    ...deps,
    payments: crash.losing(deps.payments, 'payments'),
    carrier: crash.losing(deps.carrier, 'carrier'),
    email: crash.losing(deps.email, 'email'),
    push: crash.losing(deps.push, 'push'),
  }
}

export function startQueueWorkers(deps: OpenDeps, backend: ReturnType<typeof queueBackend>, crash?: Crash) {
  return Object.entries(JOBS).map(([channel, job]) => {
    const run = ({ effectId }: { effectId: string }) => runEffect(deps, channel as EffectJob['channel'], effectId)
    return startQueueWorker(backend, job.queue, job.concurrency, crash ? (data) => runMortal(crash, () => run(data)) : run, deps.log)
  })
}

/** The job goes down with its process: BullMQ does not try it again, the timer of stuck effects finds what it was about. */
async function runMortal(crash: Crash, run: () => Promise<void>): Promise<void> {
  await crash.during(run).catch((error: unknown) => {
    if (!crash.isDead) throw error
  })
}

export async function startSimulators(options: { webhookDelayMs?: number; iyzicoPublicUrl?: string }, apiUrl: string): Promise<Simulators> {
  const at = { port: 0, host: '127.0.0.1' }
  return {
    iyzico: await startIyzicoSimulator({
      ...at,
      apiKey: DEMO.iyzicoApiKey,
      secretKey: DEMO.iyzicoSecretKey,
      webhookDelayMs: options.webhookDelayMs ?? 0,
      webhookUrl: `${apiUrl}/webhooks/iyzico`,
      ...(options.iyzicoPublicUrl ? { publicUrl: options.iyzicoPublicUrl } : {}),
    }),
    sendgrid: await startSendgridSimulator({ ...at, apiKey: DEMO.sendgridApiKey, activityFeed: true }),
    expo: await startExpoPushSimulator(at),
    aras: await startArasSimulator({
      ...at,
      username: DEMO.arasUsername,
      password: DEMO.arasPassword,
      customerCode: DEMO.arasCustomerCode,
    }),
  }
}

export async function createDatabase(adminUrl: string): Promise<string> {
  const name = `world_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, `create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  await migrate(url.href, MIGRATIONS)
  await migrateQueues(url.href)
  return url.href
}

export async function dropDatabase(adminUrl: string, databaseUrl: string): Promise<void> {
  await asAdmin(adminUrl, `drop database if exists ${new URL(databaseUrl).pathname.slice(1)} with (force)`)
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
