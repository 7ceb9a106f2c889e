import { AppError } from '@emanet/contracts/errors'
import type { OrderStatus, PaymentStatus } from '@emanet/contracts/states'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { PAYMENT } from '../payments/payments.states.ts'
import { type Db, type Tx, violates, withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { transition } from '../platform/transition.ts'
import { findCheckoutFacts, openPaymentPage } from './open-payment-page.ts'
import { findOrder, type OrderView, orderView } from './order.queries.ts'
import { settlePayment } from './settle-payment.ts'

/** How long iyzico may take to open a page (its deadline of 10 s, and the writes around it). After that its caller is dead. */
const OPENING_MAX_S = 12
/** A page that dies sooner than this is not handed out again. */
const PAGE_MIN_LEFT_S = 60
/** How long a bank may take after the page's end; then nobody is at it any more. */
const THREE_DS_MAX_S = 300
/** A page lives 1800 s and 3-D Secure ends at most 300 s later; a shorter reservation (in tests) takes that as its measure. */
const ATTEMPT_MAX_S = 2100

/**
 * A buyer's order again, with a payment page that works while payment is awaited (`payment.paymentUrl` null otherwise):
 * the page that is open, or the one that is just being opened (waited for, no lock held, answered as it ends), or a new
 * attempt after a failed or dead one.
 * @throws AppError `order.not_found`, `order.wrong_state` (too old for another attempt, or the bank has not answered yet),
 *   `payment.unreachable`, `payment.refused`.
 */
export async function resumeOrder(deps: Deps, viewer: Viewer, orderId: string, returnTo?: ReturnTo): Promise<OrderView> {
  await ensurePaymentPage(deps, viewer, orderId, returnTo)
  const row = await findOrder(deps.db, viewer, orderId)
  if (!row) throw new AppError('order.not_found')
  return orderView(row, 'buyer', deps.config)
}

type ReturnTo = 'web' | 'app' | 'app_web'

async function ensurePaymentPage(deps: Deps, viewer: Viewer, orderId: string, returnTo?: ReturnTo): Promise<void> {
  let hasWaited = false
  for (;;) {
    const latest = await findLatestAttempt(deps.db, viewer.userId, orderId)
    if (!latest) throw new AppError('order.not_found')
    if (latest.order_status !== 'pending_payment') {
      if (hasWaited && latest.order_status === 'cancelled' && latest.status === 'failed') throw new AppError('payment.refused', { orderId })
      return
    }
    if (latest.status === 'pending' && latest.page_left_s >= PAGE_MIN_LEFT_S) return remember(deps, latest, returnTo)
    const isBeingOpened = latest.status === 'pending' && !latest.has_token && latest.age_s < OPENING_MAX_S
    if (isBeingOpened) {
      hasWaited = true
      await new Promise((resolve) => setTimeout(resolve, 25))
      continue
    }
    if (hasWaited && latest.status === 'unknown') throw new AppError('payment.unreachable', { orderId, retryAfterS: 1 })
    if (await openNextAttempt(deps, viewer, latest, returnTo ?? latest.return_to)) return
  }
}

type LatestAttempt = {
  id: string
  order_id: string
  order_status: OrderStatus
  attempt_no: number
  status: PaymentStatus
  has_token: boolean
  page_left_s: number
  age_s: number
  return_to: ReturnTo
}

async function findLatestAttempt(db: Db, buyerId: string, orderId: string): Promise<LatestAttempt | undefined> {
  const rows = await db.query<LatestAttempt>(sql`
    select p.id, o.id as order_id, o.status as order_status, p.attempt_no, p.status, p.token is not null as has_token, p.return_to,
      coalesce(extract(epoch from p.token_expires_at - now()), -1)::float as page_left_s, extract(epoch from now() - p.created_at)::float as age_s
    from orders o
    join payments p on p.order_id = o.id
    where o.id = ${orderId} and o.buyer_id = ${buyerId}
    order by p.attempt_no desc
    limit 1`)
  return rows[0]
}

/** The buyer comes back to where she pressed Buy last. */
async function remember(deps: Deps, attempt: LatestAttempt, returnTo?: ReturnTo): Promise<void> {
  if (returnTo !== undefined && returnTo !== attempt.return_to)
    await deps.db.query(sql`update payments set return_to = ${returnTo} where id = ${attempt.id}`)
}

/** False: somebody else moved first, look again. */
async function openNextAttempt(deps: Deps, viewer: Viewer, latest: LatestAttempt, returnTo: ReturnTo): Promise<boolean> {
  // A page that was open may have been paid; a page whose answer was lost took no money, and stays watched. Money that was
  // taken but made no sale (it is on its way back, or parked) leaves the order unpaid, so she may go on.
  if (latest.has_token) {
    const answer = await settlePayment(deps, latest.id, 'buyer')
    if (answer === 'unanswered') throw new AppError('payment.unreachable', { orderId: latest.order_id, retryAfterS: 1 })
    if (answer === 'in_progress' && latest.page_left_s > -THREE_DS_MAX_S)
      throw new AppError('order.wrong_state', { reason: 'bank_silent', detail: 'The bank has not answered the last payment yet.' })
  }
  const facts = await findCheckoutFacts(deps.db, latest.order_id)
  if (!facts) throw new AppError('seller.not_payable')
  const paymentId = newId()
  try {
    const added = await withTx(deps.db, (tx) => addAttempt(tx, deps.config, latest, { paymentId, returnTo }))
    if (!added) return false
  } catch (error) {
    if (violates(error, 'one_open_payment_per_order') || violates(error, 'payments_order_id_attempt_no_key')) return false
    throw error
  }
  await openPaymentPage(deps, { ...facts, payment_id: paymentId, buyer_ip: viewer.ip })
  return true
}

async function addAttempt(
  tx: Tx,
  config: Config,
  latest: LatestAttempt,
  next: { paymentId: string; returnTo: ReturnTo },
): Promise<boolean> {
  const ttl = config.reservationTtlS
  const needed = Math.min(ttl, ATTEMPT_MAX_S)
  const orders = await tx.query<{ status: OrderStatus; attempt_no: number; has_time: boolean }>(sql`
    select status, (select max(attempt_no) from payments where order_id = orders.id) as attempt_no,
      now() + make_interval(secs => ${needed}) <= created_at + make_interval(secs => ${2 * ttl}) as has_time
    from orders
    where id = ${latest.order_id}
    for update`)
  const order = orders[0]
  if (order?.status !== 'pending_payment' || order.attempt_no !== latest.attempt_no) return false
  if (!order.has_time)
    throw new AppError('order.wrong_state', {
      reason: 'too_old',
      detail: 'This order is too old for another payment. Cancel it and buy again.',
    })
  // Whatever it is now, it is not to be paid any more; one that took money stays what it is.
  await transition(tx, PAYMENT, latest.id, 'abandon', { cause: 'buyer' })
  await tx.query(sql`
    with attempt as (
      insert into payments (id, order_id, attempt_no, return_to, amount_kurus, next_check_at)
      select ${next.paymentId}, id, ${latest.attempt_no + 1}, ${next.returnTo}, total_kurus, now() + interval '15 seconds' from orders where id = ${latest.order_id}
    ),
    noted as (
      insert into state_changes (noun, subject_id, order_id, to_status, cause) values ('payment', ${next.paymentId}, ${latest.order_id}, 'pending', 'buyer')
    )
    update orders set expires_at = greatest(expires_at, least(now() + make_interval(secs => ${ttl}), created_at + make_interval(secs => ${2 * ttl})))
    where id = ${latest.order_id}`)
  return true
}
