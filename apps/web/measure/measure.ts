// `npm --prefix apps/web run measure` against a running `npm start`: the storefront's figures, each beside its limit.
import { launch } from 'chrome-launcher'
import lighthouse, { desktopConfig } from 'lighthouse'
import type { Page } from 'playwright-core'
import { browserPath, launchBrowser } from '../test/browser.ts'
import { residentMegabytes } from './resident-memory.ts'
import { type Account, becomeSeller, openAccount, signedIn, WEB_URL } from './running-shop.ts'

const RUNS = 5
const PRESSES = 20
const SETTLEMENTS = 5

type Category = 'performance' | 'accessibility' | 'best-practices' | 'seo'
type Scores = Record<Category, number>

const CATEGORIES: readonly Category[] = ['performance', 'accessibility', 'best-practices', 'seo']

type Figure = { what: string; value: number; unit: string; limit: string; ok: boolean }

const figures: Figure[] = []
const report = (what: string, value: number, unit: string, limit: number, atLeast = false) => {
  figures.push({
    what,
    value: Math.round(value * 10) / 10,
    unit,
    limit: `${atLeast ? '≥' : '≤'} ${limit}`,
    ok: atLeast ? value >= limit : value <= limit,
  })
}

const [buyer, seller] = await Promise.all([openAccount('Ölçüm Alıcı'), openAccount('Ölçüm Satıcı')])
await becomeSeller(seller)
const product = (
  await seller.client.addProduct({
    body: { title: 'Ölçüm için lamba', description: 'Yalnız ölçüm içindir.', priceKurus: 45_000, stock: 500 },
  })
).body
const browser = await launchBrowser()
const { context, page } = await signedIn(browser, buyer)

report('web process at rest', residentMegabytes(Number(new URL(WEB_URL).port)), 'MB', 250)
report('script on the product page', await scriptKilobytes(), 'kB gzip', 160)
report(`Buy → payment page requested, p95 of ${PRESSES}`, await buyLatency(page, buyer), 'ms', 300)
const { orderId, lagMs } = await settlementLag(page, buyer)
report(`settled → page says paid, slowest of ${SETTLEMENTS}`, lagMs, 'ms', 1000)

const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
await browser.close()
for (const [name, path, indexed] of [
  ['home', '/', true],
  ['product', `/products/${product.id}`, true],
  ['checkout', `/checkout/${product.id}`, false],
  ['order', `/orders/${orderId}`, false],
] as const) {
  const scores = await lighthouseScores(WEB_URL + path, indexed ? '' : cookie)
  report(`${name}: performance`, scores.performance, '', 95, true)
  report(`${name}: accessibility`, scores.accessibility, '', 100, true)
  report(`${name}: best practices`, scores['best-practices'], '', 100, true)
  if (indexed) report(`${name}: SEO`, scores.seo, '', 95, true)
}

for (const { what, value, unit, limit, ok } of figures)
  console.log(`${ok ? 'ok  ' : 'MISS'}  ${what.padEnd(48)} ${String(value).padStart(7)} ${unit.padEnd(8)} (${limit})`)
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1

/** What a guest's browser is sent as script on the product page, compressed as it travels. */
async function scriptKilobytes(): Promise<number> {
  const guest = await browser.newContext({ baseURL: WEB_URL })
  const visit = await guest.newPage()
  const sizes: Promise<number>[] = []
  visit.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await visit.goto(`/products/${product.id}`, { waitUntil: 'networkidle' })
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  await guest.close()
  return total / 1000
}

/** From the press on Buy to the browser asking for the payment page; the 95th percentile. */
async function buyLatency(page: Page, { client }: Account): Promise<number> {
  const taken: number[] = []
  for (let press = 0; press < PRESSES; press++) {
    await page.goto(`/checkout/${product.id}`, { waitUntil: 'networkidle' })
    await page.check('[name=terms]')
    const requested = page.waitForRequest((request) => request.isNavigationRequest() && new URL(request.url()).searchParams.has('token'))
    const from = performance.now()
    await page.locator('main form [type=submit]').click()
    await requested
    taken.push(performance.now() - from)
    await page.waitForURL((url) => url.searchParams.has('token'))
    const [open] = (await client.listOrders()).body.items
    if (open) await client.cancelOrder({ params: { id: open.id } })
  }
  return taken.sort((a, b) => a - b)[Math.ceil(taken.length * 0.95) - 1] ?? 0
}

/** How long after the API says paid the open order page says so too. */
async function settlementLag(page: Page, { client, addressId }: Account): Promise<{ orderId: string; lagMs: number }> {
  let slowest = 0
  let orderId = ''
  for (let turn = 0; turn < SETTLEMENTS; turn++) {
    const placed = (await client.placeOrder({ body: { productId: product.id, addressId } })).body
    orderId = placed.orderId
    const paymentPage = new URL(placed.paymentUrl ?? '')
    await page.goto(`/orders/${orderId}`)
    await page.waitForSelector('[data-liveness="live"]')
    const shown = page.waitForSelector('[data-story="paid"]').then(() => performance.now())
    await fetch(`${paymentPage.origin}/__sim/pay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: paymentPage.searchParams.get('token'), webhook: false }),
    })
    while ((await client.getOrder({ params: { id: orderId } })).body.status !== 'paid');
    const settled = performance.now()
    slowest = Math.max(slowest, (await shown) - settled)
  }
  return { orderId, lagMs: slowest }
}

/** Medians of the categories, 0–100. */
async function lighthouseScores(url: string, cookie: string): Promise<Scores> {
  const chrome = await launch({ chromePath: await browserPath(), chromeFlags: ['--headless=new', '--no-sandbox'] })
  const runs: Scores[] = []
  try {
    for (let run = 0; run < RUNS; run++) {
      const result = await lighthouse(
        url,
        { port: chrome.port, output: 'json', logLevel: 'error', ...(cookie ? { extraHeaders: { Cookie: cookie } } : {}) },
        desktopConfig,
      )
      const score = (name: Category) => (result?.lhr.categories[name]?.score ?? 0) * 100
      runs.push({
        performance: score('performance'),
        accessibility: score('accessibility'),
        'best-practices': score('best-practices'),
        seo: score('seo'),
      })
    }
  } finally {
    chrome.kill()
  }
  return Object.fromEntries(CATEGORIES.map((name) => [name, median(runs.map((run) => run[name]))])) as Scores
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
