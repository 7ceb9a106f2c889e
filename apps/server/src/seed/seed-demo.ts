import { setTimeout as delay } from 'node:timers/promises'
import { register } from '../auth/register.ts'
import { savePayoutAccount } from '../auth/save-payout-account.ts'
import { addProduct } from '../catalogue/add-product.ts'
import { addAddress } from '../catalogue/addresses.ts'
import { storeImage } from '../catalogue/images.ts'
import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'
import { draw } from './draw.ts'
import { DEMO_PASSWORD, PEOPLE, type Person } from './people.ts'
import { PRODUCTS } from './products.ts'

export type DemoAccount = { email: string; password: string; role: Person['role']; name: string }

/** How long the payment provider may take to come up beside us. */
const PROVIDER_WITHIN_MS = 20_000

/**
 * Demo people, their addresses, products and payout accounts. Does only what is missing: an interrupted run is completed by
 * the next one, and what people changed since stays as they left it.
 */
export async function seedDemo(deps: Deps): Promise<DemoAccount[]> {
  const sellers: Viewer[] = []
  for (const person of PEOPLE) {
    const viewer = await ensurePerson(deps, person)
    await ensureAddresses(deps, viewer, person)
    if (person.role === 'seller') sellers.push(viewer)
  }
  await ensureProducts(deps, sellers)
  await ensurePayoutAccounts(deps)
  return PEOPLE.map((person) => ({ email: person.email, password: DEMO_PASSWORD, role: person.role, name: person.fullName }))
}

async function ensurePerson(deps: Deps, person: Person): Promise<Viewer> {
  const known = await findPerson(deps, person.email)
  if (known) return known
  const { email, fullName, phone } = person
  const { user } = await register(deps, { email, fullName, phone, password: DEMO_PASSWORD })
  if (person.role === 'admin') await withTx(deps.db, (tx) => tx.query(sql`update users set roles = '{admin}' where id = ${user.id}`))
  return { userId: user.id, roles: [], sessionId: user.id }
}

async function findPerson(deps: Deps, email: string): Promise<Viewer | null> {
  const [row] = await deps.db.query<{ id: string }>(sql`select id from users where email = ${email}`)
  return row ? { userId: row.id, roles: [], sessionId: row.id } : null
}

async function ensureAddresses(deps: Deps, viewer: Viewer, person: Person): Promise<void> {
  const [has] = await deps.db.query<{ count: number }>(sql`select count(*)::int as count from addresses where user_id = ${viewer.userId}`)
  for (const address of person.addresses.slice(has?.count ?? 0))
    await addAddress(deps, viewer, { fullName: person.fullName, phone: person.phone, ...address })
}

/** Counted, not compared: a product that was edited or withdrawn is not listed a second time. */
async function ensureProducts(deps: Deps, sellers: Viewer[]): Promise<void> {
  const rows = await deps.db.query<{ seller_id: string; count: number }>(sql`
    select seller_id, count(*)::int as count from products where seller_id = any(${sellers.map((seller) => seller.userId)}::uuid[]) group by seller_id`)
  const alreadyThere = new Map(rows.map((row) => [row.seller_id, row.count]))
  for (const { seller, picture, ...product } of PRODUCTS) {
    const viewer = sellers[seller] as Viewer
    const left = alreadyThere.get(viewer.userId) ?? 0
    alreadyThere.set(viewer.userId, left - 1)
    if (left > 0) continue
    const pictures = [await draw(picture.drawing, picture.palette)]
    if (picture.closer) pictures.push(await draw(picture.drawing, picture.palette, true))
    const images: string[] = []
    for (const bytes of pictures) images.push((await storeImage(deps, viewer.userId, bytes)).id)
    await addProduct(deps, viewer, { shippingKurus: 0, stock: 1, ...product, images })
  }
}

/** Without the payment provider they stay pending, and the next start tries again. */
async function ensurePayoutAccounts(deps: Deps): Promise<void> {
  const giveUpAtMs = Date.now() + PROVIDER_WITHIN_MS
  for (const { email, payout } of PEOPLE) {
    const seller = payout && (await findPerson(deps, email))
    if (!seller) continue
    const [known] = await deps.db.query<{ status: string }>(sql`select status from payout_accounts where user_id = ${seller.userId}`)
    if (known && known.status !== 'pending') continue
    const { status, reason } = await saveBefore(deps, seller, payout, giveUpAtMs)
    if (status !== 'active') deps.log.warn({ status, reason }, 'a demo seller cannot be paid yet')
  }
}

async function saveBefore(deps: Deps, seller: Viewer, payout: NonNullable<Person['payout']>, giveUpAtMs: number) {
  for (;;) {
    const account = await savePayoutAccount(deps, seller, payout)
    if (account.status !== 'pending' || Date.now() >= giveUpAtMs) return account
    await delay(500)
  }
}
