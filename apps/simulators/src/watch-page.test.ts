import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { createAras } from '@emanet/providers/aras/aras.adapter'
import { ARAS_ORDER_PATH, ARAS_QUERY_PATH } from '@emanet/providers/aras/aras.simulator'
import { createExpoPush } from '@emanet/providers/expo-push/expo-push.adapter'
import { createIyzico } from '@emanet/providers/iyzico/iyzico.adapter'
import { createSendgrid } from '@emanet/providers/sendgrid/sendgrid.adapter'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from './free-ports.ts'
import { readSettings, type Settings } from './settings.ts'
import { type RunningSimulators, startSimulators } from './start-simulators.ts'

const ADDRESS = { fullName: 'Ada Öz', phone: '+905321234567', city: 'İstanbul', district: 'Kadıköy', line: 'Moda Cad. 1' }
let running: RunningSimulators
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  const read = readSettings({ SIMULATORS_PORT: String(await freePorts(5)), SIMULATORS_AUTO: 'off' }) as Settings
  // In memory: a test leaves nothing behind.
  const settings: Settings = { ...read, stateDir: undefined, iyzico: { ...read.iyzico, webhookUrl: `http://127.0.0.1:9/webhooks/iyzico` } }
  running = await startSimulators(settings)
  await fill(settings)
  browser = await chromium.launch(await findBrowser())
  page = await browser.newPage({ viewport: { width: 360, height: 740 } })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(running.urls.page)
})
afterAll(async () => {
  await browser?.close()
  await running?.close()
})

async function findBrowser() {
  const installed = [process.env.CHROME_PATH, '/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  )
  return { executablePath: installed ?? (await (await import('@sparticuz/chromium')).default.executablePath()), args: ['--no-sandbox'] }
}

async function fill({ iyzico, sendgrid, aras }: Settings) {
  const { urls } = running
  const payments = createIyzico({ baseUrl: urls.iyzico, apiKey: iyzico.apiKey, secretKey: iyzico.secretKey })
  const seller = await payments.saveSeller(
    {
      sellerId: 's1',
      type: 'personal',
      email: 'a@b.example',
      phone: ADDRESS.phone,
      address: 'Moda',
      iban: 'TR180006200119000006672315',
      identityNumber: '11111111111',
      contactName: 'Ali',
      contactSurname: 'Can',
    },
    null,
  )
  const buyer = {
    id: 'b1',
    name: 'Ada',
    surname: 'Öz',
    email: 'ada@example.com',
    phone: ADDRESS.phone,
    identityNumber: '11111111111',
    ip: '127.0.0.1',
  }
  const opened = await payments.openCheckout({
    paymentId: 'p-1',
    orderNumber: 'EM1',
    totalKurus: 124_950 as never,
    currency: 'TRY',
    sellerKurus: 100_000 as never,
    sellerKey: seller.kind === 'ok' ? seller.sellerKey : '',
    itemId: 'i1',
    itemTitle: 'Bisiklet',
    itemCategory: 'İkinci el',
    buyer,
    shippingAddress: ADDRESS,
    callbackUrl: 'http://127.0.0.1:9/callback',
    installments: [1],
    language: 'tr',
  })
  const email = createSendgrid({ baseUrl: urls.sendgrid, ...sendgrid })
  const html = '<h1>Merhaba</h1><script>document.title = "ran"</script>'
  const mailed = await email.send({
    effectId: 'e-1',
    to: { email: 'ada@example.com', name: 'Ada' },
    subject: '<b>Sipariş</b>',
    text: 'Merhaba',
    html,
    category: 'order',
  })
  const push = createExpoPush({ baseUrl: urls.expo })
  const pushed = await push.send([{ effectId: 'e-2', token: 'ExponentPushToken[ada]', title: 'Satıldı', body: 'Bisiklet', data: {} }])
  const carrier = createAras({ orderUrl: urls.aras + ARAS_ORDER_PATH, queryUrl: urls.aras + ARAS_QUERY_PATH, ...aras })
  const registered = await carrier.register({
    reference: 'EM1-1',
    waybillNumber: 'EM1',
    barcodes: ['EM1-1-01'],
    receiver: ADDRESS,
    description: 'Bisiklet',
    payor: 'sender',
  })
  expect([opened, mailed, pushed, registered].map((outcome) => outcome.kind)).toEqual(['ok', 'ok', 'ok', 'ok'])
}

const items = async (path: string) => ((await (await fetch(path)).json()) as { items: Record<string, unknown>[] }).items

describe('the watch page, in a browser', () => {
  it('fits a small phone', async () => {
    await page.waitForSelector('#aras .card')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  })

  it('shows a mail as its reader would see it, and runs nothing of it', async () => {
    await page.getByRole('button', { name: '<b>Sipariş</b>' }).waitFor()
    await page.frameLocator('#sendgrid iframe').getByRole('heading', { name: 'Merhaba' }).waitFor()
    expect(await page.title()).toContain('Emanet')
  })

  it('pays, and shows it without being asked again', async () => {
    await page.getByRole('button', { name: 'Pay', exact: true }).click()
    await page.locator('#iyzico .badge.good', { hasText: 'paid' }).waitFor()
    expect(await items(`${running.urls.iyzico}/__sim/payments`)).toMatchObject([{ state: 'paid' }])
  })

  it('shows each notification, what was answered, and sends a forged one', async () => {
    await page.getByRole('button', { name: 'Forge one' }).click()
    const rows = page.locator('#iyzico .webhooks li')
    await rows.filter({ hasText: 'forged' }).filter({ hasText: 'no answer' }).waitFor()
    await page.getByRole('button', { name: 'Drop what is to come' }).click()
    await rows.filter({ hasText: 'dropped' }).waitFor()
  })

  it('links to a mail as its reader sees it, with nothing that could run', async () => {
    const link = page.getByRole('link', { name: 'Open in a tab of its own' })
    const answer = await fetch((await link.getAttribute('href')) ?? '')
    expect(await answer.text()).toContain('<h1>Merhaba</h1>')
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/)
  })

  it('moves a parcel, and keeps the keyboard where it was', async () => {
    await page.getByRole('button', { name: 'On the road' }).press('Enter')
    await page.locator('#aras .badge', { hasText: 'in transit' }).waitFor()
    await page.locator('#aras .card button:focus').waitFor()
    expect(await items(`${running.urls.aras}/__sim/shipments`)).toMatchObject([{ status: 'in_transit' }])
  })

  it('shows the notification on the phone of its token, and takes the app off it', async () => {
    await page.locator('.phone .push', { hasText: 'Satıldı' }).waitFor()
    await page.getByRole('button', { name: 'Uninstall the app' }).click()
    await expect
      .poll(() => items(`${running.urls.expo}/__sim/tokens`))
      .toMatchObject([{ token: 'ExponentPushToken[ada]', state: 'unregistered' }])
  })

  it('breaks a provider and mends it', async () => {
    const panel = page.locator('#sendgrid')
    await panel.getByText('Break it').click()
    await panel.getByRole('button', { name: 'Garbage' }).click()
    await panel.locator('.faults li', { hasText: 'garbage' }).waitFor()
    await panel.getByRole('button', { name: 'Mend all' }).click()
    await expect.poll(() => items(`${running.urls.sendgrid}/__sim/faults`)).toEqual([])
  })

  it.each(['//', '/%zz', '*', 'http://[', '/constructor'])('answers the request target %s, and lives', async (target) => {
    const socket = connect(Number(new URL(running.urls.page).port), '127.0.0.1')
    socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 [24]0\d /)
    expect((await fetch(running.urls.page)).status).toBe(200)
  })

  it('breaks nothing itself', () => {
    expect(complaints).toEqual([])
  })
})
