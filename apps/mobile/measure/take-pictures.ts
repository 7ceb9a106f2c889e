// `npm run pictures` in apps/mobile, against a running `npm start`: the screens of the app on a phone, for the README and to
// look at. With a folder as its argument every screen is taken, in both languages, by day and by night.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../web/test/browser.ts'

const APP_URL = process.env['PUBLIC_MOBILE_WEB_URL'] ?? 'http://127.0.0.1:3001'
const README = fileURLToPath(new URL('../../../docs/pictures', import.meta.url))
const CARD = '5528790000000008'
const BUYER = { email: 'zeynep@emanet.example', password: 'emanet-demo-1' }

type Look = { language: 'tr' | 'en'; dark: boolean }

const folder = process.argv[2]
const browser = await launchBrowser()
if (folder === undefined) {
  await takeForReadme(browser)
} else {
  for (const language of ['tr', 'en'] as const)
    for (const dark of [false, true]) await takeAll(browser, { language, dark }, `${folder}/${language}-${dark ? 'dark' : 'light'}`)
}
await browser.close()

async function takeForReadme(from: Browser): Promise<void> {
  const day = await openPhone(from, { language: 'tr', dark: false })
  await day.goto('/')
  await picture(day, `${README}/app-home.png`)
  await signIn(day)
  const product = await openProduct(day)
  await picture(day, `${README}/app-product.png`)
  await openCheckout(day, product)
  await picture(day, `${README}/app-checkout.png`)
  await pay(day)
  await picture(day, `${README}/app-paid.png`)
  await day.context().close()

  const night = await openPhone(from, { language: 'en', dark: true })
  await signIn(night)
  await night.goto('/orders')
  await picture(night, `${README}/app-orders-dark.png`)
  await night.context().close()
}

async function takeAll(from: Browser, look: Look, into: string): Promise<void> {
  mkdirSync(into, { recursive: true })
  const page = await openPhone(from, look)
  for (const path of ['/', '/login', '/register', '/orders']) await visit(page, path, into)
  await signIn(page)
  const product = await openProduct(page)
  await picture(page, `${into}/product.png`)
  await openCheckout(page, product)
  await picture(page, `${into}/checkout.png`)
  await pay(page)
  await picture(page, `${into}/order-paid.png`)
  for (const path of ['/orders', '/sell', '/sell/new', '/sales', '/account', '/addresses', '/addresses/new', '/payout', '/nowhere'])
    await visit(page, path, into)
  await page.context().close()
}

async function openPhone(from: Browser, { language, dark }: Look): Promise<Page> {
  const context = await from.newContext({
    baseURL: APP_URL,
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: language === 'en' ? 'en-GB' : 'tr-TR',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  return context.newPage()
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/login')
  await page.locator('#email').fill(BUYER.email)
  await page.locator('#password').fill(BUYER.password)
  await page.locator('#password').press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
}

/** The first product that is free. */
async function openProduct(page: Page): Promise<string> {
  await page.goto('/')
  await page.getByTestId('free').first().tap()
  await page.waitForURL(/\/products\//)
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

async function openCheckout(page: Page, productId: string): Promise<void> {
  await page.goto(`/checkout/${productId}`)
  await page.getByRole('checkbox').tap()
}

/** Presses Buy, pays on iyzico's page and waits until the order is paid. */
async function pay(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Öde|Pay)\b/ }).tap()
  await page.waitForSelector('#card-form')
  await page.fill('#cardHolder', 'Zeynep Şahin')
  await page.selectOption('#testCard', CARD)
  await page.click('#pay')
  await page.fill('#code', '283126')
  await page.click('#confirm')
  await page.getByTestId('story-paid').waitFor()
}

async function visit(page: Page, path: string, into: string): Promise<void> {
  await page.goto(path)
  await picture(page, `${into}/${path.slice(1).replaceAll('/', '-') || 'home'}.png`)
}

/** What has arrived and does not move. */
async function picture(page: Page, path: string): Promise<void> {
  await page.getByRole('heading').filter({ visible: true }).first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => {
    for (const part of document.querySelectorAll('main *')) part.scrollTop = 0
  })
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))))
  await page.screenshot({ path })
}
