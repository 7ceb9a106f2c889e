import { randomUUID } from 'node:crypto'
import { notificationSignature } from '../../packages/providers/src/iyzico/iyzico.webhook.ts'
import type { Figure } from '../bench.ts'
import { type LoadRequest, percentile, sendExpected } from '../load.ts'
import { addProducts } from '../rows.ts'
import { type Paid, placeAndPay } from './paying.ts'
import type { System } from './system.ts'

/** Between two notifications: each one is followed by a settlement, which is not what is measured, but is there. */
const PAUSE_MS = 20

/** Signed notifications of paid orders, one after another; each sets off its settlement when it has been answered. */
export async function measureWebhooks(system: System): Promise<Figure[]> {
  const paid = await placeAndPay(system, await addProducts(system.databaseUrl, system.sizes.webhooks))
  const requests = paid.map((payment) => notification(system, payment))
  const { latenciesMs } = await sendExpected(system.generator, { url: system.api.url, concurrency: 1, pauseMs: PAUSE_MS, requests })
  const p99 = percentile(latenciesMs, 99)
  const measured = `${p99.toFixed(1)} ms (median ${percentile(latenciesMs, 50).toFixed(1)} ms)`
  return [{ name: 'webhook answered, p99', target: '≤ 20 ms', measured, isGood: p99 <= 20 }]
}

/** What iyzico sends about a payment that was made. */
export function notification({ config }: System, { token, paymentId, providerPaymentId }: Paid): LoadRequest {
  const fields = { event: 'CHECKOUT_FORM_AUTH', providerPaymentId, token, conversationId: paymentId, status: 'SUCCESS' }
  const body = JSON.stringify({
    paymentConversationId: paymentId,
    merchantId: 3_404_590,
    token,
    status: fields.status,
    iyziReferenceCode: randomUUID(),
    iyziEventType: fields.event,
    iyziEventTime: Date.now(),
    iyziPaymentId: Number(providerPaymentId),
  })
  const signature = notificationSignature(config.iyzico.secretKey, fields)
  return { method: 'POST', path: '/webhooks/iyzico', headers: { 'x-iyz-signature-v3': signature }, body, expect: 200 }
}
