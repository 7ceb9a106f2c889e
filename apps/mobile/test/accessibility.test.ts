import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Person } from '../../server/test/world.ts'
import { FLOW_MAX_MS, type Lab, openLab, type Phone } from './phone.ts'

vi.setConfig({ testTimeout: 2 * FLOW_MAX_MS, hookTimeout: FLOW_MAX_MS })

// Declared by the web, whose pages are looked at in the same way.
const AXE = readFileSync(createRequire(new URL('../../web/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8')
const TARGET_MIN_PX = 44
const LEFT_OUT = {
  // The tab bar is a list of tabs beside the screens, as on a phone.
  region: { enabled: false },
  // A row is heard with its name first, which the eye finds below its price; the words are the same.
  'label-content-name-mismatch': { enabled: false },
}

type Axe = { run(options: object): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> }

let lab: Lab
let buyer: Person
let seller: Person
let paid: { orderId: string }
let unpaid: { orderId: string }
let free: { id: string }

beforeAll(async () => {
  lab = await openLab()
  const bought = await lab.world.purchase()
  await lab.world.pay(bought.token, { callback: true })
  ;({ buyer, seller } = bought)
  paid = bought
  free = await lab.world.product(seller, { title: 'Serbest ürün' })
  unpaid = await lab.world.buy(buyer, (await lab.world.product(seller, { title: 'Bekleyen ürün' })).id)
})
afterAll(() => lab?.close())

describe.each(['tr', 'en'] as const)('axe finds nothing in %s, by day and by night, and everything can be hit by a finger', (language) => {
  it('on the screens of a guest', async () => {
    const phone = await lab.phone({ language })
    await inspect(phone, ['/', `/products/${free.id}`, '/orders', '/sell', '/account', '/login', '/register', '/forgot', '/nowhere'])
  })

  it('on the screens of a buyer', async () => {
    const phone = await lab.phone({ language })
    await phone.signIn(buyer)
    await inspect(phone, [
      `/checkout/${free.id}`,
      '/orders',
      `/orders/${paid.orderId}`,
      `/orders/${unpaid.orderId}`,
      '/account',
      '/addresses',
      '/addresses/new',
    ])
    await phone.page.getByRole('button', { name: /^(İl|Province):/ }).tap()
    await phone.page.getByRole('option').first().waitFor()
    // It is a dialog once it has slid in.
    await phone.page.getByRole('dialog').waitFor()
    expect(await findings(phone.page)).toEqual([])
  })

  it('on the screens of a seller', async () => {
    const phone = await lab.phone({ language })
    await phone.signIn(seller)
    await inspect(phone, ['/sell', '/sell/new', `/sell/${free.id}`, '/sales', `/orders/${paid.orderId}`, '/payout'])
  })
})

it('a field’s problem is read out with it', async () => {
  const phone = await lab.phone()
  await phone.page.goto('/login')
  await phone.button('Giriş yap')
  const described = await phone.page.locator('#email').getAttribute('aria-describedby')
  expect(await phone.page.locator(`#${described}`).textContent()).not.toBe('')
})

async function inspect(phone: Phone, paths: string[]): Promise<void> {
  const { page } = phone
  // What is still fading in has not its colours yet.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const found: string[] = []
  for (const path of paths) {
    await page.goto(path)
    await page.getByRole('heading').filter({ visible: true }).first().waitFor()
    await page.waitForLoadState('networkidle')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      found.push(...(await findings(page)).map((finding) => `${path} (${colorScheme}): ${finding}`))
    }
  }
  expect(found).toEqual([])
}

async function findings(page: Page): Promise<string[]> {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(AXE)
  const violations = await page.evaluate(
    async (rules) => (await (globalThis as unknown as { axe: Axe }).axe.run({ rules })).violations,
    LEFT_OUT,
  )
  return [
    ...violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ...(await page.evaluate(smallTargets, TARGET_MIN_PX)),
  ]
}

/** Runs in the page. */
function smallTargets(min: number): string[] {
  return [
    ...document.querySelectorAll<HTMLElement>(
      'a, button, input, textarea, [role=button], [role=link], [role=radio], [role=checkbox], [role=tab], [role=option]',
    ),
  ]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ element, box }) => element.checkVisibility() && box.width > 0 && (box.width < min - 0.5 || box.height < min - 0.5))
    .map(({ element, box }) => `small: ${element.ariaLabel ?? element.textContent} ${Math.round(box.width)}×${Math.round(box.height)}`)
}
