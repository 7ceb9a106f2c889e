// `npm run buy`: one purchase on the running system, each step with its time.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEnvironment, urlHost } from './environment.mjs'
import { createHttp, until } from './purchase-http.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const ADDRESS = {
  fullName: 'Ayşe Yılmaz',
  phone: '+905321112233',
  city: 'İstanbul',
  district: 'Kadıköy',
  neighbourhood: 'Caferağa',
  line: 'Moda Caddesi No: 12 Daire: 3',
  postalCode: '34710',
}

try {
  await buy()
} catch (error) {
  process.stderr.write(`\nThe purchase did not go through: ${error.message}\n`)
  process.exitCode = 1
}

async function buy() {
  const { env, host, ports, dir } = readEnvironment({ root })
  const http = createHttp({ api: env.PUBLIC_API_URL, simulator: (offset) => `http://${urlHost(host)}:${ports.SIMULATORS_PORT + offset}` })
  const people = demoPeople(dir)
  const begun = performance.now()

  const buyer = await step(`sign in as ${people.buyer.email}`, () => http.signIn(people.buyer))
  const pushToken = `ExponentPushToken[${randomUUID().replaceAll('-', '').slice(0, 22)}]`
  await step('register a phone for pushes', () => http.api('POST', '/push-tokens', { body: { token: pushToken }, as: buyer }))
  const address = await step('choose an address', () => firstAddress(http, buyer))
  const placed = await step('POST /orders', () => placeOrder({ http, buyer, address, seller: people.seller }))
  const { order } = placed
  note(`order ${order.number}: ${order.product.title}, ${lira(order.totals.totalKurus)}`)

  const token = new URL(placed.paymentUrl).searchParams.get('token')
  if (!token) throw new Error(`the payment page ${placed.paymentUrl} is not the simulator's; npm run buy needs the simulators`)
  const paidAt = performance.now()
  await step('pay on the payment page (card, 3-D Secure, back to the shop)', () => pay(http, token))
  await step('the order is paid', () =>
    until('the order becomes paid', async () => {
      const now = await http.api('GET', `/orders/${placed.orderId}`, { as: buyer })
      if (['expired', 'cancelled', 'refunded'].includes(now.status)) throw new Error(`the order became ${now.status}`)
      return ['paid', 'shipped', 'delivered'].includes(now.status) && now.hold && now
    }),
  )
  await followEffects({ http, buyer, people, order, placed, pushToken, paidAt })
  note(`all of it in ${Math.round(performance.now() - begun)} ms`)
}

// The three follow from one event and arrive in any order; each line has its own time since the payment.
async function followEffects({ http, buyer, people, order, placed, pushToken, paidAt }) {
  const about = (item) => [order.number, placed.orderId].some((word) => JSON.stringify(item).includes(word))
  const arrived = async (title, look) => {
    const found = await until(title, look)
    line(title, performance.now() - paidAt)
    note(found)
  }
  process.stdout.write('\n  since the payment:\n')
  await Promise.all([
    arrived('the e-mail arrived', async () => {
      const mail = (await http.simulated(2, '/__sim/mails')).findLast(
        (item) => about(item) && JSON.stringify(item.to).includes(people.buyer.email),
      )
      return mail && `“${mail.subject}” to ${people.buyer.email}`
    }),
    arrived('the push arrived', async () => {
      const push = (await http.simulated(3, '/__sim/pushes')).findLast((item) => JSON.stringify(item).includes(pushToken) && about(item))
      return push && `“${push.title}: ${push.body}”`
    }),
    arrived('the parcel is booked', async () => {
      const { shipment } = await http.api('GET', `/orders/${placed.orderId}`, { as: buyer })
      const atCarrier = (await http.simulated(4, '/__sim/shipments')).some((item) => item.reference === shipment?.reference)
      return shipment && shipment.status !== 'pending' && atCarrier && `${shipment.carrier} ${shipment.reference}, ${shipment.status}`
    }),
  ])
}

async function firstAddress(http, buyer) {
  const { items } = await http.api('GET', '/addresses', { as: buyer })
  return items[0] ?? http.api('POST', '/addresses', { as: buyer, body: { ...ADDRESS, fullName: buyer.user.fullName } })
}

// A product may be taken between the list and the order; then the next one is tried, and at last one made for the purpose.
async function placeOrder({ http, buyer, address, seller }) {
  for await (const product of productsOf({ http, buyer, seller })) {
    const request = {
      as: buyer,
      headers: { 'idempotency-key': randomUUID() },
      body: { productId: product.id, addressId: address.id, expectedPriceKurus: product.priceKurus },
    }
    try {
      return await http.api('POST', '/orders', request)
    } catch (error) {
      if (!['product.unavailable', 'seller.not_payable', 'order.below_minimum', 'product.price_changed'].includes(error.code)) throw error
      note(`not “${product.title}”: ${error.message}`)
    }
  }
  throw new Error('no product could be bought, not even one that was listed for it')
}

async function* productsOf({ http, buyer, seller }) {
  let cursor
  do {
    const page = await http.api('GET', `/products?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
    for (const product of page.items) {
      if (product.status === 'active' && product.stock > 0 && product.seller.id !== buyer.user.id) yield product
    }
    cursor = page.nextCursor
  } while (cursor)
  const owner = await http.signIn(seller)
  note(`nothing is for sale, so ${seller.email} lists a lamp`)
  const body = { title: 'Pirinç masa lambası', description: 'Az kullanılmış, çalışır durumda.', priceKurus: 45_000, shippingKurus: 8990 }
  yield await http.api('POST', '/products', { as: owner, body })
}

async function pay(http, token) {
  const answer = await http.simulator(1, 'POST', '/__sim/pay', { token })
  if (!/success/i.test(answer.status)) throw new Error(`the card was answered with ${answer.status}`)
  return answer
}

function demoPeople(dir) {
  const file = join(dir, 'accounts.json')
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm start first, in this folder and with the same EMANET_DIR`)
  const accounts = JSON.parse(readFileSync(file, 'utf8'))
  const of = (role) => accounts.find((account) => account.role === role) ?? accounts.find((account) => account.role.includes(role))
  const [buyer, seller] = [of('buyer'), of('seller')]
  if (!buyer || !seller) throw new Error(`${file} names no demo ${buyer ? 'seller' : 'buyer'}`)
  return { buyer, seller }
}

async function step(title, work) {
  const from = performance.now()
  const result = await work()
  line(title, performance.now() - from)
  return result
}

function line(title, ms) {
  process.stdout.write(`  ${String(Math.round(ms)).padStart(6)} ms  ${title}\n`)
}

function note(text) {
  process.stdout.write(`             ${text}\n`)
}

function lira(kurus) {
  return `${Math.floor(kurus / 100).toLocaleString('tr-TR')},${String(kurus % 100).padStart(2, '0')} TL`
}
