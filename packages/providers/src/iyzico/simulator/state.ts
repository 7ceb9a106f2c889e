import { randomBytes, randomInt } from 'node:crypto'
import type { Collection, Store } from '../../simulator-store.ts'
import type { Keys } from '../iyzico.wire.ts'
import type { SimError } from './errors.ts'
import type { Tariff } from './split.ts'

export type BasketLine = {
  id: string
  name: string
  itemType: string
  price: string
  subMerchantKey: string | null
  subMerchantPrice: string | null
  withholdingTax: string | null
}

/** A basket somebody may pay. Amounts are plain decimal texts of lira. */
export type Basket = {
  conversationId: string | null
  locale: string
  price: string
  paidPrice: string
  currency: string
  basketId: string | null
  paymentGroup: string
  lines: BasketLine[]
}

export type TokenState = 'created' | 'three_ds' | 'failed' | 'paid'

export type Token = {
  token: string
  kind: 'checkout' | 'wallet'
  isPreauth: boolean
  basket: Basket
  callbackUrl: string
  forceThreeDs: boolean
  enabledInstallments: number[]
  createdAtMs: number
  expiresAtMs: number
  state: TokenState
  /** One for each attempt with a card, oldest first. */
  paymentIds: string[]
  /** No notification leaves for this token. */
  isMuted?: boolean
}

export type PaymentLine = BasketLine & {
  paymentTransactionId: string
  transactionStatus: -1 | 0 | 1 | 2
  paidPrice: string
  refunds: Refund[]
  isPaidOut?: boolean
}

export type Refund = {
  refundTxId: string
  conversationId: string | null
  price: string
  succeeded: boolean
  createdAtMs: number
  authCode: string
  hostReference: string
}

export type Payment = {
  paymentId: string
  token: string | null
  basket: Basket
  paidPrice: string
  installment: number
  phase: 'AUTH' | 'PRE_AUTH' | 'POST_AUTH'
  status: 'INIT_THREEDS' | 'CALLBACK_THREEDS' | 'SUCCESS' | 'FAILURE'
  error: SimError | null
  fraudStatus: 1 | 0 | -1
  /** Bin and last four digits alone are kept of a card. */
  card: { bin: string; lastFour: string; type: string; association: string; family: string; bank: string; refusesRefunds: boolean }
  /** Names the 3-D Secure page of this attempt. */
  threeDsId: string | null
  mdStatus: number | null
  authCode: string
  hostReference: string
  lines: PaymentLine[]
  cancels: Refund[]
  createdAtMs: number
}

export type Seller = { subMerchantKey: string; subMerchantExternalId: string; subMerchantType: string } & Record<string, string>

export type Delivery = {
  id: string
  token: string | null
  paymentId: string
  status: string
  body: string
  /** Null: sent with an empty `x-iyz-signature`, as accounts without the feature get it. */
  signature: string | null
  dueAtMs: number
  attempts: number
  state: 'pending' | 'delivered' | 'gave_up' | 'dropped'
  /** HTTP statuses of the attempts so far; 0 when nobody answered. */
  answers: number[]
  /** Of the last attempt. */
  answeredAtMs?: number
  /** Sent by hand with a wrong signature, or with none. */
  isForged?: boolean
}

export type Sim = {
  keys: Keys
  nowMs: () => number
  tariff: Tariff
  isMarketplace: boolean
  /** Where the buyer's browser finds us; null: where the caller found us. */
  publicUrl: string | null
  tokens: Collection<Token>
  payments: Collection<Payment>
  sellers: Collection<Seller>
  deliveries: Collection<Delivery>
  counters: Collection<number>
  notify: (kind: string, summary: string, detail?: unknown) => void
}

export function openCollections(store: Store): Pick<Sim, 'tokens' | 'payments' | 'sellers' | 'deliveries' | 'counters'> {
  return {
    tokens: store.collection('tokens'),
    payments: store.collection('payments'),
    sellers: store.collection('sellers'),
    deliveries: store.collection('deliveries'),
    counters: store.collection('counters'),
  }
}

/**
 * Eight digits, rising. The first one is random and a reset does not set the row back, so that a simulator without a past does not
 * hand out numbers a database still knows.
 */
export function nextId(sim: Sim, row: 'payment' | 'transaction' | 'refund'): string {
  const next = (sim.counters.get(row) ?? randomInt(10_000_000, 80_000_000)) + randomInt(1, 9)
  sim.counters.put(row, next)
  return String(next)
}

export function newAuthCode(): string {
  return String(randomInt(100_000, 1_000_000))
}

export function newSellerKey(): string {
  return randomBytes(20).toString('base64')
}

/** The last attempt of a token. */
export function lastPayment(sim: Sim, token: Token): Payment | undefined {
  const paymentId = token.paymentIds.at(-1)
  return paymentId === undefined ? undefined : sim.payments.get(paymentId)
}

export function findLine(sim: Sim, paymentTransactionId: string): { payment: Payment; line: PaymentLine } | undefined {
  for (const payment of sim.payments.values()) {
    const line = payment.lines.find((candidate) => candidate.paymentTransactionId === paymentTransactionId)
    if (line !== undefined) return { payment, line }
  }
  return undefined
}
