import type { Figure } from '../bench.ts'
import { countOf, percentile, sendLoad } from '../load.ts'
import { addProducts, type Buyer } from '../rows.ts'
import { purchase } from '../shopping.ts'
import type { System } from './system.ts'

/** Every buyer presses Buy on the same product, each on a connection of her own, all at once. */
export async function measureHotProduct({ buyers, databaseUrl, generator, api }: System): Promise<Figure[]> {
  const [product] = (await addProducts(databaseUrl, 1)) as [string]
  // The first rush compiles the way of the losers, as traffic would have done long before.
  const rush = (productId: string) =>
    sendLoad(generator, {
      url: api.url,
      concurrency: buyers.length,
      requests: buyers.map((buyer: Buyer) => purchase(buyer, productId, 409)),
    })
  const [warmUp] = (await addProducts(databaseUrl, 1)) as [string]
  await rush(warmUp)
  const { codes, latenciesMs } = await rush(product)
  const counts = countOf(codes)
  const losers = latenciesMs.filter((_, index) => codes[index] === 409)
  const p99 = percentile(losers, 99)
  const rivals = buyers.length
  return [
    {
      name: `${rivals} buyers at once on one product`,
      target: `one 201, ${rivals - 1} × 409`,
      measured: Object.entries(counts)
        .map(([code, count]) => `${count} × ${code}`)
        .join(', '),
      isGood: counts[201] === 1 && counts[409] === rivals - 1,
    },
    { name: '  a loser waits, p99', target: '≤ 500 ms', measured: `${p99.toFixed(0)} ms`, isGood: p99 <= 500 },
  ]
}
