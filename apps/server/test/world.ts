import { randomBytes } from 'node:crypto'
import { ApiProblem, type Client, createClient } from '@emanet/contracts/client'
import type { Problem } from '@emanet/contracts/errors'
import { expect } from 'vitest'
import { freePort } from '../../../scripts/ports.mjs'
import { type Api, startApi } from '../src/api.ts'
import { findMe } from '../src/auth/me.queries.ts'
import { openSession } from '../src/auth/open-session.ts'
import { type Config, readConfig } from '../src/config.ts'
import { planEffects } from '../src/notifications/plan-effects.ts'
import { type OpenDeps, openDeps } from '../src/open-deps.ts'
import { expireOverdueOrders } from '../src/orders/expire-overdue-orders.ts'
import { pollSilentPayments } from '../src/orders/poll-silent-payments.ts'
import { sendDueRefunds } from '../src/orders/send-due-refunds.ts'
import { trackShipments } from '../src/orders/track-shipments.ts'
import { type Database, openDatabase, withTx } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'
import { relayOutbox } from '../src/platform/outbox.ts'
import { openQueues, type QueueClient, queueBackend } from '../src/platform/queue.ts'
import { type Sql, sql } from '../src/platform/sql.ts'
import { enqueueEffect } from '../src/run-effect.ts'
import { TIMERS } from '../src/timers.ts'
import { settleDueNotifications } from '../src/webhooks/settle-notification.ts'
import type { Crash } from './crash.ts'
import { brokenInvariants } from './invariants.ts'
import {
  createDatabase,
  dropDatabase,
  openMortalDeps,
  redisOfTheSuite,
  type Simulators,
  startQueueWorkers,
  startSimulators,
} from './world-parts.ts'

export type WorldOptions = {
  settings?: Record<string, string>
  /** BullMQ on this Redis, whichever backend the suite runs on. */
  redisUrl?: string
  /** What dies at the step that a test says, with every step after it. */
  crash?: Crash
  /** Milliseconds between a payment and the webhook that the simulator sends of it, when it is asked to send one. */
  webhookDelayMs?: number
  /** Where iyzico says its payment page is; at the simulator unless given. */
  iyzicoPublicUrl?: string
  /** A PostgreSQL of the test's own; the one that all tests share unless given. */
  adminUrl?: string
  /** No BullMQ workers in this process: a test starts its own, to kill them. */
  withoutWorkers?: boolean
}

export type Capture = {
  paymentId: string
  token: string
  status: string
  paidPrice: string
  lines: { refunds: { price: string }[] }[]
  cancels: unknown[]
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

export const PASSWORD = 'gizli-bir-parola-1'

/** Where everything that belongs to an order stands; lists are in the order of the attempts. */
export type Standing = {
  order: string
  product: string
  payments: string[]
  dispositions: (string | null)[]
  refunds: string[]
  hold: string | null
  shipment: string | null
}

/**
 * A whole Emanet of its own: database, four simulators, API over HTTP, BullMQ workers. The relay and the timers run when a
 * test says so (`drain`), so that it decides what happens when.
 */
export class World {
  readonly config: Config
  readonly deps: OpenDeps
  readonly api: Api
  readonly sims: Simulators
  readonly databaseUrl: string
  /** What a process of this world is started with. */
  readonly env: Record<string, string>
  /** The test's own connections: what it looks at is no step of the system's. */
  readonly #db: Database
  readonly #crash: Crash | undefined
  readonly #queues: QueueClient
  readonly #closers: (() => Promise<unknown>)[]

  constructor(parts: {
    env: Record<string, string>
    config: Config
    deps: OpenDeps
    db: Database
    crash: Crash | undefined
    api: Api
    sims: Simulators
    queues: QueueClient
    closers: (() => Promise<unknown>)[]
  }) {
    this.env = parts.env
    this.config = parts.config
    this.deps = parts.deps
    this.api = parts.api
    this.sims = parts.sims
    this.databaseUrl = parts.config.database.url
    this.#db = parts.db
    this.#crash = parts.crash
    this.#queues = parts.queues
    this.#closers = parts.closers
  }

  get url(): string {
    return this.api.url
  }

  query<Row>(query: Sql): Promise<Row[]> {
    return this.#db.query<Row>(query)
  }

  /** Somebody with an account, an address and a phone. */
  async person(name = 'Ayşe Yılmaz', settings: { language?: 'tr' | 'en' } = {}): Promise<Person> {
    const anonymous = createClient({ baseUrl: this.url })
    const email = `${randomBytes(6).toString('hex')}@deneme.example`
    const { body } = await anonymous.register({
      body: { email, password: PASSWORD, fullName: name, phone: '0532 123 45 67', language: settings.language ?? 'tr' },
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

  /** Many people who are signed in, without the half minute of hashing that it takes to register them. */
  async crowd(size: number): Promise<{ id: string; addressId: string; accessToken: string }[]> {
    const model = await this.person()
    return Promise.all(
      Array.from({ length: size }, () =>
        withTx(this.#db, async (tx) => {
          const rows = await tx.query<{ id: string; addressId: string }>(sql`
            with person as (
              insert into users (id, email, full_name, phone, language, password_hash)
              select ${newId()}, ${`${randomBytes(6).toString('hex')}@deneme.example`}, full_name, phone, language, password_hash
              from users where id = ${model.id}
              returning id
            )
            insert into addresses (id, user_id, full_name, phone, city, district, line)
            select ${newId()}, person.id, full_name, phone, city, district, line from person, addresses where addresses.user_id = ${model.id}
            returning user_id as id, id as "addressId"`)
          const one = rows[0] as { id: string; addressId: string }
          return { ...one, accessToken: (await openSession(tx, this.config, await findMe(tx, one.id))).accessToken }
        }),
      ),
    )
  }

  /** Somebody who may see `/ops`. */
  async admin(): Promise<Person> {
    const admin = await this.person('Deniz Aksoy')
    await this.query(sql`update users set roles = '{admin}' where id = ${admin.id}`)
    const { body } = await createClient({ baseUrl: this.url }).login({ body: { email: admin.email, password: PASSWORD } })
    return { ...admin, accessToken: body.accessToken, client: createClient({ baseUrl: this.url, accessToken: () => body.accessToken }) }
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

  async standing(orderId: string): Promise<Standing> {
    const rows = await this.query<Standing>(sql`
      select o.status as order, p.status as product,
        (select array_agg(y.status order by y.attempt_no) from payments y where y.order_id = o.id) as payments,
        (select array_agg(y.disposition order by y.attempt_no) from payments y where y.order_id = o.id) as dispositions,
        (select coalesce(array_agg(r.status order by r.created_at), '{}') from refunds r where r.order_id = o.id) as refunds,
        (select h.status from payment_holds h where h.order_id = o.id) as hold,
        (select sh.status from shipments sh where sh.order_id = o.id) as shipment
      from orders o
      join products p on p.id = o.product_id
      where o.id = ${orderId}`)
    return rows[0] as Standing
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

  async fault(sim: keyof Simulators, fault: Record<string, unknown>): Promise<void> {
    await this.control(sim, 'POST', '/__sim/faults', fault)
  }

  async noFaults(sim: keyof Simulators): Promise<void> {
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

  /** iyzico's pages, oldest first. */
  async payments(): Promise<{ token: string; conversationId: string; paymentId: string | null; status: string | null }[]> {
    return (await this.control<{ items: never[] }>('iyzico', 'GET', '/__sim/payments')).items
  }

  /** Every attempt with a card that iyzico knows of, and what it gave back. */
  async captures(): Promise<Capture[]> {
    return (await this.control<{ payments: Capture[] }>('iyzico', 'GET', '/__sim/payments')).payments
  }

  /** What a provider is asked for while `work` runs, such as `POST /payment/refund`. */
  async callsDuring(sim: keyof Simulators, work: () => Promise<unknown>): Promise<string[]> {
    const last = this.sims[sim].log().at(-1)?.id ?? 0
    await work()
    return this.sims[sim]
      .log()
      .filter((entry) => entry.id > last && entry.kind === 'request')
      .map((entry) => entry.summary)
  }

  async move(reference: string, to: string): Promise<void> {
    await this.control('aras', 'POST', '/__sim/move', { reference, to })
    await this.query(sql`update shipments set next_track_at = now() where reference = ${reference}`)
    await trackShipments(this.deps)
  }

  async control<T>(sim: keyof Simulators, method: string, path: string, body?: unknown): Promise<T> {
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
    await this.query(
      sql`update orders set created_at = created_at - ${later}, expires_at = expires_at - ${later}, next_expiry_at = next_expiry_at - ${later}`,
    )
    await this.query(sql`
      update payments set created_at = created_at - ${later}, token_expires_at = token_expires_at - ${later}, next_check_at = next_check_at - ${later}, last_asked_at = last_asked_at - ${later}`)
    await this.query(sql`update refunds set next_attempt_at = next_attempt_at - ${later}, created_at = created_at - ${later}`)
    await this.query(sql`update shipments set next_track_at = next_track_at - ${later}`)
    await this.query(sql`update outbox set next_attempt_at = next_attempt_at - ${later}`)
    await this.query(
      sql`update effects set next_attempt_at = next_attempt_at - ${later}, lease_until = lease_until - ${later}, unsure_since = unsure_since - ${later}, updated_at = updated_at - ${later}`,
    )
    await this.query(sql`update webhook_inbox set next_attempt_at = next_attempt_at - ${later}, received_at = received_at - ${later}`)
  }

  /** What the processes take for now, wherever they do not ask the database. */
  async at<T>(now: Date, work: () => Promise<T>): Promise<T> {
    const { clock } = this.deps
    this.deps.clock = { now: () => now }
    try {
      return await work()
    } finally {
      this.deps.clock = clock
    }
  }

  async poll(): Promise<void> {
    await pollSilentPayments(this.deps)
  }

  /** The sweep of overdue orders. */
  async expire(): Promise<void> {
    await expireOverdueOrders(this.deps)
  }

  /** Runs everything that is due until nothing is: webhooks, refunds, lost jobs, the relay, and the jobs in BullMQ. */
  async drain(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) {
      // A notification is worked on in the gateway right after its answer; the timer leaves it that long.
      await this.query(sql`update webhook_inbox set received_at = received_at - interval '3 seconds' where processed_at is null`)
      await settleDueNotifications(this.deps)
      await sendDueRefunds(this.deps)
      const relayed = await relayOutbox(this.deps, planEffects, async (job) => {
        this.#crash?.step('a job is handed over')
        await enqueueEffect(this.#queues, job)
      })
      await TIMERS['find stuck effects']?.run(this.deps, this.#queues)
      await until(async () => {
        if (this.#crash?.isDead) throw new Error('nobody is left to do the jobs')
        // An effect sent again meanwhile waits for this timer. How often it looks until then is no step of the system's.
        await TIMERS['find stuck effects']?.run({ ...this.deps, db: this.#db }, this.#queues)
        return (await this.#due()) === 0
      }, 'the jobs in the queue to be done')
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

  /** Every invariant of the books and the states holds. */
  async expectBooksToBalance(): Promise<void> {
    const broken = await brokenInvariants(this.#db)
    if (broken.length > 0) throw new Error(`broken invariants: ${JSON.stringify(broken, null, 2)}`)
  }

  /** How every flow ends, whatever it was about: what is due is done, and every invariant holds. */
  async expectToEndWell(): Promise<void> {
    for (const sim of Object.keys(this.sims) as (keyof Simulators)[]) await this.noFaults(sim)
    await this.drain()
    await this.expectBooksToBalance()
  }

  /** iyzico and we say the same of every kuruş: what it took is what we know of, what it gave back is what we sent back. */
  async expectIyzicoToAgree(): Promise<void> {
    const ours = await this.query<{ id: string; paid: number; refunded: number }>(sql`
      select y.provider_payment_id as id, y.paid_kurus as paid, coalesce(sum(r.amount_kurus) filter (where r.status = 'succeeded'), 0)::bigint as refunded
      from payments y
      left join refunds r on r.payment_id = y.id
      where y.provider_payment_id is not null
      group by y.id`)
    const kurus = (lira: string) => Math.round(Number(lira) * 100)
    const theirs = (await this.captures())
      .filter((capture) => capture.status === 'SUCCESS')
      .map((capture) => ({
        id: capture.paymentId,
        paid: kurus(capture.paidPrice),
        refunded: capture.lines.flatMap((line) => line.refunds).reduce((sum, refund) => sum + kurus(refund.price), 0),
      }))
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
    expect(ours.sort(byId)).toEqual(theirs.sort(byId))
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close()
  }
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const adminUrl = options.adminUrl ?? process.env['EMANET_TEST_DATABASE_URL']
  if (!adminUrl) throw new Error('EMANET_TEST_DATABASE_URL is not set: run tests by `npm test`')
  const databaseUrl = await createDatabase(adminUrl)
  // iyzico has to know where its notifications go before the gateway that takes them is there.
  const apiPort = await freePort()
  const sims = await startSimulators(options, `http://127.0.0.1:${apiPort}`)
  const redisUrl = options.redisUrl ?? redisOfTheSuite()
  const env = {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '10',
    LOG_LEVEL: process.env['EMANET_TEST_LOG'] ?? 'silent',
    RATE_LIMITS: 'off',
    API_PORT: String(apiPort),
    IYZICO_POLLS_PER_MINUTE: '20000',
    IYZICO_BASE_URL: sims.iyzico.url,
    SENDGRID_BASE_URL: sims.sendgrid.url,
    EXPO_BASE_URL: sims.expo.url,
    ARAS_ORDER_URL: `${sims.aras.url}/arascargoservice/arascargoservice.asmx`,
    ARAS_QUERY_URL: `${sims.aras.url}/ArasCargoIntegrationService.svc`,
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    ...options.settings,
  }
  const config = readConfig(env)
  const { crash } = options
  const deps = crash ? openMortalDeps(config, crash) : openDeps(config, 'test')
  const db = openDatabase({ url: databaseUrl, poolMax: 4, name: 'emanet-test', onError: () => {} })
  const api = await startApi(deps, { host: '127.0.0.1', port: apiPort })
  const backend = queueBackend(config)
  const queues = openQueues(backend, deps.log)
  const workers = options.withoutWorkers ? [] : startQueueWorkers(deps, backend, crash)
  const closers = [
    () => api.close(),
    ...workers.map((worker) => () => worker.close()),
    () => queues.close(),
    () => deps.close(),
    () => db.close(),
    ...Object.values(sims).map((sim) => () => sim.close()),
    () => dropDatabase(adminUrl, databaseUrl),
  ]
  return new World({ env, config, deps, db, crash, api, sims, queues, closers })
}

export function tokenOf(paymentUrl: string): string {
  return new URL(paymentUrl).searchParams.get('token') ?? ''
}

/** Waits for a condition that another process or connection brings about. @throws Error after 50 s: sooner than the test's own end. */
export async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 50_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** How the API refused a call. @throws Error when it did not. */
export async function refusal(call: Promise<unknown>): Promise<Problem> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome && outcome.error instanceof ApiProblem) return outcome.error.problem
  throw 'error' in outcome ? outcome.error : new Error(`not refused: ${JSON.stringify(outcome.value)}`)
}
