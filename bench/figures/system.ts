import { setTimeout as rest } from 'node:timers/promises'
import { createIyzico } from '../../packages/providers/src/iyzico/iyzico.adapter.ts'
import { freePortBlock } from '../../scripts/ports.mjs'
import { LEAN } from '../../scripts/services.mjs'
import type { Bench, Figure } from '../bench.ts'
import { type Part, residentMb, startApi, startPart, startWorker } from '../parts.ts'
import { addBuyers, addProducts, addSellers, type Buyer } from '../rows.ts'
import { warmTokens } from '../shopping.ts'
import { measureHotProduct } from './hot-product.ts'
import { measurePickup } from './pickup.ts'
import { paySilently, whenSilentAreSettled } from './silent.ts'
import { measureWebhooks } from './webhooks.ts'

/** The whole system as `npm start` runs it, but for the pages: real simulators, API, worker. */
export type System = Bench & { api: Part; simulators: Part; iyzicoUrl: string; buyers: Buyer[] }

const RESTING_MS = 5000

/** Everything that is measured with all parts running. */
export async function measureSystem(bench: Bench): Promise<Figure[]> {
  const ports = await freePortBlock(5)
  const env = { ...bench.env, SIMULATORS_PORT: String(ports), SIMULATORS_AUTO: 'off' }
  const iyzicoUrl = `http://127.0.0.1:${ports + 1}`
  const running: Part[] = []
  const start = async (part: Promise<Part>) => {
    running.push(await part)
    return await part
  }
  try {
    const simulators = await start(startPart('apps/simulators/src/main.ts', { env, log: bench.log, flags: LEAN }))
    const api = await start(startApi({ env, log: bench.log }))
    const worker = await start(startWorker({ env, log: bench.log }))
    const memory = await measureMemory(bench, { api, worker, simulators })

    const { iyzico } = bench.config
    await addSellers(bench.databaseUrl, await makeSellerKnown({ ...iyzico, baseUrl: iyzicoUrl }))
    const buyers = await addBuyers(bench.databaseUrl, bench.config.jwt, bench.sizes.rivals)
    await warmTokens(bench.generator, api.url, buyers)
    const system: System = { ...bench, env, api, simulators, iyzicoUrl, buyers }

    const silent = await paySilently(system, await addProducts(bench.databaseUrl, bench.sizes.silent))
    const figures = [
      ...(await measureHotProduct(system)),
      ...(await measureWebhooks(system)),
      ...(await measurePickup(system, worker, 'PostgreSQL')),
      ...(await whenSilentAreSettled(system, silent)),
      ...memory,
    ]
    await worker.stop()
    running.splice(running.indexOf(worker), 1)
    return [...figures, ...(await onRedis(system))]
  } finally {
    for (const part of running.reverse()) await part.stop()
  }
}

async function onRedis(system: System): Promise<Figure[]> {
  const { redisUrl, env, log } = system
  if (redisUrl === undefined) {
    const measured = 'no redis-server on the PATH'
    return [{ name: 'paid → all jobs picked up, p99, Redis', target: '≤ 150 ms', measured, isGood: null }]
  }
  const worker = await startWorker({ env: { ...env, REDIS_URL: redisUrl }, log })
  try {
    return await measurePickup(system, worker, 'Redis')
  } finally {
    await worker.stop()
  }
}

async function makeSellerKnown(iyzico: { baseUrl: string; apiKey: string; secretKey: string }): Promise<string> {
  const provider = createIyzico(iyzico)
  const saved = await provider.saveSeller(
    {
      sellerId: 'bench-seller',
      type: 'personal',
      contactName: 'Mehmet',
      contactSurname: 'Öztürk',
      email: 'satici@deneme.example',
      phone: '+905321112233',
      address: 'Moda, Kadıköy, İstanbul',
      iban: 'TR180006200119000006672315',
      identityNumber: '10000000146',
    },
    null,
  )
  await provider.close()
  if (saved.kind !== 'ok') throw new Error(`the iyzico simulator did not take a seller: ${saved.reason}`)
  return saved.sellerKey
}

const MEMORY_MAX_MB = { api: 200, worker: 200, simulators: 150 }

async function measureMemory({ say }: Bench, parts: Record<keyof typeof MEMORY_MAX_MB, Part>): Promise<Figure[]> {
  say(`resting for ${RESTING_MS / 1000} s, to see what the processes hold`)
  await rest(RESTING_MS)
  return Object.entries(MEMORY_MAX_MB).map(([name, maxMb]) => {
    const mb = residentMb(parts[name as keyof typeof MEMORY_MAX_MB].pid)
    const measured = mb === null ? 'this system does not say' : `${mb} MB`
    return { name: `memory at rest, ${name}`, target: `≤ ${maxMb} MB`, measured, isGood: mb === null ? null : mb <= maxMb }
  })
}
