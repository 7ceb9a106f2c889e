// `npm run bench`: measures the figures that Emanet promises. README.md says what each one means.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEMO, readConfig } from '../apps/server/src/config.ts'
import { freePort } from '../scripts/ports.mjs'
import type { Bench, Figure, Sizes } from './bench.ts'
import { measureOrders, measureStages } from './figures/orders.ts'
import { measureStart } from './figures/start.ts'
import { measureSystem } from './figures/system.ts'
import { startPart } from './parts.ts'
import { createDatabase } from './rows.ts'
import { table } from './table.ts'

const FIGURES: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  orders: measureOrders,
  stages: measureStages,
  system: measureSystem,
  start: measureStart,
}

const SIZES: Sizes = { orders: 6000, concurrency: 32, rounds: 3, transactions: 600, rivals: 300, webhooks: 400, purchases: 60, silent: 20 }
const TINY: Sizes = { orders: 40, concurrency: 4, rounds: 1, transactions: 10, rivals: 10, webhooks: 10, purchases: 3, silent: 0 }

const begun = Date.now()
const { only, sizes, dir, results, adminUrl } = readOptions()
mkdirSync(dir, { recursive: true })
const log = join(dir, 'bench.log')
const figures: Figure[] = []
for (const [name, measure] of Object.entries(FIGURES)) {
  if (only !== undefined && !only.includes(name)) continue
  say(`measuring ${name}`)
  figures.push(...(await measureOne(measure)))
}
process.stdout.write(`\n${table(figures)}\n`)
mkdirSync(results, { recursive: true })
const file = join(results, `${new Date().toISOString().replaceAll(':', '-')}.json`)
writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), sizes, figures }, null, 2)}\n`)
process.stdout.write(`\nall of it: ${file}\n`)
process.exit(figures.some((figure) => figure.isGood === false) ? 1 : 0)

async function measureOne(measure: (bench: Bench) => Promise<Figure[]>): Promise<Figure[]> {
  const database = await createDatabase(adminUrl)
  const generator = await startPart('bench/load.main.ts', { log })
  const env = {
    DATABASE_URL: database.url,
    API_PORT: String(await freePort()),
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    IYZICO_SECRET_KEY: DEMO.iyzicoSecretKey,
    EMANET_DIR: dir,
  }
  try {
    return await measure({
      sizes,
      databaseUrl: database.url,
      redisUrl: process.env['EMANET_BENCH_REDIS_URL'],
      dir,
      log,
      env,
      config: readConfig(env),
      generator,
      say,
    })
  } finally {
    await generator.stop()
    await database.drop()
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      tiny: { type: 'boolean', default: false },
      ...Object.fromEntries(Object.keys(SIZES).map((name) => [name, { type: 'string' as const }])),
    },
  })
  const given = Object.entries(values).filter(([name]) => name in SIZES)
  const sizes: Sizes = {
    ...(values.tiny === true ? TINY : SIZES),
    ...Object.fromEntries(given.map(([name, value]) => [name, Number(value)])),
  }
  const adminUrl = process.env['EMANET_BENCH_DATABASE_URL']
  const dir = process.env['EMANET_BENCH_DIR']
  if (!adminUrl || !dir) throw new Error('run the benchmark by `npm run bench`: it brings its own PostgreSQL')
  return { only: values.only?.split(','), sizes, adminUrl, dir, results: process.env['EMANET_BENCH_RESULTS'] ?? dir }
}

function say(text: string): void {
  process.stdout.write(`${((Date.now() - begun) / 1000).toFixed(1).padStart(6)}s  ${text}\n`)
}
