import type { Bench, Figure } from '../bench.ts'
import { cpuMs, postgresCpuMs } from '../cpu.ts'
import { type LoadResult, median, percentile, sendExpected } from '../load.ts'
import { type Part, startApi, startPart } from '../parts.ts'
import { type Ceiling, hasPgbench, prepareCeiling } from '../pgbench.ts'
import { addBuyers, addProducts, addSellers, type Buyer, settleDatabase } from '../rows.ts'
import { purchase, warmTokens } from '../shopping.ts'
import type { Cut } from '../stage.main.ts'

/** What one buyer may have open at once; the rows of a fourth would make hers slower than any real one's. */
const ORDERS_PER_BUYER = 3

/** POST /orders against what the database alone can do, alternating in one run. */
export async function measureOrders(bench: Bench): Promise<Figure[]> {
  const { sizes, databaseUrl } = bench
  return withIyzico(bench, async (withStub) => {
    const ceiling = (await hasPgbench())
      ? await prepareCeiling(databaseUrl, {
          clients: sizes.concurrency,
          transactions: sizes.transactions,
          runs: sizes.rounds + 1,
          dir: bench.dir,
        })
      : null
    const api = await startApi(withStub)
    try {
      return ratioFigures(await alternate(withStub, api, ceiling), ceiling !== null)
    } finally {
      await api.stop()
    }
  })
}

/** What each step of POST /orders costs: the same request, cut off at one step after the other. */
export async function measureStages(bench: Bench): Promise<Figure[]> {
  return withIyzico(bench, async (withStub) => {
    const stages: StageCost[] = []
    for (const stage of STAGES) stages.push(await measureStage(withStub, stage))
    return stageFigures(stages)
  })
}

async function withIyzico(bench: Bench, measure: (bench: Bench) => Promise<Figure[]>): Promise<Figure[]> {
  await addSellers(bench.databaseUrl, 'bench-seller-key')
  const stub = await startPart('bench/iyzico-stub.main.ts', { env: bench.env, log: bench.log })
  try {
    return await measure({ ...bench, env: { ...bench.env, IYZICO_BASE_URL: stub.url } })
  } finally {
    await stub.stop()
  }
}

type Bought = LoadResult & {
  /** Microseconds of processor an order: of the API, and of PostgreSQL. */
  apiUs: number | null
  postgresUs: number | null
}
type Round = { ours: Bought; ceiling: number | null }

async function alternate(bench: Bench, api: Part, ceiling: Ceiling | null): Promise<Round[]> {
  const { sizes, say } = bench
  // Both are warm before they are measured: compiled code, prepared statements, tables with statistics.
  await buy(bench, api, sizes.orders)
  await ceiling?.measure(sizes.transactions)
  const rounds: Round[] = []
  for (let n = 1; n <= sizes.rounds; n++) {
    const ours = await buy(bench, api, sizes.orders)
    await settleDatabase(bench.databaseUrl)
    const rate = (await ceiling?.measure(sizes.transactions)) ?? null
    rounds.push({ ours, ceiling: rate })
    say(
      `round ${n} of ${sizes.rounds}: POST /orders ${rateOf(ours).toFixed(0)}/s, pgbench ${rate?.toFixed(0) ?? 'not here'}/s; ${cpuText(ours)}`,
    )
  }
  return rounds
}

async function buy(bench: Bench, api: Part, count: number, expect = 201): Promise<Bought> {
  const { sizes, databaseUrl, config, generator } = bench
  const buyers = await addBuyers(databaseUrl, config.jwt, Math.ceil(count / ORDERS_PER_BUYER))
  const products = await addProducts(databaseUrl, count)
  await settleDatabase(databaseUrl)
  await warmTokens(generator, api.url, buyers)
  const requests = products.map((productId, index) => purchase(buyers[index % buyers.length] as Buyer, productId, expect))
  const before = { api: cpuMs(api.pid), postgres: await postgresCpuMs(databaseUrl) }
  const result = await sendExpected(generator, { url: api.url, concurrency: sizes.concurrency, requests })
  const used = (from: number | null, to: number | null) => (from === null || to === null ? null : Math.round(((to - from) * 1000) / count))
  return { ...result, apiUs: used(before.api, cpuMs(api.pid)), postgresUs: used(before.postgres, await postgresCpuMs(databaseUrl)) }
}

function cpuText({ apiUs, postgresUs }: Bought): string {
  return `processor an order: API ${apiUs ?? '?'} µs, PostgreSQL ${postgresUs ?? '?'} µs`
}

function rateOf({ latenciesMs, seconds }: LoadResult): number {
  return latenciesMs.length / seconds
}

function ratioFigures(rounds: Round[], hasCeiling: boolean): Figure[] {
  const ours = median(rounds.map((round) => rateOf(round.ours)))
  const p99 = median(rounds.map((round) => percentile(round.ours.latenciesMs, 99)))
  const details = {
    rounds: rounds.map(({ ours, ceiling }) => ({
      perSecond: rateOf(ours),
      pgbench: ceiling,
      p50Ms: percentile(ours.latenciesMs, 50),
      p99Ms: percentile(ours.latenciesMs, 99),
    })),
  }
  const latency = { name: 'POST /orders, p99', target: '≤ 60 ms', measured: `${p99.toFixed(1)} ms`, isGood: p99 <= 60 }
  const rate = `${ours.toFixed(0)}/s`
  if (!hasCeiling)
    return [
      { name: 'POST /orders', target: '≥ 20 % of pgbench', measured: `${rate}; no pgbench on the PATH`, isGood: null, details },
      latency,
    ]
  const ratio = median(rounds.map((round) => rateOf(round.ours) / (round.ceiling as number)))
  const ceiling = median(rounds.map((round) => round.ceiling as number))
  const measured = `${(ratio * 100).toFixed(1)} % (${rate} of ${ceiling.toFixed(0)}/s)`
  return [
    { name: 'POST /orders against pgbench', target: '≥ 20 %', measured, isGood: ratio >= 0.2, details: { ...details, ratio } },
    latency,
  ]
}

type StageCost = { title: string; bought: Bought }
type Stage = { title: string; cut: Cut }

/** In the order in which a request meets them; each cut includes what stands above it. */
const STAGES: Stage[] = [
  { title: 'Fastify, Nest, token, contract', cut: 'look' },
  { title: '+ the look', cut: 'begin' },
  { title: '+ the transaction', cut: 'call' },
  { title: '+ the payment page', cut: 'token' },
  { title: '+ its token stored: all of it', cut: 'nothing' },
]

async function measureStage(bench: Bench, { title, cut }: Stage): Promise<StageCost> {
  const api = await startPart('bench/stage.main.ts', { env: { ...bench.env, EMANET_BENCH_CUT: cut }, log: bench.log })
  const expect = cut === 'nothing' ? 201 : 415
  const count = Math.ceil(bench.sizes.orders / 2)
  await buy(bench, api, count, expect)
  const bought = await buy(bench, api, count, expect)
  await api.stop()
  bench.say(`${title.trim()}: ${rateOf(bought).toFixed(0)}/s; ${cpuText(bought)}`)
  return { title, bought }
}

function stageFigures(stages: StageCost[]): Figure[] {
  return stages.map(({ title, bought }, index) => {
    const before = stages[index - 1]?.bought
    const own = (part: 'apiUs' | 'postgresUs') => `${(bought[part] ?? 0) - (before?.[part] ?? 0)} µs`
    return {
      name: `  ${title}`,
      target: '',
      measured: `${rateOf(bought).toFixed(0)}/s; API ${own('apiUs')}, PostgreSQL ${own('postgresUs')} an order`,
      isGood: null,
    }
  })
}
