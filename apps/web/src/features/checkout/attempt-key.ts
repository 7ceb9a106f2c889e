/** Idempotency keys of purchases that were begun here, kept so that a reload, a reopened tab or a lost answer resumes the same order. */
const STORE = 'emanet.attempts'
const KEPT_MS = 24 * 60 * 60 * 1000

type Attempts = Record<string, { key: string; at: number }>

/**
 * The key under which this purchase is sent, made and stored on first asking. Another address or price is another purchase
 * to the API, so it gets another key; the API finds the open order of the same buyer and product all the same.
 */
export function attemptKey(purchase: { productId: string; addressId: string; priceKurus: number }): string {
  const attempts = load()
  const name = nameOf(purchase)
  const known = attempts[name]
  if (known) return known.key
  const key = crypto.randomUUID()
  save({ ...attempts, [name]: { key, at: Date.now() } })
  return key
}

/** The order of this key has ended: the next press is a new purchase. */
export function forgetAttempt(purchase: { productId: string; addressId: string; priceKurus: number }): void {
  const { [nameOf(purchase)]: _, ...others } = load()
  save(others)
}

function nameOf({ productId, addressId, priceKurus }: { productId: string; addressId: string; priceKurus: number }): string {
  return `${productId}/${addressId}/${priceKurus}`
}

function load(): Attempts {
  try {
    const stored: Attempts = JSON.parse(localStorage.getItem(STORE) ?? '{}')
    return Object.fromEntries(Object.entries(stored).filter(([, attempt]) => Date.now() - attempt.at < KEPT_MS))
  } catch {
    return {}
  }
}

function save(attempts: Attempts): void {
  try {
    localStorage.setItem(STORE, JSON.stringify(attempts))
  } catch {
    // Storage is full or forbidden: the API still resumes the open order of the same buyer and product.
  }
}
