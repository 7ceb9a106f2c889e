import { changeStored, readStoredList } from '../../platform/stored-json.ts'
import type { Purchase } from './attempts.ts'

/** Buy was pressed, and no answer came yet. */
type Pressed = Purchase & { userId: string; pressedAtMs: number; orderId: null }
/** An order that waits for its payment as far as this phone knows. */
type Standing = { userId: string; productId: string; pressedAtMs: number; orderId: string }

/** What a killed app goes on with. */
export type OpenPurchase = Pressed | Standing

const STORE = 'emanet.open-purchases'
// The API lets a buyer have three unpaid orders; one more may be on its way.
const KEPT_MAX = 4

/** The purchases of this person that have not ended, the last pressed first. */
export async function openPurchases(userId: string): Promise<OpenPurchase[]> {
  return (await readStoredList<OpenPurchase>(STORE)).filter((open) => open.userId === userId)
}

/** Buy is about to be sent. */
export async function notePress(userId: string, { productId, addressId, priceKurus }: Purchase): Promise<void> {
  const press: Pressed = { userId, productId, addressId, priceKurus, pressedAtMs: Date.now(), orderId: null }
  await put(press, isPressOf({ userId, productId }))
}

/** The order stands; its payment page is about to be opened. */
export async function noteOrder({ userId, productId, orderId }: Omit<Standing, 'pressedAtMs'>): Promise<void> {
  const isPress = isPressOf({ userId, productId })
  await put({ userId, productId, orderId, pressedAtMs: Date.now() }, (open) => isPress(open) || open.orderId === orderId)
}

/** The press was refused for good: there is no order of it, and there will be none. */
export async function forgetPress(press: { userId: string; productId: string }): Promise<void> {
  const isPress = isPressOf(press)
  await changeStored<OpenPurchase>(STORE, (known) => known.filter((open) => !isPress(open)))
}

/** This order needs no way back any more: it is paid, over or given up. */
export async function closeOpenPurchase(orderId: string): Promise<void> {
  await changeStored<OpenPurchase>(STORE, (known) => known.filter((open) => open.orderId !== orderId))
}

async function put(open: OpenPurchase, replaces: (known: OpenPurchase) => boolean): Promise<void> {
  await changeStored<OpenPurchase>(STORE, (known) => [open, ...known.filter((other) => !replaces(other))].slice(0, KEPT_MAX))
}

function isPressOf({ userId, productId }: { userId: string; productId: string }): (open: OpenPurchase) => boolean {
  return (open) => open.orderId === null && open.userId === userId && open.productId === productId
}
