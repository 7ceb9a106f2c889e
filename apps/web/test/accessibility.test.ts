import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Result } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '../../server/src/platform/sql.ts'
import { type Person, until } from '../../server/test/world.ts'
import { FLOW_MAX_MS, openShop, type Shop } from './shop.ts'

vi.setConfig({ testTimeout: 3 * FLOW_MAX_MS, hookTimeout: FLOW_MAX_MS })

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let shop: Shop
let paid: { buyer: Person; seller: Person; product: { id: string }; orderId: string }
let unpaid: { product: { id: string }; orderId: string }
let free: { id: string }
let rejected: string

beforeAll(async () => {
  shop = await openShop()
  const { world } = shop
  const bought = await world.purchase()
  await world.pay(bought.token, { callback: true })
  paid = bought
  free = await world.product(bought.seller, { title: 'Serbest ürün' })
  const refused = await world.buy(bought.buyer, (await world.product(bought.seller)).id)
  await world.pay(refused.token, { fraudStatus: -1, callback: true })
  rejected = refused.orderId
  const waiting = await world.product(bought.seller, { title: 'Bekleyen ürün' })
  unpaid = { product: waiting, orderId: (await world.buy(bought.buyer, waiting.id)).orderId }
  await until(async () => (await world.order(bought.seller, bought.orderId)).shipment?.status === 'registered', 'the label')
})
afterAll(() => shop?.close())

describe.each(['tr', 'en'] as const)('axe finds nothing in %s, light and dark', (language) => {
  it('on the pages of a guest', async () => {
    const visitor = await shop.visitor({ language })
    await inspect(visitor.page, [
      '/',
      '/?q=yokböylebirşey',
      `/products/${free.id}`,
      `/products/${paid.product.id}`,
      `/products/${unpaid.product.id}`,
      '/login?next=%2Forders',
      '/register',
      '/forgot',
      '/reset?token=x',
      '/legal/on-bilgilendirme',
      '/legal/mesafeli-satis',
      '/legal/kisisel-veriler',
      '/login?reset=done',
      '/nowhere',
    ])
  })

  it('on the pages of a buyer', async () => {
    const visitor = await shop.visitor({ language })
    await visitor.signIn(paid.buyer)
    await inspect(visitor.page, [
      `/checkout/${free.id}`,
      `/checkout/${free.id}?address=new`,
      `/checkout/${paid.product.id}`,
      '/orders',
      `/orders/${paid.orderId}`,
      `/orders/${unpaid.orderId}`,
      `/orders/${paid.orderId}/receipt`,
      '/account',
      '/account/addresses',
      '/account/addresses/new',
      `/account/addresses/${paid.buyer.addressId}`,
      `/orders/${rejected}`,
      `/products/${unpaid.product.id}`,
      `/orders/${unpaid.orderId}?problem=label.not_found`,
      '/account/payout',
    ])
  })

  it('on the pages of a seller and an operator', async () => {
    await shop.world.query(sql`update users set roles = '{admin}' where id = ${paid.seller.id}`)
    const visitor = await shop.visitor({ language })
    await visitor.signIn(paid.seller)
    await inspect(visitor.page, [
      '/sell',
      '/sell/new',
      `/sell/${free.id}`,
      '/sales',
      `/orders/${paid.orderId}`,
      '/ops',
      '/ops/webhooks',
      '/ops/outbox',
      '/ops/effects',
      '/ops/stuck',
    ])
  })
})

async function inspect(page: Page, paths: string[]): Promise<void> {
  // What is still fading in has not its colours yet.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const found: string[] = []
  for (const path of paths) {
    await page.goto(path)
    await page.locator('h1, h2').first().waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      found.push(
        ...(await violations(page)).map(
          ({ id, nodes }) => `${path} (${colorScheme}): ${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        ),
      )
    }
  }
  expect(found).toEqual([])
}

async function violations(page: Page): Promise<Result[]> {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(AXE)
  return page.evaluate(async () => (await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run()).violations)
}
