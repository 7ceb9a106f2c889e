import { randomBytes } from 'node:crypto'
import { type Client, createClient } from '@emanet/contracts/client'
import type { Browser, BrowserContext, Page } from 'playwright-core'

export const WEB_URL = process.env.PUBLIC_WEB_URL ?? 'http://127.0.0.1:3000'
export const API_URL = process.env.PUBLIC_API_URL ?? 'http://127.0.0.1:4000'
const PASSWORD = 'olcum-parolasi-1'

export type Account = { client: Client; email: string; addressId: string }

/** A new account in the running system, with an address. */
export async function openAccount(fullName: string): Promise<Account> {
  const anonymous = createClient({ baseUrl: API_URL })
  const email = `${randomBytes(6).toString('hex')}@olcum.example`
  const { body } = await anonymous.register({ body: { email, password: PASSWORD, fullName, phone: '0532 123 45 67' } })
  const client = createClient({ baseUrl: API_URL, accessToken: () => body.accessToken })
  const address = await client.addAddress({
    body: {
      fullName,
      phone: '0532 123 45 67',
      city: 'İstanbul',
      district: 'Kadıköy',
      neighbourhood: 'Caferağa',
      line: 'Moda Caddesi No: 12 D: 3',
      postalCode: '34710',
    },
  })
  return { client, email, addressId: address.body.id }
}

/** Makes an account one whose products can be bought. */
export async function becomeSeller({ client }: Account): Promise<void> {
  await client.putPayoutAccount({
    body: {
      type: 'personal',
      identityNumber: '10000000146',
      contactName: 'Ölçüm',
      contactSurname: 'Satıcı',
      iban: 'TR180006200119000006672315',
      phone: '05321112233',
      address: 'Moda Caddesi No: 1, Kadıköy, İstanbul',
    },
  })
}

export async function signedIn(
  browser: Browser,
  { email }: Pick<Account, 'email'>,
  password = PASSWORD,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: WEB_URL, viewport: { width: 1280, height: 900 }, locale: 'tr-TR' })
  const page = await context.newPage()
  await page.goto('/login')
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await page.locator('main form [type=submit]').click()
  await page.waitForURL((url) => url.pathname !== '/login')
  return { context, page }
}
