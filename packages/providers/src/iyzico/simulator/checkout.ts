import { randomUUID } from 'node:crypto'
import { plainDecimal, SIGNED_FIELDS, unitsOf, unitsText } from '../iyzico.wire.ts'
import { readBasket } from './basket.ts'
import { findCard, findCardByEnds, INSTALLMENT_SURCHARGE_BP, type TestCard, THREE_DS_CODE } from './cards.ts'
import { forgetOldest, THREE_DS_TAIL_MS } from './forget.ts'
import { capture, decline, newPayment } from './payments.ts'
import { type Answer, type Body, fail } from './replies.ts'
import { lastPayment, type Payment, type Sim, type Token } from './state.ts'

export const TOKEN_TTL_S = 1800
const INSTALLMENTS = new Set([1, 2, 3, 6, 9, 12])

/** Opens a payment page. Nothing is deduplicated: each call makes another token that can be paid. */
export function initialise(
  sim: Sim,
  request: Body,
  { kind, isPreauth, origin }: { kind: Token['kind']; isPreauth: boolean; origin: string },
): Answer {
  const basket = readBasket(sim, request)
  if ('error' in basket) return basket
  const { callbackUrl } = request
  if (typeof callbackUrl !== 'string' || callbackUrl === '') return fail(request, '23')
  if (!URL.canParse(callbackUrl) || !/^https?:$/.test(new URL(callbackUrl).protocol)) return fail(request, '11')
  const enabledInstallments = Array.isArray(request.enabledInstallments) ? request.enabledInstallments.map(Number) : [...INSTALLMENTS]
  if (enabledInstallments.some((count) => !INSTALLMENTS.has(count))) return fail(request, '11')
  const nowMs = sim.nowMs()
  const token: Token = {
    token: randomUUID(),
    kind,
    isPreauth,
    basket,
    callbackUrl,
    forceThreeDs: Number(request.forceThreeDS ?? 0) === 1,
    enabledInstallments: enabledInstallments.includes(1) ? enabledInstallments : [1, ...enabledInstallments],
    createdAtMs: nowMs,
    expiresAtMs: nowMs + TOKEN_TTL_S * 1000,
    state: 'created',
    paymentIds: [],
  }
  sim.tokens.put(token.token, token)
  forgetOldest(sim)
  return { fields: checkoutFields(token, sim.publicUrl ?? origin), signedOver: SIGNED_FIELDS.checkoutInitialize }
}

function checkoutFields(token: Token, base: string): Body {
  const page = `${base}/?token=${token.token}&lang=${token.basket.locale}`
  if (token.kind === 'wallet') return { token: token.token, tokenExpireTime: TOKEN_TTL_S, payWithIyzicoPageUrl: page }
  return {
    token: token.token,
    checkoutFormContent: `<script type="text/javascript">if (typeof iyziInit == 'undefined') {var iyziInit = {currency:"${token.basket.currency}",token:"${token.token}",price:${token.basket.price},locale:"${token.basket.locale}"};}</script>`,
    tokenExpireTime: TOKEN_TTL_S,
    paymentPageUrl: page,
    payWithIyzicoPageUrl: page,
  }
}

/* ------------------------------------------------------------------------------------- what the buyer does */

export type CardInput = {
  holder: string
  number: string
  month: string
  year: string
  cvc: string
  installment: number
  fraudStatus: 1 | 0 | -1
}

export type Step =
  | { kind: 'invalid'; fields: CardField[] }
  /** Nobody can pay here any more. */
  | { kind: 'gone'; reason: 'unknown' | 'expired' | 'paid' }
  | { kind: 'three_ds'; payment: Payment }
  /** 3-D Secure could not be started: still on the form, nothing recorded. */
  | { kind: 'stuck' }
  | { kind: 'declined'; payment: Payment }
  | { kind: 'three_ds_failed'; payment: Payment }
  | { kind: 'paid'; payment: Payment }

export type CardField = 'holder' | 'number' | 'expiry' | 'cvc' | 'installment'

/** Whether the page may still be used, and why not. */
export function usable(sim: Sim, token: Token | undefined): Extract<Step, { kind: 'gone' }> | null {
  if (token === undefined) return { kind: 'gone', reason: 'unknown' }
  if (token.state === 'paid') return { kind: 'gone', reason: 'paid' }
  return sim.nowMs() >= token.expiresAtMs ? { kind: 'gone', reason: 'expired' } : null
}

/** The form is sent. 3-D Secure follows when the merchant, or a debit card, asks for it. */
export function submitCard(sim: Sim, token: Token, input: CardInput): Step {
  const gone = usable(sim, token)
  if (gone !== null) return gone
  const card = findCard(input.number)
  const fields = checkCard(sim, token, input, card)
  if (card === undefined || fields.length > 0) return { kind: 'invalid', fields }
  if (card.threeDsStuck) return { kind: 'stuck' }
  const payment = newPayment(sim, {
    basket: token.basket,
    card,
    installment: input.installment,
    paidPrice: installmentPrice(token, input.installment),
    token: token.token,
    isPreauth: token.isPreauth,
    fraudStatus: input.fraudStatus,
  })
  token.paymentIds.push(payment.paymentId)
  if (token.forceThreeDs || card.type === 'DEBIT_CARD') {
    token.state = 'three_ds'
    sim.payments.put(payment.paymentId, payment)
    sim.tokens.put(token.token, token)
    return { kind: 'three_ds', payment }
  }
  payment.threeDsId = null
  return authorise(sim, token, payment, card)
}

/** The bank's page is sent, with a code or by giving up (null). */
export function confirmThreeDs(sim: Sim, token: Token, { threeDsId, code }: { threeDsId: string; code: string | null }): Step {
  const payment = lastPayment(sim, token)
  if (payment === undefined || payment.threeDsId !== threeDsId || payment.status !== 'INIT_THREEDS')
    return { kind: 'gone', reason: token.state === 'paid' ? 'paid' : 'unknown' }
  if (sim.nowMs() >= payment.createdAtMs + THREE_DS_TAIL_MS) return { kind: 'gone', reason: 'expired' }
  const card = findCardByEnds(payment.card)
  payment.mdStatus = code === THREE_DS_CODE ? (card?.mdStatus ?? 1) : 0
  if (payment.mdStatus === 1 && card !== undefined) return authorise(sim, token, payment, card)
  decline(sim, payment, payment.mdStatus === 4 ? '10211' : '10210')
  token.state = 'failed'
  sim.tokens.put(token.token, token)
  return { kind: 'three_ds_failed', payment }
}

/** What a buyer pays who pays in parts; the surcharge is hers. Rounded down to a kuruş. */
export function installmentPrice(token: Token, installment: number): string {
  const price = unitsOf(token.basket.paidPrice) ?? 0n
  const total = price + (price * (INSTALLMENT_SURCHARGE_BP[installment] ?? 0n)) / 10_000n
  return plainDecimal(unitsText(total - (total % 1_000_000n))) ?? token.basket.paidPrice
}

function authorise(sim: Sim, token: Token, payment: Payment, card: TestCard): Step {
  if (card.declines !== undefined) decline(sim, payment, card.declines)
  else capture(sim, payment)
  token.state = card.declines === undefined ? 'paid' : 'failed'
  sim.tokens.put(token.token, token)
  return { kind: card.declines === undefined ? 'paid' : 'declined', payment }
}

function checkCard(sim: Sim, token: Token, input: CardInput, card: TestCard | undefined): CardField[] {
  const fields: CardField[] = []
  const now = new Date(sim.nowMs())
  const lastMonth = now.getUTCFullYear() * 12 + now.getUTCMonth()
  const month = Number(input.month)
  const isExpiry = /^\d{1,2}$/.test(input.month) && month >= 1 && month <= 12 && /^\d{4}$/.test(input.year)
  if (input.holder.trim().length < 2 || input.holder.length > 100) fields.push('holder')
  if (card === undefined) fields.push('number')
  if (!isExpiry || Number(input.year) * 12 + month - 1 < lastMonth) fields.push('expiry')
  if (!(card?.association === 'AMERICAN_EXPRESS' ? /^\d{4}$/ : /^\d{3}$/).test(input.cvc)) fields.push('cvc')
  const isInParts = input.installment > 1
  if (!token.enabledInstallments.includes(input.installment) || (isInParts && card?.type === 'DEBIT_CARD')) fields.push('installment')
  return fields
}
