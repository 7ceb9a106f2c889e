import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@emanet/contracts/client'
import { startArasSimulator } from '@emanet/providers/aras/aras.simulator'
import { startExpoPushSimulator } from '@emanet/providers/expo-push/expo-push.simulator'
import { startIyzicoSimulator } from '@emanet/providers/iyzico/iyzico.simulator'
import { startSendgridSimulator } from '@emanet/providers/sendgrid/sendgrid.simulator'
import type { Simulator } from '@emanet/providers/simulator-kit'
import pg from 'pg'
import { type Api, startApi } from '../src/api.ts'
import { type Config, DEMO, readConfig } from '../src/config.ts'
import { JOBS } from '../src/jobs.ts'
import { planEffects } from '../src/notifications/plan-effects.ts'
import { type OpenDeps, openDeps } from '../src/open-deps.ts'
import { pollSilentPayments } from '../src/orders/poll-silent-payments.ts'
import { sendDueRefunds } from '../src/orders/send-due-refunds.ts'
import { trackShipments } from '../src/orders/track-shipments.ts'
import type { BeforeStatement } from '../src/platform/db.ts'
import type { EffectJob } from '../src/platform/effects.ts'
import { migrate } from '../src/platform/migrate.ts'
import { relayOutbox } from '../src/platform/outbox.ts'
import { migrateQueues, openQueues, type QueueClient, queueBackend, startQueueWorker } from '../src/platform/queue.ts'
import { type Sql, sql } from '../src/platform/sql.ts'
import { enqueueEffect, runEffect } from '../src/run-effect.ts'
import { processDueWebhooks } from '../src/webhooks/process-webhook.ts'
import { brokenInvariants } from './invariants.ts'

const MIGRATIONS = fileURLToPath(new URL('../db/migrations', import.meta.url))

export type WorldOptions = {
  settings?: Record<string, string>
  /** BullMQ on Redis instead of PostgreSQL. */
  redisUrl?: string
  beforeStatement?: BeforeStatement
  beforeCall?: () => void
  /** Milliseconds between a payment and its webhook; by default the simulator sends none by itself. */
  webhookDelayMs?: number
}

export type Person = {
  id: string
  email: string
  client: Client
  accessToken: string
  refreshToken: string
  addressId: string
  pushToken: string
}

/**
 * A whole Emanet of its own: database, four simulators, API over HTTP, BullMQ workers. The relay and the timers run when a
 * test says so (`drain`), so that it decides what happens when.
 */
export class World {
  readonly config: Config
  readonly deps: OpenDeps
  readonly api: Api
  readonly sims: Record<'iyzico' | 'sendgrid' | 'expo' | 'aras', Simulator>
  readonly databaseUrl: string
  readonly #queues: QueueClient
  readonly #closers: (() => Promise<unknown>)[]

  constructor(parts: {
    config: Config
    deps: OpenDeps
    api: Api
    sims: World['sims']
    queues: QueueClient
    closers: (() => Promise<unknown>)[]
  }) {
    this.config = parts.config
    this.deps = parts.deps
    this.api = parts.api
    this.sims = parts.sims
    this.databaseUrl = parts.config.database.url
    this.#queues = parts.queues
    this.#closers = parts.closers
  }

  get url(): string {
    return this.api.url
  }

  query<Row>(query: Sql): Promise<Row[]> {
    return this.deps.db.query<Row>(query)
  }

  /** Somebody with an account, an address and a phone. */
  async person(name = 'Ayşe Yılmaz', settings: { language?: 'tr' | 'en' } = {}): Promise<Person> {
    const anonymous = createClient({ baseUrl: this.url })
    const email = `${randomBytes(6).toString('hex')}@deneme.example`
    const { body } = await anonymous.register({
      body: { email, password: 'gizli-bir-parola-1', fullName: name, phone: '0532 123 45 67', language: settings.language ?? 'tr' },
    })
    const client = createClient({ baseUrl: this.url, accessToken: () => body.accessToken })
    const address = await client.addAddress({
      body: {
        fullName: name,
        phone: '05321234567',
        city: 'İstanbul',
        district: 'Kadıköy',
        neighbourhood: 'Moda',
        line: 'Moda Cad. No: 12 D: 3',
        postalCode: '34710',
      },
    })
    const pushToken = `ExponentPushToken[${randomBytes(11).toString('hex')}]`
    await client.addPushToken({ body: { token: pushToken } })
    return {
      id: body.user.id,
      email,
      client,
      accessToken: body.accessToken,
      refreshToken: body.refreshToken,
      addressId: address.body.id,
      pushToken,
    }
  }

  /** A person whose products can be bought. */
  async seller(name = 'Mehmet Öztürk'): Promise<Person> {
    const seller = await this.person(name)
    await seller.client.putPayoutAccount({
      body: {
        type: 'personal',
        identityNumber: '10000000146',
        contactName: 'Mehmet',
        contactSurname: 'Öztürk',
        iban: 'TR180006200119000006672315',
        phone: '05321112233',
        address: 'Moda, Kadıköy, İstanbul',
      },
    })
    return seller
  }

  async product(
    seller: Person,
    body: { title?: string; priceKurus?: number; stock?: number; shippingKurus?: number } = {},
  ): Promise<{ id: string; priceKurus: number }> {
    const { body: product } = await seller.client.addProduct({
      body: {
        title: 'Çınar ağacından sandalye',
        description: 'Az kullanılmış, sağlam.',
        priceKurus: 125_000,
        shippingKurus: 8990,
        ...body,
      },
    })
    return product
  }

  /** One buyer, one seller, one product, and the Buy button pressed. */
  async purchase(options: { stock?: number } = {}) {
    const [buyer, seller] = await Promise.all([this.person(), this.seller()])
    const product = await this.product(seller, options)
    const placed = await this.buy(buyer, product.id)
    return { buyer, seller, product, ...placed }
  }

  async buy(
    buyer: Person,
    productId: string,
    headers?: { 'idempotency-key': string },
  ): Promise<{ orderId: string; token: string; status: number; paymentUrl: string }> {
    const { body, status } = await buyer.client.placeOrder({
      body: { productId, addressId: buyer.addressId },
      ...(headers ? { headers } : {}),
    })
    return { orderId: body.orderId, status, paymentUrl: body.paymentUrl as string, token: tokenOf(body.paymentUrl as string) }
  }

  async order(person: Person, orderId: string) {
    return (await person.client.getOrder({ params: { id: orderId } })).body
  }

  /* ------------------------------------------------------------------------------------------- the outside */

  /** Pays on iyzico's page as the buyer would. Nobody hears of it unless `callback` or `webhook` is true. */
  async pay(
    token: string,
    options: Record<string, unknown> = {},
  ): Promise<{ paymentId: string; status: string; callbackLocation?: string | null }> {
    return this.control('iyzico', 'POST', '/__sim/pay', { token, callback: false, webhook: false, ...options })
  }

  async callback(token: string): Promise<Response> {
    return fetch(`${this.url}/payments/iyzico/callback`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ token }) })
  }

  async webhook(token: string, options: Record<string, unknown> = {}): Promise<{ answers?: unknown[] }> {
    return this.control('iyzico', 'POST', '/__sim/webhooks', { token, ...options })
  }

  async fault(sim: keyof World['sims'], fault: Record<string, unknown>): Promise<void> {
    await this.control(sim, 'POST', '/__sim/faults', fault)
  }

  async noFaults(sim: keyof World['sims']): Promise<void> {
    await this.control(sim, 'DELETE', '/__sim/faults')
  }

  async mails(): Promise<{ to: string; subject: string; text: string; html: string; effectId: string }[]> {
    return (await this.control<{ items: never[] }>('sendgrid', 'GET', '/__sim/mails')).items
  }

  async pushes(): Promise<{ token: string; title: string; body: string; sends: number }[]> {
    return (await this.control<{ items: never[] }>('expo', 'GET', '/__sim/pushes')).items
  }

  async parcels(): Promise<{ reference: string; status: string; trackingNumber: string | null }[]> {
    return (await this.control<{ items: never[] }>('aras', 'GET', '/__sim/shipments')).items
  }

  async payments(): Promise<Record<string, unknown>[]> {
    return (await this.control<{ items: never[] }>('iyzico', 'GET', '/__sim/payments')).items
  }

  async move(reference: string, to: string): Promise<void> {
    await this.control('aras', 'POST', '/__sim/move', { reference, to })
    await this.query(sql`update shipments set next_track_at = now() where reference = ${reference}`)
    await trackShipments(this.deps)
  }

  async control<T>(sim: keyof World['sims'], method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.sims[sim].url + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  /* -------------------------------------------------------------------------------------------------- time */

  /** Lets `seconds` pass for everything that waits: what was due then is due now. */
  async wait(seconds: number): Promise<void> {
    const later = sql`make_interval(secs => ${seconds})`
    await this.query(sql`update orders set created_at = created_at - ${later}, expires_at = expires_at - ${later}`)
    await this.query(sql`
      update payments set created_at = created_at - ${later}, token_expires_at = token_expires_at - ${later}, next_check_at = next_check_at - ${later}, last_asked_at = last_asked_at - ${later}`)
    await this.query(sql`update refunds set next_attempt_at = next_attempt_at - ${later}, created_at = created_at - ${later}`)
    await this.query(sql`update shipments set next_track_at = next_track_at - ${later}`)
    await this.query(sql`update outbox set next_attempt_at = next_attempt_at - ${later}`)
    await this.query(
      sql`update effects set next_attempt_at = next_attempt_at - ${later}, lease_until = lease_until - ${later}, unsure_since = unsure_since - ${later}`,
    )
    await this.query(sql`update webhook_inbox set next_attempt_at = next_attempt_at - ${later}, received_at = received_at - ${later}`)
  }

  async poll(): Promise<void> {
    await pollSilentPayments(this.deps)
  }

  /** Runs everything that is due until nothing is: webhooks, refunds, the relay, and the jobs in BullMQ. */
  async drain(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) {
      await processDueWebhooks(this.deps)
      await sendDueRefunds(this.deps)
      const relayed = await relayOutbox(this.deps, planEffects, (job) => enqueueEffect(this.#queues, job))
      await until(async () => (await this.#due()) === 0, 'the jobs in the queue to be done')
      if (relayed === 0 && !(await this.#isWaiting())) return
    }
    throw new Error('never drained')
  }

  async #due(): Promise<number> {
    const rows = await this.query<{ due: number }>(sql`
      select count(*)::int as due from effects where (status = 'pending' and next_attempt_at <= now()) or (status = 'sending' and lease_until > now())`)
    return rows[0]?.due ?? 0
  }

  async #isWaiting(): Promise<boolean> {
    const rows = await this.query(sql`
      select 1 from outbox where relayed_at is null and next_attempt_at <= now()
      union all select 1 from refunds where status in ('requested', 'submitted', 'unknown') and next_attempt_at <= now()`)
    return rows.length > 0
  }

  /** Hands effects to the queue that it lost, as the timer does. */
  async requeue(jobs: EffectJob[]): Promise<void> {
    for (const job of jobs) await enqueueEffect(this.#queues, job)
  }

  /** Every invariant of the books and the states holds. */
  async expectBooksToBalance(): Promise<void> {
    const broken = await brokenInvariants(this.deps.db)
    if (broken.length > 0) throw new Error(`broken invariants: ${JSON.stringify(broken, null, 2)}`)
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close()
  }
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const adminUrl = process.env['EMANET_TEST_DATABASE_URL']
  if (!adminUrl) throw new Error('EMANET_TEST_DATABASE_URL is not set: run tests by `npm test`')
  const databaseUrl = await createDatabase(adminUrl)
  const sims = await startSimulators(options)
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '10',
    LOG_LEVEL: process.env['EMANET_TEST_LOG'] ?? 'silent',
    RATE_LIMITS: 'off',
    IYZICO_BASE_URL: sims.iyzico.url,
    SENDGRID_BASE_URL: sims.sendgrid.url,
    EXPO_BASE_URL: sims.expo.url,
    ARAS_ORDER_URL: `${sims.aras.url}/arascargoservice/arascargoservice.asmx`,
    ARAS_QUERY_URL: `${sims.aras.url}/ArasCargoIntegrationService.svc`,
    ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}),
    ...options.settings,
  })
  const hooks = {
    ...(options.beforeCall ? { beforeCall: options.beforeCall } : {}),
    ...(options.beforeStatement ? { beforeStatement: options.beforeStatement } : {}),
  }
  const deps = openDeps(config, 'test', hooks)
  const api = await startApi(deps, { host: '127.0.0.1', port: 0 })
  config.publicApiUrl = api.url
  const backend = queueBackend(config)
  const queues = openQueues(backend, deps.log)
  const workers = Object.entries(JOBS).map(([channel, job]) =>
    startQueueWorker(
      backend,
      job.queue,
      job.concurrency,
      ({ effectId }) => runEffect(deps, channel as EffectJob['channel'], effectId),
      deps.log,
    ),
  )
  const closers = [
    () => api.close(),
    ...workers.map((worker) => () => worker.close()),
    () => queues.close(),
    () => deps.close(),
    ...Object.values(sims).map((sim) => () => sim.close()),
    () => dropDatabase(adminUrl, databaseUrl),
  ]
  return new World({ config, deps, api, sims, queues, closers })
}

async function startSimulators(options: WorldOptions): Promise<World['sims']> {
  const at = { port: 0, host: '127.0.0.1' }
  return {
    iyzico: await startIyzicoSimulator({
      ...at,
      apiKey: DEMO.iyzicoApiKey,
      secretKey: DEMO.iyzicoSecretKey,
      webhookDelayMs: options.webhookDelayMs ?? 0,
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

async function createDatabase(adminUrl: string): Promise<string> {
  const name = `world_${randomBytes(6).toString('hex')}`
  await asAdmin(adminUrl, `create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  await migrate(url.href, MIGRATIONS)
  await migrateQueues(url.href)
  return url.href
}

async function dropDatabase(adminUrl: string, databaseUrl: string): Promise<void> {
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

export function tokenOf(paymentUrl: string): string {
  return new URL(paymentUrl).searchParams.get('token') ?? ''
}

/** Waits for a condition that another process or connection brings about. @throws Error after 20 s. */
export async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
