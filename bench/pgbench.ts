import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { query } from './rows.ts'

const run = promisify(execFile)

/** Whether there is a `pgbench` on the PATH. */
export async function hasPgbench(): Promise<boolean> {
  return run('pgbench', ['--version']).then(
    () => true,
    () => false,
  )
}

/** Ids that both this file and pgbench can count up: `kind` tells products, buyers, orders and payments apart. */
function id(kind: number, n: string): string {
  return `('0190000${kind}-0000-7000-8000-' || lpad(to_hex((${n})::bigint), 12, '0'))::uuid`
}

const PRODUCT = 1
const BUYER = 2
const ORDER = 3
const PAYMENT = 4
const BUYERS = 2000

const RATES = '{"commissionBp":800,"buyerFeeKurus":990,"buyerFeeBp":300,"shippingCostKurus":8990}'
const ADDRESS =
  '{"fullName":"Ayşe Yılmaz","phone":"+905321234567","city":"İstanbul","district":"Kadıköy","neighbourhood":"Moda","line":"Moda Cad. No: 12 D: 3","postalCode":"34710"}'

/** The rows of one order in one statement, guarded as ours is; then the token, in a transaction of its own. */
const SCRIPT = `\\set n :first + :i * :clients + :client_id
\\set i :i + 1
with reserved as (
  update products set status = 'reserved'
  where id = ${id(PRODUCT, ':n')} and status = 'active' and price_kurus = 125000
  returning id, seller_id, title, condition
),
placed as (
  insert into orders (id, number, buyer_id, seller_id, product_id, unit_no, product_title, product_condition, item_kurus, shipping_kurus,
    fee_kurus, total_kurus, commission_kurus, seller_kurus, rates, address, language, expires_at)
  select ${id(ORDER, ':n')}, 'EM' || upper(substr(md5(:n::bigint::text), 1, 12)), ${id(BUYER, `:n % ${BUYERS}`)}, seller_id, id, 1, title, condition,
    125000, 8990, 4740, 138730, 10000, 115000, '${RATES}', '${ADDRESS}', 'tr', now() + interval '45 minutes'
  from reserved
  returning id
),
keyed as (
  insert into idempotency_keys (buyer_id, key, order_id, request_hash)
  select ${id(BUYER, `:n % ${BUYERS}`)}, md5(:n::bigint::text), id, sha256(:n::bigint::text::bytea) from placed
),
attempt as (
  insert into payments (id, order_id, attempt_no, return_to, amount_kurus, next_check_at)
  select ${id(PAYMENT, ':n')}, id, 1, 'web', 138730, now() + interval '15 seconds' from placed
),
noted as (
  insert into state_changes (noun, subject_id, order_id, to_status, cause)
  select noun, subject_id, placed.id, to_status, 'buyer'
  from placed, (values ('order', ${id(ORDER, ':n')}, 'pending_payment'), ('payment', ${id(PAYMENT, ':n')}, 'pending')) as note (noun, subject_id, to_status)
),
event as (
  insert into outbox (id, event, payload) select uuidv7(), 'order.created', jsonb_build_object('orderId', id) from placed
)
select id from placed;
update payments
set token = md5(:n::bigint::text), page_url = 'http://127.0.0.1/?token=' || md5(:n::bigint::text) || '&lang=tr',
  token_expires_at = now() + interval '30 minutes', next_check_at = now() + interval '15 seconds'
where id = ${id(PAYMENT, ':n')} and token is null;
`

export type Ceiling = {
  /** Purchases per second. Each run takes `clients * transactions` fresh products. */
  measure(transactions: number): Promise<number>
}

/** Products and buyers for `runs` runs of pgbench, and its script. */
export async function prepareCeiling(
  url: string,
  options: { clients: number; transactions: number; runs: number; dir: string },
): Promise<Ceiling> {
  const { clients, dir } = options
  const perRun = clients * options.transactions
  await query(
    url,
    `insert into users (id, email, full_name, phone, password_hash)
    select ${id(BUYER, 'n')}, 'alici' || n || '@deneme.example', 'Ayşe Yılmaz', '+905321234567', '' from generate_series(0, ${BUYERS - 1}) n`,
  )
  await query(
    url,
    `insert into products (id, seller_id, title, description, condition, price_kurus, shipping_kurus)
    select ${id(PRODUCT, 'n')}, sellers.ids[1 + n % 10], 'Çınar ağacından sandalye', 'Az kullanılmış, sağlam.', 'good', 125000, 8990
    from generate_series(0, ${perRun * options.runs - 1}) n, (select array_agg(user_id) as ids from payout_accounts) sellers`,
  )
  const script = join(dir, 'purchase.pgbench.sql')
  writeFileSync(script, SCRIPT)
  let first = 0
  return {
    async measure(transactions) {
      const variables = { i: 0, first, clients }
      first += clients * transactions
      const settings = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`])
      const sizes = ['-c', String(clients), '-j', '2', '-t', String(transactions)]
      const { stdout, stderr } = await run('pgbench', ['-n', '-M', 'prepared', ...sizes, ...settings, '-f', script, url])
      const rate = Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1])
      const done = /processed: (\d+)\/(\d+)/.exec(stdout)
      if (!(rate > 0) || done?.[1] !== done?.[2]) throw new Error(`pgbench did not finish:\n${stdout}${stderr}`)
      return rate
    },
  }
}
