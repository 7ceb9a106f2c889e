import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Deps } from '../deps.ts'
import type { Db } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

const BUCKETS_S = [0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 25]

/** `/metrics` for Prometheus: the process, its requests, its connections, and what waits in the database. */
export function addMetrics(fastify: FastifyInstance, deps: Deps): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'emanet_' })
  measureRequests(fastify, registry)
  measurePool(registry, deps)
  const measureBacklog = backlogGauges(registry)
  fastify.get('/metrics', async (_request, reply) => {
    await measureBacklog(deps.db)
    reply.header('content-type', registry.contentType)
    return registry.metrics()
  })
}

function measureRequests(fastify: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'emanet_http_request_seconds',
    help: 'Time until the answer was sent, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_S,
    registers: [registry],
  })
  fastify.addHook('onResponse', async (request, reply) => {
    seconds.observe(
      { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })
}

function measurePool(registry: Registry, { db }: Deps): void {
  new Gauge({
    name: 'emanet_database_connections',
    help: 'Connections of this process to PostgreSQL; waiting: requests without one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'idle' }, db.pool.idleCount)
      this.set({ state: 'busy' }, db.pool.totalCount - db.pool.idleCount)
      this.set({ state: 'waiting' }, db.pool.waitingCount)
    },
  })
}

type Backlog = { name: string; label: string | null; value: number }

/** Read at each scrape. When the database cannot be read, `emanet_database_up` is 0 and the others are absent. */
function backlogGauges(registry: Registry): (db: Db) => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `emanet_${name}`, help, labelNames, registers: [registry] })
  const up = gauge('database_up', '1 when the figures below could be read')
  const gauges: Record<string, Gauge> = {
    outbox_waiting: gauge('outbox_waiting', 'Events that were not relayed yet'),
    outbox_lag_seconds: gauge('outbox_lag_seconds', 'Age of the oldest of them'),
    effects: gauge('effects', 'E-mails, pushes and shipments that are not done, by status', ['status']),
    payments_to_ask: gauge('payments_to_ask', 'Payments that the provider will be asked about'),
    payments_ask_lag_seconds: gauge('payments_ask_lag_seconds', 'How long the most overdue of them waits beyond its time'),
    refunds: gauge('refunds', 'Refunds that have not succeeded, by status', ['status']),
    webhooks_waiting: gauge('webhooks_waiting', 'Notifications that were stored and not processed yet'),
    payout_accounts: gauge('payout_accounts', 'Payout accounts by status', ['status']),
  }
  let freshUntilMs = 0
  return async (db) => {
    // Anybody may scrape: the tables are counted at most every five seconds.
    if (Date.now() < freshUntilMs) return
    freshUntilMs = Date.now() + 5000
    for (const known of Object.values(gauges)) known.reset()
    const rows = await readBacklog(db).catch(() => null)
    up.set(rows === null ? 0 : 1)
    for (const row of rows ?? []) gauges[row.name]?.set(row.label === null ? {} : { status: row.label }, row.value)
  }
}

function readBacklog(db: Db): Promise<Backlog[]> {
  return db.query<Backlog>(sql`
    select 'outbox_waiting' as name, null as label, count(*)::float8 as value from outbox where relayed_at is null
    union all
    select 'outbox_lag_seconds', null, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from outbox where relayed_at is null
    union all
    select 'effects', status, count(*)::float8 from effects where status <> 'done' group by status
    union all
    select 'payments_to_ask', null, count(*)::float8 from payments where next_check_at is not null
    union all
    select 'payments_ask_lag_seconds', null, greatest(0, coalesce(extract(epoch from now() - min(next_check_at)), 0))::float8
    from payments
    where next_check_at is not null
    union all
    select 'refunds', status, count(*)::float8 from refunds where status <> 'succeeded' group by status
    union all
    select 'webhooks_waiting', null, count(*)::float8 from webhook_inbox where processed_at is null
    union all
    select 'payout_accounts', status, count(*)::float8 from payout_accounts group by status`)
}
