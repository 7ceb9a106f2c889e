import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer as createHttpServer, request as httpRequest, type Server } from 'node:http'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { createWorld, type Person, until, type World } from '../../server/test/world.ts'
import { launchBrowser } from './browser.ts'

const WEB = fileURLToPath(new URL('..', import.meta.url))
const TRACES = fileURLToPath(new URL('../../../test-results/web', import.meta.url))

const STEP_MAX_MS = 25_000

/** Milliseconds a whole flow may take; browsers on a busy machine are slow. */
export const FLOW_MAX_MS = 120_000

/** Milliseconds between two turns of what the worker process does by its timers. */
const TURN_MS = 50

/** Between the storefront and its API, so that a test can take the API away, or have it say that it is asked too often. */
class Gate {
  readonly server: Server
  state: 'open' | 'away' | 'busy' | 'silent' = 'open'

  constructor(apiUrl: string) {
    this.server = createHttpServer((asked, answer) => {
      if (this.state === 'away') return asked.socket.destroy()
      if (this.state === 'silent') return
      if (this.state === 'busy') {
        answer.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '2' })
        return answer.end(JSON.stringify({ type: 'about:blank', title: '', status: 429, code: 'rate.limited', traceId: '' }))
      }
      const passed = httpRequest(apiUrl + asked.url, { method: asked.method, headers: asked.headers }, (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers)
        given.pipe(answer)
      })
      passed.on('error', () => answer.destroy())
      answer.on('close', () => passed.destroy())
      asked.pipe(passed)
    })
  }

  async open(): Promise<string> {
    // As long as the API keeps a connection; one closed under the storefront's hands would look like an API that is away.
    this.server.keepAliveTimeout = 75_000
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    const address = this.server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return `http://127.0.0.1:${address.port}`
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

/** The storefront's production build in front of a whole Emanet of its own, and a browser to visit it with. */
export class Shop {
  readonly world: World
  readonly url: string
  readonly api: Gate
  readonly #web: ChildProcess
  readonly #browser: Browser
  #turning: Promise<void>
  #closed = false

  constructor(parts: { world: World; url: string; api: Gate; web: ChildProcess; browser: Browser }) {
    this.world = parts.world
    this.url = parts.url
    this.api = parts.api
    this.#web = parts.web
    this.#browser = parts.browser
    this.#turning = this.#turn()
  }

  /** Somebody's browser; what they saw is kept when the test fails. */
  async visitor(options: BrowserContextOptions & { language?: 'tr' | 'en' } = {}): Promise<Visitor> {
    const { language = 'tr', ...rest } = options
    const context = await this.#browser.newContext({ baseURL: this.url, viewport: { width: 1280, height: 900 }, ...rest })
    await context.addCookies([{ name: 'emanet_language', value: language, url: this.url }])
    // Below the test's own limit, so that a step that never comes is named.
    context.setDefaultTimeout(STEP_MAX_MS)
    await context.tracing.start({ snapshots: true })
    const visitor = new Visitor(context, await context.newPage(), this)
    const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') {
        mkdirSync(TRACES, { recursive: true })
        const file = `${TRACES}/${task.name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 60)}-${name}`
        await visitor.page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => undefined)
        await context.tracing.stop({ path: `${file}.zip` }).catch(() => undefined)
      }
      await context.close()
    })
    return visitor
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#turning
    await this.#browser.close()
    this.#web.kill('SIGTERM')
    this.api.close()
    await this.world.close()
  }

  /** What the worker's timers do, so that mails, parcels and webhooks go their way while people click. */
  async #turn(): Promise<void> {
    while (!this.#closed) {
      await this.world.drain()
      await new Promise((resolve) => setTimeout(resolve, TURN_MS))
    }
  }
}

export class Visitor {
  readonly context: BrowserContext
  readonly page: Page
  readonly #shop: Shop

  constructor(context: BrowserContext, page: Page, shop: Shop) {
    this.context = context
    this.page = page
    this.#shop = shop
  }

  async signIn(person: Pick<Person, 'email'>): Promise<void> {
    if (!new URL(this.page.url(), this.#shop.url).pathname.startsWith('/login')) await this.page.goto('/login')
    await this.page.fill('[name=email]', person.email)
    await this.page.fill('[name=password]', 'gizli-bir-parola-1')
    await this.page.locator('main form [type=submit]').click()
    await this.page.waitForURL((url) => url.pathname !== '/login')
  }

  /** Signed in and in front of the Buy button, the terms accepted. */
  async atCheckout(person: Person, productId: string): Promise<void> {
    await this.signIn(person)
    await this.page.goto(`/checkout/${productId}`)
    await this.page.check('[name=terms]')
  }

  async pressBuy(): Promise<void> {
    await this.page.locator('main form [type=submit]').click()
  }

  /** On iyzico's page: the card, and the code that the bank sends. */
  async payWith(card: string, code = '283126'): Promise<void> {
    await this.page.waitForSelector('#card-form')
    await this.page.fill('#cardHolder', 'Deneme Kisi')
    await this.page.selectOption('#testCard', card)
    await this.page.click('#pay')
    await this.page.fill('#code', code)
    await this.page.click('#confirm')
  }

  /** The story the order's page tells, once it tells this one. */
  async sees(story: string): Promise<void> {
    await this.page.waitForSelector(`[data-story="${story}"]`)
  }

  /** The token of the payment page the visitor stands on. */
  paymentToken(): string {
    return new URL(this.page.url()).searchParams.get('token') ?? ''
  }

  async atPaymentPage(): Promise<void> {
    await this.page.waitForURL((url) => url.searchParams.has('token'))
  }

  orderId(): string {
    return new URL(this.page.url()).pathname.split('/')[2] ?? ''
  }
}

export const GOOD_CARD = '5528790000000008'
/** Refused by the bank: not enough money. */
export const POOR_CARD = '4111111111111129'

export async function openShop(): Promise<Shop> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const [world, browser] = await Promise.all([createWorld({ settings: { PUBLIC_WEB_URL: url } }), launchBrowser()])
  const api = new Gate(world.url)
  const apiUrl = await api.open()
  const web = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: WEB,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PUBLIC_WEB_URL: url,
      PUBLIC_API_URL: world.url,
      API_URL: apiUrl,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  // The build stands in apps/web/.next; the test runner makes it when it is stale.
  await until(
    () =>
      fetch(`${url}/legal/kisisel-veriler`).then(
        (answer) => answer.ok,
        () => {
          if (web.exitCode !== null) throw new Error('the web did not start: is apps/web built?')
          return false
        },
      ),
    'the web to answer',
  )
  return new Shop({ world, url, api, web, browser })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
