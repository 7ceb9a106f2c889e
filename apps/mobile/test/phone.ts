import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { createWorld, type Person, until, type World } from '../../server/test/world.ts'
import { launchBrowser } from '../../web/test/browser.ts'
import type { PushDevice, Seen } from '../src/platform/push-port.ts'

const EXPORT = fileURLToPath(new URL('../dist', import.meta.url))
const STATIC_SERVER = fileURLToPath(new URL('../../../scripts/static-server.mjs', import.meta.url))
const TRACES = fileURLToPath(new URL('../../../test-results/mobile', import.meta.url))

const STEP_MAX_MS = 25_000

/** Milliseconds a whole flow may take; browsers on a busy machine are slow. */
export const FLOW_MAX_MS = 120_000

/** Milliseconds between two turns of what the worker process does by its timers. */
const TURN_MS = 50

export const GOOD_CARD = '5528790000000008'
/** Refused by the bank: not enough money. */
export const POOR_CARD = '4111111111111129'

type Stored = Awaited<ReturnType<BrowserContext['storageState']>>
type PhoneOptions = {
  language?: 'tr' | 'en'
  stored?: Stored
  dark?: boolean
  /** Has notifications, under this token; `tapped`: one of them was tapped while the app was not running. */
  push?: { token: string; tapped?: { id: string; data: Record<string, unknown> } }
}

/** The exported app in front of a whole Emanet of its own, and phones to hold it. */
export class Lab {
  readonly world: World
  readonly url: string
  readonly #server: ChildProcess
  readonly #browser: Browser
  #turning: Promise<void>
  #closed = false

  constructor(parts: { world: World; url: string; server: ChildProcess; browser: Browser }) {
    this.world = parts.world
    this.url = parts.url
    this.#server = parts.server
    this.#browser = parts.browser
    this.#turning = this.#turn()
  }

  /** A phone: small, touched, with an empty storage unless it is one that was seen before. */
  async phone(options: PhoneOptions = {}): Promise<Phone> {
    const context = await this.#browser.newContext({
      baseURL: this.url,
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      locale: options.language === 'en' ? 'en-GB' : 'tr-TR',
      colorScheme: options.dark ? 'dark' : 'light',
      ...(options.stored ? { storageState: options.stored } : {}),
    })
    if (options.push) await context.addInitScript(holdNotifications, options.push)
    // Below the test's own limit, so that a step that never comes is named.
    context.setDefaultTimeout(STEP_MAX_MS)
    const phone = new Phone(context, await context.newPage(), this, options)
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') {
        mkdirSync(TRACES, { recursive: true })
        const name = task.name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 60)
        await phone.page.screenshot({ path: `${TRACES}/${name}-${Date.now().toString(36)}.png` }).catch(() => undefined)
      }
      await context.close()
    })
    return phone
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#turning
    await this.#browser.close()
    this.#server.kill('SIGTERM')
    await this.world.close()
  }

  /** What the worker's timers do, so that mails, parcels and webhooks go their way while people tap. */
  async #turn(): Promise<void> {
    while (!this.#closed) {
      await this.world.drain()
      await new Promise((resolve) => setTimeout(resolve, TURN_MS))
    }
  }
}

export class Phone {
  readonly context: BrowserContext
  readonly page: Page
  readonly #lab: Lab
  readonly #options: PhoneOptions

  constructor(context: BrowserContext, page: Page, lab: Lab, options: PhoneOptions) {
    this.context = context
    this.page = page
    this.#lab = lab
    this.#options = options
  }

  async button(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).filter({ visible: true }).last().tap()
  }

  async link(name: string | RegExp): Promise<void> {
    await this.page.getByRole('link', { name }).filter({ visible: true }).last().tap()
  }

  async signIn(person: Pick<Person, 'email'>): Promise<void> {
    const { page } = this
    if (!page.url().includes('/login')) await page.goto('/login')
    await page.locator('#email').fill(person.email)
    await page.locator('#password').fill('gizli-bir-parola-1')
    await this.button(this.#options.language === 'en' ? 'Sign in' : 'Giriş yap')
    await page.waitForURL((url) => !url.pathname.startsWith('/login'))
  }

  /** Signed in and in front of the Buy button, the terms accepted. */
  async atCheckout(person: Person, productId: string): Promise<void> {
    await this.signIn(person)
    await this.page.goto(`/checkout/${productId}`)
    await this.page.getByRole('checkbox').tap()
  }

  async pressBuy(): Promise<void> {
    await this.button(this.#options.language === 'en' ? /^Pay / : /^Öde: /)
  }

  async atPaymentPage(): Promise<void> {
    await this.page.waitForURL((url) => url.searchParams.has('token'))
  }

  /** The token of the payment page the phone shows. */
  paymentToken(): string {
    return new URL(this.page.url()).searchParams.get('token') ?? ''
  }

  /** On iyzico's page: the card. */
  async enterCard(card: string): Promise<void> {
    await this.page.waitForSelector('#card-form')
    await this.page.fill('#cardHolder', 'Deneme Kisi')
    await this.page.selectOption('#testCard', card)
    await this.page.click('#pay')
  }

  /** The code that the bank sends. */
  async confirm(): Promise<void> {
    await this.page.fill('#code', '283126')
    await this.page.click('#confirm')
  }

  async payWith(card: string): Promise<void> {
    await this.enterCard(card)
    await this.confirm()
  }

  /** The story the order's screen tells, once it tells this one. */
  async sees(story: string): Promise<void> {
    await this.page.getByTestId(`story-${story}`).waitFor()
  }

  /** A notification is tapped while the app is open. */
  async tapsNotification(notification: Seen): Promise<void> {
    await this.page.evaluate((seen) => (globalThis as Held).heldNotifications?.onTap(seen), notification)
  }

  orderId(): string {
    return new URL(this.page.url()).pathname.split('/')[2] ?? ''
  }

  /** The app is killed as it stands, and opened again on the same phone. */
  async killedAndReopened(path = '/', changes: Pick<PhoneOptions, 'push'> = {}): Promise<Phone> {
    const stored = await this.context.storageState()
    await this.context.close()
    const phone = await this.#lab.phone({ ...this.#options, ...changes, stored })
    await phone.page.goto(path)
    return phone
  }
}

export async function openLab(settings: Record<string, string> = {}): Promise<Lab> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const [world, browser] = await Promise.all([createWorld({ settings: { PUBLIC_MOBILE_WEB_URL: url, ...settings } }), launchBrowser()])
  // The export stands in apps/mobile/dist; the test runner makes it when it is stale.
  const server = spawn(process.execPath, [STATIC_SERVER, EXPORT, '127.0.0.1', String(port)], {
    env: { ...process.env, PUBLIC_API_URL: world.url, PUBLIC_WEB_URL: 'http://127.0.0.1:9' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await until(
    () =>
      fetch(url).then(
        (answer) => answer.ok,
        () => {
          if (server.exitCode !== null) throw new Error('the app is not served: is apps/mobile exported?')
          return false
        },
      ),
    'the app to be served',
  )
  return new Lab({ world, url, server, browser })
}

type Held = { emanetPushDevice?: PushDevice; heldNotifications?: Parameters<PushDevice['watch']>[0] }

/** Runs in the page before the app: a phone that is asked for permission, has a token, and shows what the test says. */
function holdNotifications({ token, tapped }: NonNullable<PhoneOptions['push']>): void {
  const page = globalThis as Held
  const permission = () => localStorage.getItem('test.permission') as 'granted' | null
  page.emanetPushDevice = {
    supported: true,
    permission: async () => permission() ?? 'undetermined',
    async ask() {
      localStorage.setItem('test.permission', 'granted')
      return true
    },
    token: async () => token,
    watch(listeners) {
      page.heldNotifications = listeners
      if (tapped) listeners.onTap(tapped)
      return () => {}
    },
    dismiss: async () => {},
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
