import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Kurus, kurus } from '@emanet/contracts/money'

/* ------------------------------------------------------------------------------------------ authentication */

export type Keys = { apiKey: string; secretKey: string }

/**
 * The `Authorization` header (IYZWSv2).
 * @param path without host and query: iyzico signs neither.
 * @param body the very text that is sent; `''` when none is.
 */
export function authorization({
  apiKey,
  secretKey,
  randomKey,
  path,
  body,
}: Keys & { randomKey: string; path: string; body: string }): string {
  const signature = requestSignature({ secretKey, randomKey, path, body })
  return `IYZWSv2 ${Buffer.from(`apiKey:${apiKey}&randomKey:${randomKey}&signature:${signature}`).toString('base64')}`
}

/** Lower-case hex. `body` may be the raw bytes a server received. */
export function requestSignature({
  secretKey,
  randomKey,
  path,
  body,
}: {
  secretKey: string
  randomKey: string
  path: string
  body: string | Buffer
}): string {
  return createHmac('sha256', secretKey).update(randomKey).update(path).update(body).digest('hex')
}

/* ------------------------------------------------------------------------------------------------ decimals */

/** iyzico counts money in decimals with up to eight places; we count those as whole units of 1/100 000 000 lira. */
export type Units = bigint

const PLACES = 8
const UNITS_PER_KURUS = 1_000_000n
const DECIMAL = /^(-?)(\d{1,20})(?:\.(\d{1,20}))?(?:[eE]([+-]?\d{1,2}))?$/

/** `15_050` → `'150.5'`, `15_000` → `'150.0'`: what iyzico's own client sends. */
export function liraText(amount: Kurus): string {
  const cents = String(amount % 100).padStart(2, '0')
  return `${Math.trunc(amount / 100)}.${cents.endsWith('0') ? cents[0] : cents}`
}

/** Plain notation without trailing zeros: `150.00000000` → `150`, `0E-8` → `0`. Null when the text is no decimal. */
export function plainDecimal(text: string): string | null {
  const match = DECIMAL.exec(text)
  if (match === null) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const point = whole.length + Number(exponent)
  const digits = (point < 0 ? '0'.repeat(-point) : '') + (whole + fraction).padEnd(point, '0')
  const at = Math.max(0, point)
  const integer = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0'
  const decimals = digits.slice(at).replace(/0+$/, '')
  const plain = decimals === '' ? integer : `${integer}.${decimals}`
  return plain === '0' ? '0' : sign + plain
}

/** Null when the text is no decimal, or has more than eight places that matter. */
export function unitsOf(text: string): Units | null {
  const plain = plainDecimal(text)
  if (plain === null) return null
  const [integer = '0', fraction = ''] = plain.replace('-', '').split('.')
  if (fraction.length > PLACES) return null
  const units = BigInt(integer + fraction.padEnd(PLACES, '0'))
  return plain.startsWith('-') ? -units : units
}

/** All eight places, as iyzico's retrieve prints them; zero is `0E-8` there, which `plainDecimal` undoes. */
export function unitsText(units: Units): string {
  const digits = String(units < 0n ? -units : units).padStart(PLACES + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`
}

/** Exact; null when the text is no decimal ≥ 0 or is finer than a kuruş. */
export function kurusOf(text: string): Kurus | null {
  const units = unitsOf(text)
  return units === null || units < 0n || units % UNITS_PER_KURUS !== 0n ? null : kurus(Number(units / UNITS_PER_KURUS))
}

/** Rounds down: what is less than a kuruş is not counted as received. Null as in `kurusOf`. */
export function kurusBelow(units: Units | null): Kurus | null {
  return units === null || units < 0n ? null : kurus(Number(units / UNITS_PER_KURUS))
}

export function unitsOfKurus(amount: Kurus): Units {
  return BigInt(amount) * UNITS_PER_KURUS
}

/* -------------------------------------------------------------------------------------- response signatures */

/** The fields each signed answer is signed over, in order. Source: docs.iyzico.com, response signature validation. */
export const SIGNED_FIELDS = {
  checkoutInitialize: ['conversationId', 'token'],
  checkoutRetrieve: ['paymentStatus', 'paymentId', 'currency', 'basketId', 'conversationId', 'paidPrice', 'price', 'token'],
  payment: ['paymentId', 'currency', 'basketId', 'conversationId', 'paidPrice', 'price'],
  threeDsInitialize: ['paymentId', 'conversationId'],
  refund: ['paymentId', 'price', 'currency', 'conversationId'],
} as const

/** Lower-case hex. Amounts are signed without trailing zeros, absent fields as the empty text. */
export function responseSignature(secretKey: string, fields: readonly string[], body: Record<string, unknown>): string {
  const text = fields.map((field) => signedText(field, body[field])).join(':')
  return createHmac('sha256', secretKey).update(text).digest('hex')
}

/** False for a missing signature too. iyzico's case of the hex digits is not promised, so it does not count. */
export function hasValidSignature(secretKey: string, fields: readonly string[], body: Record<string, unknown>): boolean {
  const { signature } = body
  if (typeof signature !== 'string') return false
  return sameText(signature.toLowerCase(), responseSignature(secretKey, fields, body))
}

/** In constant time for texts of one length. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

function signedText(field: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = String(value)
  return field === 'price' || field === 'paidPrice' ? (plainDecimal(text) ?? text) : text
}

/* ------------------------------------------------------------------------------------------------- parsing */

const DECIMAL_FIELDS = new Set(['price', 'paidPrice', 'subMerchantPayoutAmount', 'refundPrice'])

/**
 * Parses an answer, keeping the digits of its amounts as text: `150.00000000` and `0.1` come out as they were written, not as
 * floats. Null when it is not a JSON object.
 */
export function parseExact(text: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text, keepDigits))
  } catch {
    return null
  }
}

export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
}

function keepDigits(key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && DECIMAL_FIELDS.has(key) ? (context?.source ?? String(value)) : value
}
