import { randomUUID } from 'node:crypto'
import { type LoadRequest, sendExpected } from './load.ts'
import type { Part } from './parts.ts'
import type { Buyer } from './rows.ts'

/** The Buy button as our web and mobile press it: with a key, and with the price that was seen. */
export function purchase({ accessToken, addressId }: Buyer, productId: string, expect: number): LoadRequest {
  const body = JSON.stringify({ productId, addressId, expectedPriceKurus: 125_000 })
  return { method: 'POST', path: '/orders', headers: { ...bearer(accessToken), 'idempotency-key': randomUUID() }, body, expect }
}

/** Lets the API see each token once: a buyer has looked at products before she buys one. */
export async function warmTokens(generator: Part, url: string, buyers: readonly Buyer[]): Promise<void> {
  const looks = buyers.map(
    ({ accessToken }): LoadRequest => ({ method: 'GET', path: '/me', headers: bearer(accessToken), body: '', expect: 200 }),
  )
  await sendExpected(generator, { url, concurrency: 8, requests: looks })
}

function bearer(accessToken: string): Record<string, string> {
  return { authorization: `Bearer ${accessToken}` }
}
