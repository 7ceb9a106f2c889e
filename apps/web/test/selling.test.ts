import { Buffer } from 'node:buffer'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sql } from '../../server/src/platform/sql.ts'
import { until } from '../../server/test/world.ts'
import { FLOW_MAX_MS, GOOD_CARD, openShop, type Shop } from './shop.ts'

vi.setConfig({ testTimeout: FLOW_MAX_MS, hookTimeout: FLOW_MAX_MS })

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

describe('selling', () => {
  it('lists a product with a picture, edits, pauses, resumes and withdraws it', async () => {
    const seller = await shop.world.seller()
    const visitor = await shop.visitor()
    const { page } = visitor
    await visitor.signIn(seller)
    await page.goto('/sell/new')
    await page.setInputFiles('input[type=file]', { name: 'saat.png', mimeType: 'image/png', buffer: png(40, 40) })
    await page.locator('input[name=images]').waitFor({ state: 'attached' })
    await page.fill('[name=title]', 'İğne oyası <b>mendil</b>')
    await page.fill('textarea[name=description]', 'El işi, hiç kullanılmadı.')
    await page.fill('[name=priceKurus]', '1.250,50')
    await page.getByRole('button', { name: 'Satışa çıkar' }).click()
    await page.getByText('Ürünün satışta!').waitFor()

    const id = new URL(page.url()).pathname.split('/')[2] ?? ''
    const listed = (await seller.client.getProduct({ params: { id } })).body
    expect(listed).toMatchObject({ title: 'İğne oyası <b>mendil</b>', priceKurus: 125_050, status: 'active' })
    expect(listed.images).toHaveLength(1)

    await page.fill('[name=priceKurus]', '990')
    await page.getByRole('button', { name: 'Değişiklikleri kaydet' }).click()
    await page.getByText('Değişiklikler kaydedildi.').first().waitFor()
    expect((await seller.client.getProduct({ params: { id } })).body.priceKurus).toBe(99_000)

    await page.getByRole('button', { name: 'Duraklat' }).click()
    await page.getByRole('button', { name: 'Satışa aç' }).waitFor()
    await page.goto(`/products/${id}`)
    // What a seller types is text wherever it stands.
    expect(await page.locator('h1').innerHTML()).toContain('&lt;b&gt;')
    await page.goto(`/sell/${id}`)
    await page.getByRole('button', { name: 'Satışa aç' }).click()
    await page.getByRole('button', { name: 'Duraklat' }).waitFor()
    await page.getByRole('button', { name: 'Kaldır', exact: true }).click()
    await page.getByRole('button', { name: 'Evet, kaldır' }).click()
    await page.getByText('Ürün kaldırıldı.').waitFor()
  })

  it('marks each field that was filled in wrongly and keeps what was typed', async () => {
    const seller = await shop.world.seller()
    const visitor = await shop.visitor()
    const { page } = visitor
    await visitor.signIn(seller)
    await page.goto('/sell/new')
    await page.fill('[name=title]', 'ab')
    await page.fill('[name=priceKurus]', 'on lira')
    await page.getByRole('button', { name: 'Satışa çıkar' }).click()
    await page.getByText('3 alana bakman gerekiyor').waitFor()
    await page.getByText('Başlık 3 ile 120 karakter arasında olmalı.').waitFor()
    await page.getByText('Fiyat 1 ₺ ile 1.000.000 ₺ arasında olmalı.').waitFor()
    expect(await page.inputValue('[name=priceKurus]')).toBe('on lira')
    expect(await page.locator(':focus').getAttribute('name')).toBe('title')
    // What is being put right is not called wrong any more; the others still are.
    await page.fill('[name=title]', 'Abajur')
    await page.getByText('Başlık 3 ile 120 karakter arasında olmalı.').waitFor({ state: 'detached' })
    expect(await page.locator('[aria-invalid]').evaluateAll((fields) => fields.map((field) => field.getAttribute('name')))).toEqual([
      'description',
      'priceKurus',
    ])
  })

  it('shows what went wrong where she looks, however far above the button it stands', async () => {
    const visitor = await shop.visitor({ viewport: { width: 360, height: 640 } })
    const { page } = visitor
    await visitor.signIn(await shop.world.seller())
    await page.goto('/sell/new')
    await page.fill('[name=title]', 'Abajur')
    await page.fill('textarea[name=description]', 'Az kullanıldı.')
    await page.fill('[name=priceKurus]', '100')
    onTestFinished(() => {
      shop.api.state = 'open'
    })
    shop.api.state = 'away'
    await page.getByRole('button', { name: 'Satışa çıkar' }).click()
    const said = page.getByRole('alert').filter({ hasText: 'Sunucuya şu anda ulaşılamıyor.' })
    await said.waitFor()
    await expect.poll(() => said.evaluate((notice) => notice === document.activeElement)).toBe(true)
    const { top, bottom } = await said.evaluate((notice) => notice.getBoundingClientRect())
    expect([top >= 0, bottom <= 640]).toEqual([true, true])
    expect(await page.inputValue('[name=title]')).toBe('Abajur')
  })

  it('shows and keeps the whole stock when some of it is sold, and calls nothing saved that was emptied', async () => {
    const { buyer, seller, product, token } = await shop.world.purchase({ stock: 3 })
    await shop.world.pay(token, { callback: true })
    const visitor = await shop.visitor()
    const { page } = visitor
    await visitor.signIn(seller)
    await page.goto(`/sell/${product.id}`)
    expect(await page.inputValue('[name=stock]')).toBe('3')
    await page.fill('[name=title]', '')
    await page.getByRole('button', { name: 'Değişiklikleri kaydet' }).click()
    await page.getByText('Bu alanı doldur.').waitFor()
    await page.fill('[name=title]', 'Yeni başlık')
    await page.getByRole('button', { name: 'Değişiklikleri kaydet' }).click()
    await page.getByText('Değişiklikler kaydedildi.').waitFor()
    expect((await buyer.client.getProduct({ params: { id: product.id } })).body).toMatchObject({ title: 'Yeni başlık', stock: 2 })

    const another = await shop.world.person()
    await shop.world.buy(another, product.id)
    await page.fill('[name=stock]', '1')
    await page.getByRole('button', { name: 'Değişiklikleri kaydet' }).click()
    await page.getByText('Adet, satılan ve ayrılan adetlerin altına inemez.').waitFor()
  })

  it('keeps pictures that arrive while another is removed, and waits for the last before it saves', async () => {
    const visitor = await shop.visitor()
    const { page } = visitor
    await visitor.signIn(await shop.world.seller())
    await page.goto('/sell/new')
    const file = (name: string) => ({ name, mimeType: 'image/png', buffer: png(40, 40) })
    await page.setInputFiles('input[type=file]', [file('a.png')])
    await page.locator('[name=images]').first().waitFor({ state: 'attached' })
    const open: (() => void)[] = []
    await page.route('**/bff/images', (route) => new Promise<void>((resolve) => open.push(() => resolve(route.continue()))))
    await page.setInputFiles('input[type=file]', [file('b.png')])
    await page.setInputFiles('input[type=file]', [file('c.png')])
    await page.getByText('Görseller yükleniyor; bitince kaydedebilirsin.').waitFor()
    expect(await page.getByRole('button', { name: 'Satışa çıkar' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: '1. görseli kaldır' }).click()
    await expect.poll(() => open.length).toBe(1)
    open.shift()?.()
    await expect.poll(() => page.locator('[name=images]').count()).toBe(1)
    await expect.poll(() => open.length).toBe(1)
    open.shift()?.()
    await expect.poll(() => page.locator('[name=images]').count()).toBe(2)
    await expect.poll(() => page.getByRole('button', { name: 'Satışa çıkar' }).isEnabled()).toBe(true)
  })

  it('refuses a file that is no picture, in words', async () => {
    const seller = await shop.world.seller()
    const visitor = await shop.visitor()
    await visitor.signIn(seller)
    await visitor.page.goto('/sell/new')
    await visitor.page.setInputFiles('input[type=file]', { name: 'not.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') })
    await visitor.page.getByText('not.png: Bu dosya türü olmuyor.').waitFor()
  })

  it('says that of eleven pictures the last is left out', async () => {
    const visitor = await shop.visitor()
    const { page } = visitor
    await visitor.signIn(await shop.world.seller())
    await page.goto('/sell/new')
    const files = Array.from({ length: 11 }, (_, n) => ({ name: `${n}.png`, mimeType: 'image/png', buffer: png(40, 40) }))
    await page.setInputFiles('input[type=file]', files)
    await page.getByText('En fazla 10 görsel ekleyebilirsin.').waitFor()
    await expect.poll(() => page.locator('[name=images]').count(), { timeout: 20_000 }).toBe(10)
  })

  it('saves a payout account and shows it masked', async () => {
    const person = await shop.world.person('Ayla Çınar')
    const visitor = await shop.visitor()
    const { page } = visitor
    await visitor.signIn(person)
    await page.goto('/sell')
    await page.getByText('Ödeme hesabın yok').waitFor()
    await page.getByRole('link', { name: 'Ödeme hesabı ekle' }).click()
    await page.fill('[name=identityNumber]', '10000000146')
    await page.locator('[name=iban]').pressSequentially('TR180006200119000006672315')
    expect(await page.inputValue('[name=iban]')).toBe('TR18 0006 2001 1900 0006 6723 15')
    await page.fill('[name=address]', 'Moda, Kadıköy, İstanbul')
    await page.getByRole('button', { name: 'Hesabı kaydet' }).click()
    await page.getByText('Ödeme hesabın kaydedildi.').waitFor()
    await page.getByText('Onaylı, ürünlerin satın alınabilir').waitFor()
    expect(await page.locator('main').textContent()).not.toContain('0006 2001')
  })
})

describe('a label that is not there', () => {
  it('is said on the order’s page, not in JSON', async () => {
    const { seller, orderId } = await shop.world.purchase()
    const visitor = await shop.visitor()
    await visitor.signIn(seller)
    await visitor.page.goto(`/bff/orders/${orderId}/label`)
    await visitor.page.waitForURL(`**/orders/${orderId}?problem=*`)
    await visitor.page
      .getByRole('alert')
      .getByText(/etiketi henüz hazır değil|artık bu işleme uygun değil/)
      .waitFor()
  })
})

describe('operating', () => {
  it('lets an operator send a dead mail again', async () => {
    const { world } = shop
    const operator = await world.person('Selin Aydın')
    await world.query(sql`update users set roles = '{admin}' where id = ${operator.id}`)
    await world.fault('sendgrid', { kind: 'status', status: 400, times: 1 })
    const { buyer, seller, orderId, token } = await world.purchase()
    await world.pay(token, { callback: true })
    const dead = () => world.query(sql`select 1 from effects where channel = 'email' and status = 'dead'`)
    await until(async () => (await dead()).length === 1, 'a mail to be given up')

    const visitor = await shop.visitor()
    const { page } = visitor
    await visitor.signIn(operator)
    await page.goto('/ops/effects?status=dead')
    await page.getByRole('button', { name: 'Yeniden gönder' }).click()
    await page.getByText('Kayıt yok').waitFor()
    const unsent = () => world.query(sql`select 1 from effects where channel = 'email' and order_id = ${orderId} and status <> 'done'`)
    await until(async () => (await unsent()).length === 0, 'the mail to be sent after all')
    // The fault met the buyer's mail or the seller's, whichever came first.
    const receivers = (await world.mails()).map((mail) => mail.to)
    expect(receivers.filter((to) => to === buyer.email || to === seller.email)).toHaveLength(2)
    expect(new Set(receivers)).toContain(buyer.email)

    await page.goto('/ops')
    const { number } = await world.order(buyer, orderId)
    await page.locator('main [name=q]').fill(number)
    await page.getByRole('button', { name: 'Ara', exact: true }).click()
    await page.getByRole('link', { name: number }).click()
    await visitor.sees('paid')
    // It is the operator who looks, and the money was never hers.
    await page.getByRole('heading', { level: 1, name: `Sipariş ${number}` }).waitFor()
    expect(await page.locator('main').textContent()).not.toMatch(/Paran|Sende|kartına/)
    await page.getByRole('link', { name: 'Siparişler', exact: true }).first().waitFor()
  })

  it('gives every page a title of its own', async () => {
    const operator = await shop.world.admin()
    const visitor = await shop.visitor()
    await visitor.signIn(operator)
    const titles = new Map<string, string>()
    for (const path of [
      '/',
      '/orders',
      '/sales',
      '/sell',
      '/sell/new',
      '/account',
      '/account/addresses',
      '/account/addresses/new',
      '/account/payout',
      '/ops',
      '/ops/webhooks',
      '/ops/outbox',
      '/ops/effects',
      '/ops/stuck',
    ]) {
      await visitor.page.goto(path)
      const title = await visitor.page.title()
      expect(titles.get(title), `${path}: ${title}`).toBeUndefined()
      titles.set(title, path)
    }
  })

  it('finds the orders of a person by her e-mail, which does not become a search of products', async () => {
    const { buyer } = await shop.world.purchase()
    const visitor = await shop.visitor()
    await visitor.signIn(await shop.world.admin())
    await visitor.page.goto('/ops')
    await visitor.page.locator('main [name=q]').fill(buyer.email)
    await visitor.page.keyboard.press('Enter')
    await expect.poll(() => visitor.page.locator('tbody tr').count()).toBe(1)
    expect(await visitor.page.inputValue('#search')).toBe('')
  })

  it('shows operations to nobody else', async () => {
    const visitor = await shop.visitor()
    await visitor.signIn(await shop.world.person())
    await visitor.page.goto('/ops')
    await visitor.page.getByText('Bu sayfayı görme yetkin yok').waitFor()
  })
})

describe('at 360 pixels', () => {
  it('the purchase fits the screen at every step', async () => {
    const [buyer, seller] = await Promise.all([shop.world.person('Zeynep Işık'), shop.world.seller()])
    const product = await shop.world.product(seller, { title: 'Uzun adlı, çok güzel ve neredeyse hiç kullanılmamış bir masa lambası' })
    const visitor = await shop.visitor({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
    const { page } = visitor
    const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBeLessThanOrEqual(360)
    for (const path of ['/', `/products/${product.id}`, '/register']) {
      await page.goto(path)
      await fits()
    }
    // One row of the header, and below it the search.
    expect((await page.locator('header.site').boundingBox())?.height).toBeLessThan(130)
    await visitor.atCheckout(buyer, product.id)
    await fits()
    await visitor.pressBuy()
    await visitor.payWith(GOOD_CARD)
    await visitor.sees('paid')
    await fits()
    for (const path of ['/orders', '/account', '/account/addresses', '/sell/new']) {
      await page.goto(path)
      await fits()
    }
  })
})

/** A grey PNG, made by hand: the smallest true picture. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type), body])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc(typed))
    return Buffer.concat([length, typed, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(width, 0x88)])))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}
