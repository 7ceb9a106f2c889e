/** Idempotency keys of purchases that were begun here, kept so that a reload, a reopened tab or a lost answer resumes the same order. */
const STORE = 'emanet.attempts'
const KEPT_MS = 24 * 60 * 60 * 1000

/** `orderId`: the order that the key was answered with. */
type Attempts = Record<string, { key: string; at: number; orderId?: string }>

type Purchase = { productId: string; addressId: string; priceKurus: number }

/**
 * The screen opens, and the API has just said that no order of this product awaits the buyer's payment: keys that were
 * answered with one have done their work. A key whose answer was lost is kept, and one is made where there is none.
 */
export function beginAttempt(purchase: Purchase): void {
  const open = Object.entries(load()).filter(([name, { orderId }]) => orderId === undefined || !name.startsWith(`${purchase.productId}/`))
  save(Object.fromEntries(open))
  attemptKey(purchase)
}

/**
 * The key under which this purchase is sent, made and stored on first asking. Another address or price is another purchase
 * to the API, so it gets another key; the API finds the open order of the same buyer and product all the same.
 */
export function attemptKey(purchase: Purchase): string {
  const attempts = load()
  const name = nameOf(purchase)
  const known = attempts[name]
  if (known) return known.key
  const key = crypto.randomUUID()
  save({ ...attempts, [name]: { key, at: Date.now() } })
  return key
}

/** Which order the key stands for. */
export function noteOrder(purchase: Purchase, orderId: string): void {
  const attempts = load()
  const known = attempts[nameOf(purchase)]
  if (known) save({ ...attempts, [nameOf(purchase)]: { ...known, orderId } })
}

/** The order of this key awaits no payment any more: the next press is a new purchase. */
export function forgetAttempt(purchase: Purchase): void {
  const { [nameOf(purchase)]: _, ...others } = load()
  save(others)
}

function nameOf({ productId, addressId, priceKurus }: Purchase): string {
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
