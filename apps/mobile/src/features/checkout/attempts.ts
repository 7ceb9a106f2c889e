import { randomId } from '../../platform/random-id'
import { changeStored } from '../../platform/stored-json.ts'

/** What is bought. Another address or price is another purchase to the API, so it gets another key. */
export type Purchase = { productId: string; addressId: string; priceKurus: number }

const KEYS = 'emanet.attempts'
const KEPT_MS = 24 * 60 * 60 * 1000
// Keychains want small values.
const KEYS_MAX = 8

/** `answered`: the API has said which order the key stands for. */
type Attempt = Purchase & { key: string; at: number; answered?: true }

/**
 * The screen opens, and the API has just said that no order of this product awaits the buyer's payment: keys that were
 * answered with one have done their work. A key whose answer was lost is kept, and one is made where there is none.
 */
export async function beginAttempt(purchase: Purchase): Promise<void> {
  const { productId } = purchase
  await changeStored<Attempt>(KEYS, (known) => known.filter((one) => one.productId !== productId || !one.answered))
  await attemptKey(purchase)
}

/** The key under which this purchase is sent; made and stored on first asking, the same afterwards. */
export async function attemptKey(purchase: Purchase): Promise<string> {
  const { productId, addressId, priceKurus } = purchase
  const [attempt] = await changeStored<Attempt>(KEYS, (known) => {
    const fresh = known.filter(({ at }) => Date.now() - at < KEPT_MS)
    const same = fresh.find(isOf(purchase)) ?? { productId, addressId, priceKurus, key: randomId(), at: Date.now() }
    return [same, ...fresh.filter((other) => other !== same)].slice(0, KEYS_MAX)
  })
  return attempt!.key
}

/** The key of this purchase stands for an order that awaits its payment. */
export async function noteAnswer(purchase: Purchase): Promise<void> {
  const isSame = isOf(purchase)
  await changeStored<Attempt>(KEYS, (known) => known.map((attempt) => (isSame(attempt) ? { ...attempt, answered: true } : attempt)))
}

/** The order of this key has ended: the next press is a new purchase. */
export async function forgetAttempt(purchase: Purchase): Promise<void> {
  const isSame = isOf(purchase)
  await changeStored<Attempt>(KEYS, (known) => known.filter((attempt) => !isSame(attempt)))
}

function isOf({ productId, addressId, priceKurus }: Purchase): (attempt: Attempt) => boolean {
  return (attempt) => attempt.productId === productId && attempt.addressId === addressId && attempt.priceKurus === priceKurus
}
