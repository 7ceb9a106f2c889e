import type { Kurus } from '@emanet/contracts/money'

/**
 * What Emanet asks of the outside. One attempt per call, a deadline, a classified answer; retries belong to the queue.
 *
 * - `ok`      it happened, here is the provider's word for it
 * - `refused` it did not and will not happen as asked (a value, not an exception); `code` is the provider's own
 * - `unknown` we cannot tell (timeout, reset, 5xx, HTML, truncated or unsigned answer): ask before sending again
 */
export type Outcome<T> = ({ kind: 'ok' } & T) | Refused | Unknown
export type Refused = { kind: 'refused'; code: string; reason: string }
/** `notSent`: it certainly did not happen (connection refused, rate limit, our key refused): it may simply be sent again. */
export type Unknown = { kind: 'unknown'; reason: string; retryAfterMs?: number; notSent?: true }

/** Called before each request leaves; the server passes a check that no transaction is open. */
export type BeforeCall = () => void

export type Person = { id: string; name: string; surname: string; email: string; phone: string; identityNumber: string; ip?: string }
export type PostalAddress = {
  fullName: string
  phone: string
  city: string
  district: string
  neighbourhood?: string
  line: string
  postalCode?: string
}

/* ------------------------------------------------------------------------------------------------ payment */

export type CheckoutRequest = {
  /** Our id of the attempt; iyzico's conversationId. Its only handle when the answer is lost. */
  paymentId: string
  /** The order's number; iyzico's basketId. */
  orderNumber: string
  totalKurus: Kurus
  currency: 'TRY'
  /** What the seller gets of the total, and the key under which the provider knows the seller. */
  sellerKurus: Kurus
  sellerKey: string
  itemId: string
  itemTitle: string
  itemCategory: string
  buyer: Person
  shippingAddress: PostalAddress
  /** The browser is sent here with the token when it leaves the payment page. */
  callbackUrl: string
  installments: number[]
  language: 'tr' | 'en'
}

export type Checkout = { token: string; pageUrl: string; expiresInS: number }

/** What the provider says about one attempt, signature checked. Kuruş. */
export type PaymentRecord =
  | {
      state: 'paid'
      providerPaymentId: string
      /** The one line of our basket: the handle for approve and refund. */
      providerTransactionId: string
      orderNumber: string
      priceKurus: Kurus
      paidKurus: Kurus
      currency: string
      /** 1 approved · 0 under review · −1 rejected · null: not said, which is a review too. */
      fraudStatus: 1 | 0 | -1 | null
      installments: number
      /** What the provider will pay the seller, to compare with what was promised. null: not said. */
      sellerPayoutKurus: Kurus | null
      cardLastFour: string | null
    }
  /** Refused with a code. The buyer may try again on the same page while it lives. */
  | {
      state: 'declined'
      code: string
      reason: string
      orderNumber: string | null
      /** Read from the code alone: no payment status was named. */
      implied?: true
    }
  /** The buyer is at her bank. Not a failure. */
  | { state: 'in_progress' }
  /** Nobody has paid (yet). */
  | { state: 'unpaid' }

export type PaymentHistory = {
  providerPaymentId: string
  /** Σ of refunds and cancels that went through. */
  refundedKurus: Kurus
  refunds: { refundId: string; amountKurus: Kurus; succeeded: boolean }[]
  /** Whether the seller's share was approved (released from escrow). */
  approved: boolean
  paid: boolean
  fraudStatus: 1 | 0 | -1 | null
}

export type SellerAccount = {
  /** Our id of the seller; the provider's external id. */
  sellerId: string
  type: 'personal' | 'private_company' | 'limited_company'
  email: string
  phone: string
  address: string
  iban: string
  identityNumber?: string
  taxNumber?: string
  taxOffice?: string
  legalCompanyTitle?: string
  contactName?: string
  contactSurname?: string
}

export interface PaymentProvider {
  /** `refused`: the data is wrong, nothing can be paid. `unknown`: a payable page may exist that we never saw. */
  openCheckout(request: CheckoutRequest): Promise<Outcome<Checkout>>
  /** The truth about an attempt, by its token; `unknown` when it cannot be had or its signature is wrong. */
  fetchPayment(query: { token: string; paymentId: string }): Promise<Outcome<{ payment: PaymentRecord }>>
  /** The same for an attempt whose token was lost, by our id of it. */
  findPayment(query: { paymentId: string }): Promise<Outcome<{ payment: PaymentRecord }>>
  /** Refunds, releases and reviews of a captured payment. `refused` when the provider does not know it. */
  fetchHistory(query: { providerPaymentId: string }): Promise<Outcome<{ history: PaymentHistory }>>
  /** Never blindly twice: look at `fetchHistory` for `refundId` first. */
  refund(request: {
    refundId: string
    providerPaymentId: string
    providerTransactionId: string
    amountKurus: Kurus
    currency: string
    reason: 'double_payment' | 'buyer_request' | 'other'
  }): Promise<Outcome<{ providerRefundId: string }>>
  /** Releases the seller's share from escrow. */
  approve(request: { holdId: string; providerTransactionId: string }): Promise<Outcome<object>>
  /** Creates the seller at the provider, or updates it when it exists. */
  saveSeller(account: SellerAccount, sellerKey: string | null): Promise<Outcome<{ sellerKey: string }>>
}

/** A notification, read from raw bytes. `bad_signature` must change nothing; `not_ours` is about nothing we do, and needs no answer but "yes". */
export type Webhook =
  | {
      kind: 'ok'
      event: string
      status: string
      token: string | null
      paymentId: string | null
      providerPaymentId: string | null /** SHA-256 of the signed fields. */
      dedupeKey: string
    }
  | { kind: 'not_a_notification' }
  | { kind: 'not_ours' }
  | { kind: 'bad_signature' }

/* ------------------------------------------------------------------------------------------------ carrier */

export type ParcelRequest = {
  /** Our reference, ≤ 32 characters, unique, derived from the order: the same reference again is an update, not a second parcel. */
  reference: string
  waybillNumber: string
  barcodes: string[]
  receiver: PostalAddress
  description: string
  payor: 'sender' | 'receiver'
}

export type ParcelStatus = 'registered' | 'accepted' | 'in_transit' | 'out_for_delivery' | 'delivered' | 'returned' | 'lost' | 'cancelled'
export type ParcelEvent = { at: string; code: string; description: string; unit: string }
export type ParcelTrack = {
  reference: string
  status: ParcelStatus
  trackingNumber: string | null
  trackingUrl: string | null
  events: ParcelEvent[]
}

export interface Carrier {
  readonly name: string
  /** Safe to repeat with the same reference and barcodes. `refused` is permanent (bad address…); configuration errors and faults are `unknown`. */
  register(parcel: ParcelRequest): Promise<Outcome<{ reference: string }>>
  cancel(reference: string): Promise<Outcome<object>>
  /** At most 50 references; a reference the carrier does not list is still `registered` and is left out. */
  track(references: string[]): Promise<Outcome<{ parcels: ParcelTrack[] }>>
}

/* ------------------------------------------------------------------------------------------- e-mail, push */

export type EmailMessage = {
  /** Our effect id: travels in custom_args. */ effectId: string
  to: { email: string; name: string }
  subject: string
  text: string
  html: string
  category: string
}

export interface EmailSender {
  send(message: EmailMessage): Promise<Outcome<{ messageId: string | null }>>
  /** Whether a message of this effect was accepted before. `unknown` when the provider cannot say (no activity feed). */
  find(effectId: string): Promise<Outcome<{ found: boolean }>>
}

export type PushMessage = {
  /** Our effect id: collapse id on the phone. */ effectId: string
  token: string
  title: string
  body: string
  data: Record<string, string>
}
export type PushTicket = { kind: 'ok'; ticketId: string } | { kind: 'dead_token' } | { kind: 'refused'; code: string; reason: string }
export type PushReceipt = { kind: 'ok' } | { kind: 'dead_token' } | { kind: 'failed'; code: string; reason: string }

export interface PushSender {
  /** At most 100; one ticket per message, in order. */
  send(messages: PushMessage[]): Promise<Outcome<{ tickets: PushTicket[] }>>
  /** Receipts by ticket id; ids without one yet are absent. */
  receipts(ticketIds: string[]): Promise<Outcome<{ receipts: Record<string, PushReceipt> }>>
}
