import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { signAccessToken } from '../apps/server/src/auth/access-token.ts'
import type { Config } from '../apps/server/src/config.ts'
import { migrate } from '../apps/server/src/platform/migrate.ts'
import { migrateQueues } from '../apps/server/src/platform/queue.ts'

const MIGRATIONS = fileURLToPath(new URL('../apps/server/db/migrations', import.meta.url))

export type Buyer = { id: string; addressId: string; accessToken: string }

/** A database of the benchmark's own, migrated, on the cluster of `adminUrl`. */
export async function createDatabase(adminUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  await query(adminUrl, `create database ${name}`)
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  await migrate(url.href, MIGRATIONS)
  await migrateQueues(url.href)
  return {
    url: url.href,
    async drop() {
      await query(adminUrl, `drop database if exists ${name} with (force)`)
    },
  }
}

export async function query<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** Ten sellers whom iyzico knows; `sellerKey` is what it calls them. */
export async function addSellers(url: string, sellerKey: string): Promise<void> {
  await query(
    url,
    `with people as (
      insert into users (id, email, full_name, phone, password_hash)
      select uuidv7(), 'satici' || n || '@deneme.example', 'Mehmet Öztürk', '+905321112233', '' from generate_series(1, 10) n
      returning id
    )
    insert into payout_accounts (user_id, type, status, seller_key, iban_masked, secrets_sealed, phone, address)
    select id, 'personal', 'active', $1, 'TR18 **** 2315', '', '+905321112233', 'Moda, Kadıköy, İstanbul' from people`,
    [sellerKey],
  )
}

/** Buyers with an address and an access token that was seen before: signing in is not what is measured. */
export async function addBuyers(url: string, jwt: Config['jwt'], count: number): Promise<Buyer[]> {
  const rows = await query<{ id: string; address_id: string; session_id: string }>(
    url,
    `with people as (
      insert into users (id, email, full_name, phone, password_hash)
      select id, id || '@deneme.example', 'Ayşe Yılmaz', '+905321234567', '' from (select uuidv7() as id from generate_series(1, $1)) fresh
      returning id
    ),
    homes as (
      insert into addresses (id, user_id, full_name, phone, city, district, neighbourhood, line, postal_code)
      select uuidv7(), id, 'Ayşe Yılmaz', '+905321234567', 'İstanbul', 'Kadıköy', 'Moda', 'Moda Cad. No: 12 D: 3', '34710' from people
      returning id, user_id
    ),
    devices as (
      insert into push_tokens (token, user_id) select 'ExponentPushToken[' || substr(md5(id::text), 1, 22) || ']', id from people
    ),
    sessions as (
      insert into refresh_tokens (id, family_id, user_id, token_hash, expires_at, used_at)
      select sid, sid, id, uuid_send(sid), now() + interval '1 day', now() from (select uuidv7() as sid, id from people) fresh
      returning id, user_id
    )
    select people.id, homes.id as address_id, sessions.id as session_id
    from people join homes on homes.user_id = people.id join sessions on sessions.user_id = people.id`,
    [count],
  )
  const issuedAtS = Math.floor(Date.now() / 1000)
  const lasting = { ...jwt, accessTtlS: 86_400 }
  return rows.map((row) => ({
    id: row.id,
    addressId: row.address_id,
    accessToken: signAccessToken(lasting, { userId: row.id, sessionId: row.session_id, roles: [], issuedAtS }),
  }))
}

/** Products of the ten sellers, one unit each, all for ₺1.250,00 and ₺89,90 for shipping. */
export async function addProducts(url: string, count: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    url,
    `insert into products (id, seller_id, title, description, condition, price_kurus, shipping_kurus)
    select uuidv7(), sellers.ids[1 + n % 10], 'Çınar ağacından sandalye', 'Az kullanılmış, sağlam.', 'good', 125000, 8990
    from generate_series(1, $1) n, (select array_agg(user_id) as ids from payout_accounts) sellers
    returning id`,
    [count],
  )
  return rows.map((row) => row.id)
}

/** Statistics and a quiet disk, so that a round does not pay for the one before. */
export async function settleDatabase(url: string): Promise<void> {
  await query(url, 'vacuum analyze')
  await query(url, 'checkpoint')
}
