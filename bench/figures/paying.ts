import { sendExpected } from '../load.ts'
import { type Buyer, query } from '../rows.ts'
import { purchase } from '../shopping.ts'
import type { System } from './system.ts'

/** An attempt that was paid at iyzico, of which we were not told yet. */
export type Paid = { paymentId: string; orderId: string; token: string; providerPaymentId: string; paidAtMs: number }

/** Places an order of each product and pays it on iyzico's page, without a callback and without a webhook. */
export async function placeAndPay(system: System, products: readonly string[]): Promise<Paid[]> {
  const { buyers, generator, api, databaseUrl, iyzicoUrl } = system
  const requests = products.map((productId, index) => purchase(buyers[index % buyers.length] as Buyer, productId, 201))
  await sendExpected(generator, { url: api.url, concurrency: 4, requests })
  const attempts = await query<{ id: string; order_id: string; token: string }>(
    databaseUrl,
    'select p.id, p.order_id, p.token from payments p join orders o on o.id = p.order_id where o.product_id = any($1) order by p.id',
    [products],
  )
  const paid: Paid[] = []
  for (const { id, order_id: orderId, token } of attempts) {
    const providerPaymentId = await pay(iyzicoUrl, token)
    paid.push({ paymentId: id, orderId, token, providerPaymentId, paidAtMs: Date.now() })
  }
  return paid
}

async function pay(iyzicoUrl: string, token: string): Promise<string> {
  const response = await fetch(`${iyzicoUrl}/__sim/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, callback: false, webhook: false }),
  })
  const answer = (await response.json()) as { paymentId?: string }
  if (answer.paymentId === undefined)
    throw new Error(`the iyzico simulator did not take a payment: ${response.status} ${JSON.stringify(answer)}`)
  return answer.paymentId
}
