import { isIyzicoToken } from '@emanet/providers/iyzico/iyzico.token'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { settlePayment } from '../orders/settle-payment.ts'
import { sql } from '../platform/sql.ts'

/** The buyer is looking at a white page while we ask; the order's page goes on asking. */
const WAIT_MAX_MS = 4000
/** Whoever posts the same token again and again must not spend iyzico's quota: three looks in this time, the poller does the rest. */
const LOOKS_MAX = 3
const LOOKS_WINDOW_MS = 15_000

const lookedAt = new Map<string, number[]>()

/**
 * The browser comes back from the payment page with a token: iyzico is asked, and the browser goes on to the order's page,
 * which shows what is true. Nothing of the form is believed, shown or put into the address.
 * @returns where to send the browser; `/orders` of the web for a token we do not know (no call to iyzico).
 */
export async function receiveCallback(deps: Deps, form: unknown): Promise<string> {
  const token = typeof form === 'object' && form !== null && 'token' in form ? form.token : undefined
  const elsewhere = `${deps.config.publicWebUrl}/orders`
  if (!isIyzicoToken(token)) return elsewhere
  const payments = await deps.db.query<{ id: string; order_id: string; return_to: 'web' | 'app' | 'app_web' }>(
    sql`select id, order_id, return_to from payments where token = ${token}`,
  )
  const payment = payments[0]
  if (!payment) return elsewhere
  if (mayAsk(deps, payment.id)) await settleInTime(deps, payment.id)
  return returnAddress(deps.config, payment)
}

function mayAsk(deps: Deps, paymentId: string): boolean {
  const now = deps.clock.now().getTime()
  for (const [id, looks] of lookedAt) if ((looks.at(-1) ?? 0) < now - LOOKS_WINDOW_MS) lookedAt.delete(id)
  const recent = (lookedAt.get(paymentId) ?? []).filter((at) => at >= now - LOOKS_WINDOW_MS)
  if (recent.length >= LOOKS_MAX) return false
  lookedAt.set(paymentId, [...recent, now])
  return true
}

async function settleInTime(deps: Deps, paymentId: string): Promise<void> {
  const settled = settlePayment(deps, paymentId, 'callback').catch((error: unknown) =>
    deps.log.warn({ err: error, paymentId }, 'the callback could not settle; the poller will'),
  )
  let timer: NodeJS.Timeout | undefined
  await Promise.race([settled, new Promise((resolve) => (timer = setTimeout(resolve, WAIT_MAX_MS)))])
  clearTimeout(timer)
}

function returnAddress(config: Config, payment: { order_id: string; return_to: 'web' | 'app' | 'app_web' }): string {
  if (payment.return_to === 'app') return `${config.appLink}${payment.order_id}`
  return `${payment.return_to === 'app_web' ? config.publicMobileWebUrl : config.publicWebUrl}/orders/${payment.order_id}`
}
