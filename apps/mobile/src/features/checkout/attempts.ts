import { randomId } from '../../platform/random-id'
import { readStored, writeStored } from '../../platform/stored-json.ts'

/** What is bought. Another address or price is another purchase to the API, so it gets another key. */
export type Purchase = { productId: string; addressId: string; priceKurus: number }

/** A purchase whose Buy was pressed and which has not ended as far as this phone knows. `orderId` null: no answer yet. */
export type OpenPurchase = Purchase & { key: string; orderId: string | null; userId: string; pressedAtMs: number }

const KEYS = 'emanet.attempts'
const OPEN = 'emanet.open-order'
const KEPT_MS = 24 * 60 * 60 * 1000
// Keychains want small values.
const KEYS_MAX = 8

type Keys = Record<string, { key: string; at: number }>

/** The key under which this purchase is sent; made and stored on first asking, the same afterwards. */
export async function attemptKey(purchase: Purchase): Promise<string> {
  const keys = await load()
  const known = keys[nameOf(purchase)]
  if (known) return known.key
  const key = randomId()
  await save({ ...keys, [nameOf(purchase)]: { key, at: Date.now() } })
  return key
}

/** The order of this key has ended: the next press is a new purchase. */
export async function forgetAttempt(purchase: Purchase): Promise<void> {
  const { [nameOf(purchase)]: _, ...others } = await load()
  await save(others)
}

export function readOpenPurchase(): Promise<OpenPurchase | null> {
  return readStored<OpenPurchase>(OPEN)
}

export async function writeOpenPurchase(open: OpenPurchase | null): Promise<void> {
  await writeStored(OPEN, open)
}

/** This order needs no way back any more: it is paid, over or given up. */
export async function closeOpenPurchase(orderId: string): Promise<void> {
  const open = await readOpenPurchase()
  if (open?.orderId === orderId) await writeOpenPurchase(null)
}

function nameOf({ productId, addressId, priceKurus }: Purchase): string {
  return `${productId}/${addressId}/${priceKurus}`
}

async function load(): Promise<Keys> {
  const stored = (await readStored<Keys>(KEYS)) ?? {}
  return Object.fromEntries(Object.entries(stored).filter(([, attempt]) => Date.now() - attempt.at < KEPT_MS))
}

async function save(keys: Keys): Promise<void> {
  const newest = Object.entries(keys)
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, KEYS_MAX)
  await writeStored(KEYS, Object.fromEntries(newest))
}
