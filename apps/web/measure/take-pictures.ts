// `npm --prefix apps/web run pictures` against a running `npm start`: the pictures of the README, from Buy to shipped, and
// the one that shared links show.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../test/browser.ts'
import { signedIn, WEB_URL } from './running-shop.ts'

const FOLDER = fileURLToPath(new URL('../../../docs/pictures', import.meta.url))
const SHARED = fileURLToPath(new URL('../public/og.png', import.meta.url))
const DEMO_PASSWORD = 'emanet-demo-1'
const CARD = '5528790000000008'

mkdirSync(FOLDER, { recursive: true })
const browser = await launchBrowser()
const visitor = await browser.newContext({ baseURL: WEB_URL, viewport: { width: 1200, height: 630 }, locale: 'tr-TR' })
const home = await visitor.newPage()
await home.goto('/')
await settle(home)
await home.screenshot({ path: SHARED })
await visitor.close()

const { context, page } = await signedIn(browser, { email: 'zeynep@emanet.example' }, DEMO_PASSWORD)

await page.goto('/')
await picture(page, '1-home')
const product = await page.locator('main article:not(:has(img.opacity-60)) a').first().getAttribute('href')
await page.goto(product ?? '/')
await picture(page, '2-product')
await page.locator('a[href^="/checkout/"]').click()
await page.check('[name=terms]')
await picture(page, '3-checkout')
await page.locator('main form [type=submit]').click()
await page.waitForSelector('#card-form')
await page.fill('#cardHolder', 'Zeynep Şahin')
await page.selectOption('#testCard', CARD)
await picture(page, '4-payment')
await page.click('#pay')
await page.fill('#code', '283126')
await picture(page, '5-3d-secure')
await page.click('#confirm')
await page.waitForSelector('[data-story="paid"]')
await page.getByText('Kargo etiketi hazır').waitFor()
await picture(page, '6-paid')
// The simulated courier comes by itself.
await page.waitForSelector('[data-story="shipped"]', { timeout: 180_000 })
await picture(page, '7-shipped')
await context.close()

const night = await browser.newContext({
  baseURL: WEB_URL,
  viewport: { width: 360, height: 740 },
  colorScheme: 'dark',
  locale: 'en-GB',
  deviceScaleFactor: 2,
})
const phone = await night.newPage()
await phone.goto(product ?? '/')
await picture(phone, '8-phone-dark')
await browser.close()

async function picture(page: Page, name: string): Promise<void> {
  await settle(page)
  await page.screenshot({ path: `${FOLDER}/${name}.png` })
}

/** Everything has arrived and nothing moves. */
async function settle(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.waitForLoadState('load')
  await page.evaluate(async () => {
    await document.fonts.ready
    // An image may have arrived and not be drawn yet; those below the edge of the picture are not waited for.
    const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight)
    await Promise.all(seen.map((image) => image.decode().catch(() => undefined)))
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
}
