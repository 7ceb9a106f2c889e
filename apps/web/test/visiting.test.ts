import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { FLOW_MAX_MS, GOOD_CARD, openShop, type Shop } from './shop.ts'

vi.setConfig({ testTimeout: FLOW_MAX_MS, hookTimeout: FLOW_MAX_MS })

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

async function sale(title = 'Ihlamur ağacından sandalye') {
  const [buyer, seller] = await Promise.all([shop.world.person('Zeynep Işık'), shop.world.seller()])
  const product = await shop.world.product(seller, { title })
  return { buyer, seller, product }
}

describe('languages', () => {
  it('changes everything to English and back, and finds Turkish words whatever their case', async () => {
    await sale('IĞDIR kayısısı sepeti')
    const visitor = await shop.visitor({ locale: 'tr-TR' })
    const { page } = visitor
    await page.goto('/?q=ığdır')
    await page.getByRole('link', { name: 'IĞDIR kayısısı sepeti' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('tr')
    await page.getByRole('button', { name: /İngilizce/ }).click()
    await page.waitForSelector('html[lang=en]')
    await page.getByRole('link', { name: 'Sign in' }).waitFor()
    await page.getByRole('link', { name: 'IĞDIR kayısısı sepeti' }).click()
    await page.getByText('What you pay in all').waitFor()
    expect(await page.locator('main').textContent()).toContain('₺1,250.00')
  })

  it('tells a whole purchase in English', async () => {
    const { buyer, product } = await sale('Reading lamp')
    const visitor = await shop.visitor({ language: 'en' })
    const { page } = visitor
    await page.goto(`/products/${product.id}`)
    await page.getByRole('link', { name: 'Buy', exact: true }).click()
    await page.waitForURL(/\/login/)
    await visitor.signIn(buyer)
    await page.waitForURL('**/checkout/*')
    await page.getByRole('button', { name: 'Pay ₺1,387.30' }).click()
    await page.getByText('Tick the box to go on.').waitFor()
    await page.check('[name=terms]')
    await visitor.pressBuy()
    await visitor.payWith(GOOD_CARD)
    await page.getByRole('heading', { name: 'Paid. Your money is with Emanet' }).waitFor()
    await page.getByText('₺1,387.30 is with Emanet. The seller gets it only after delivery.').waitFor()
    await page.getByRole('link', { name: 'Print the receipt' }).click()
    await page.getByText(/^Paid on \d{1,2} \w+ 20\d\d/).waitFor()
    await page.goto(`/products/${product.id}`)
    await page.getByText('You bought this').waitFor()
  })

  it('says an error of the API in the language of the page', async () => {
    for (const [language, words] of [
      ['tr', 'E-posta ya da şifre yanlış.'],
      ['en', 'The e-mail or the password is wrong.'],
    ] as const) {
      const visitor = await shop.visitor({ language })
      await visitor.page.goto('/login')
      await visitor.page.fill('[name=email]', 'kimse@deneme.example')
      await visitor.page.fill('[name=password]', 'yanlis-parola')
      await visitor.page.locator('main form [type=submit]').click()
      await visitor.page.getByText(words).waitFor()
      expect(await visitor.page.inputValue('[name=email]')).toBe('kimse@deneme.example')
    }
  })
})

describe('looking around', () => {
  it('keeps the search in its box and on the way back from a product, and goes on reading at the new page', async () => {
    const { product } = await sale('Gaz lambası')
    const { page } = await shop.visitor()
    await page.goto('/?q=gaz')
    await page.getByRole('link', { name: 'Gaz lambası' }).click()
    await page.waitForURL(`**/products/${product.id}`)
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content')
    await page.getByRole('navigation', { name: 'Neredeyim' }).getByRole('link').click()
    await page.waitForURL('**/?q=gaz')
    expect(await page.locator('#search').inputValue()).toBe('gaz')
  })

  it('the way back leads to the product she left, not to the list’s top', async () => {
    const seller = await shop.world.seller()
    for (let n = 1; n <= 6; n++) await shop.world.product(seller, { title: `Tombak ibrik ${n}` })
    const { page } = await shop.visitor({ viewport: { width: 360, height: 480 } })
    await page.goto('/?q=tombak')
    await page.getByRole('link', { name: 'Tombak ibrik 1', exact: true }).scrollIntoViewIfNeeded()
    const left = await page.evaluate(() => scrollY)
    expect(left).toBeGreaterThan(200)
    await page.getByRole('link', { name: 'Tombak ibrik 1', exact: true }).click()
    await page.waitForURL('**/products/*')
    await page.getByRole('navigation', { name: 'Neredeyim' }).getByRole('link').click()
    await page.waitForURL('**/?q=tombak')
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(left)
  })
})

describe('without scripts', () => {
  it('a visitor joins, adds an address and reaches the payment link', async () => {
    const { product } = await sale()
    const visitor = await shop.visitor({ javaScriptEnabled: false })
    const { page } = visitor
    await page.goto('/?q=sandalye')
    await page.goto(`/products/${product.id}`)
    await page.locator('a[href^="/checkout/"]').click()
    await page.locator('a[href^="/register"]').click()
    await page.fill('[name=fullName]', 'Işıl Şahin')
    await page.fill('[name=email]', `isil-${product.id.slice(-8)}@deneme.example`)
    await page.fill('[name=password]', 'gizli-bir-parola-1')
    await page.locator('main form [type=submit]').click()
    await page.waitForURL(`**/checkout/${product.id}`)
    await page.fill('[name=phone]', '5321234567')
    await page.selectOption('[name=city]', 'Muğla')
    await page.selectOption('[name=district]', 'Bodrum')
    await page.fill('[name=line]', 'Cumhuriyet Caddesi No: 5')
    await page.locator('main form [type=submit]').click()
    await page.waitForURL(/\?address=/)
    await page.check('[name=terms]')
    await page.locator('main form [type=submit]').click()
    await page.waitForURL(/\/orders\//)
    await visitor.sees('pending')
    await page.locator('noscript a, a[href*="token="]').first().click()
    await visitor.atPaymentPage()
  })
})

describe('by keyboard alone', () => {
  it('a product is bought', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    const { page } = visitor
    await visitor.signIn(buyer)
    await page.goto(`/products/${product.id}`)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('İçeriğe geç')
    await page.keyboard.press('Enter')
    await tabTo(page, 'a[href^="/checkout/"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/checkout\//)
    await page.locator('[name=terms]').waitFor()
    await tabTo(page, '[name=terms]')
    await page.keyboard.press('Space')
    await tabTo(page, 'main form [type=submit]')
    await page.keyboard.press('Enter')
    await visitor.payWith(GOOD_CARD)
    await visitor.sees('paid')
  })
})

describe('signing in', () => {
  it('remembers where one was going, over joining, a forgotten password and a wrong one', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    const { page } = visitor
    await page.goto(`/products/${product.id}`)
    await page.getByRole('link', { name: 'Satın al' }).click()
    await page.waitForURL(/\/login\?next=/)
    await page.getByRole('link', { name: 'Şifremi unuttum' }).click()
    await page.waitForURL(/\/forgot\?next=/)
    await page.locator('main').getByRole('link', { name: 'Giriş yap' }).click()
    await page.waitForURL(/\/login\?next=/)
    await page.locator('main').getByRole('link', { name: 'Üye ol' }).click()
    await page.waitForURL(/\/register\?next=/)
    await page.locator('main').getByRole('link', { name: 'Giriş yap' }).click()
    await page.waitForURL(/\/login\?next=/)
    await page.fill('[name=email]', buyer.email)
    await page.fill('[name=password]', 'yanlis-parola')
    await page.locator('main form [type=submit]').click()
    await page.getByText('E-posta ya da şifre yanlış.').waitFor()
    await page.fill('[name=password]', 'gizli-bir-parola-1')
    await page.locator('main form [type=submit]').click()
    await page.waitForURL(`**/checkout/${product.id}`)
  })

  it('leads from a link that is spent to a new one', async () => {
    const { page } = await shop.visitor()
    await page.goto('/reset?token=spent')
    await page.fill('[name=password]', 'gizli-bir-parola-2')
    await page.locator('main form [type=submit]').click()
    await page.getByText('Bu bağlantının süresi dolmuş ya da kullanılmış.').waitFor()
    await page.getByRole('link', { name: 'Yeni bağlantı iste' }).click()
    await page.getByRole('heading', { name: 'Şifreni yenile' }).waitFor()
  })
})

describe('the session', () => {
  it('is renewed silently when the access token has run out', async () => {
    const { buyer } = await sale()
    const visitor = await shop.visitor()
    await visitor.signIn(buyer)
    await visitor.context.clearCookies({ name: 'emanet_access' })
    await visitor.page.goto('/orders')
    await visitor.page.getByRole('heading', { name: 'Siparişlerim' }).waitFor()
    expect((await visitor.context.cookies()).map(({ name }) => name)).toContain('emanet_access')
  })

  it('that ended in front of the Buy button leads over sign-in back to it', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    await visitor.atCheckout(buyer, product.id)
    await visitor.context.clearCookies({ name: /emanet_(access|refresh)/ })
    await visitor.pressBuy()
    await visitor.page.waitForURL(/\/login\?next=/)
    await visitor.signIn(buyer)
    await visitor.page.waitForURL(`**/checkout/${product.id}?address=${buyer.addressId}`)
    await visitor.page.check('[name=terms]')
    await visitor.pressBuy()
    await visitor.atPaymentPage()
  })

  it('that ended leads from a form of the server’s to sign-in and back to the form', async () => {
    const { seller } = await sale()
    const visitor = await shop.visitor()
    await visitor.signIn(seller)
    await visitor.page.goto('/sell/new')
    await visitor.page.fill('[name=title]', 'Cam vazo')
    await visitor.page.fill('textarea[name=description]', 'El yapımı')
    await visitor.page.fill('[name=priceKurus]', '250')
    await visitor.context.clearCookies({ name: /emanet_(access|refresh)/ })
    await visitor.page.getByRole('button', { name: 'Satışa çıkar' }).click()
    await visitor.page.waitForURL('**/login?next=%2Fsell%2Fnew')
    await visitor.signIn(seller)
    await visitor.page.waitForURL('**/sell/new')
  })

  it('that ended while an order is followed leads to sign-in and back to the order', async () => {
    const { buyer, orderId } = await shop.world.purchase()
    const visitor = await shop.visitor()
    await visitor.signIn(buyer)
    await visitor.page.goto(`/orders/${orderId}`)
    await visitor.page.waitForSelector('[data-liveness="live"]')
    await visitor.context.clearCookies({ name: /emanet_(access|refresh)/ })
    await visitor.page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await visitor.page.waitForURL(`**/login?next=${encodeURIComponent(`/orders/${orderId}`)}`)
    await visitor.signIn(buyer)
    await visitor.sees('pending')
  })

  it('is renewed once for two tabs, and ends in both', async () => {
    const { buyer } = await sale()
    const visitor = await shop.visitor()
    await visitor.signIn(buyer)
    const other = await visitor.context.newPage()
    await visitor.context.clearCookies({ name: 'emanet_access' })
    const tabs = [visitor.page, other]
    await Promise.all(tabs.map((tab) => tab.goto('/orders')))
    await Promise.all(tabs.map((tab) => tab.getByRole('heading', { name: 'Siparişlerim' }).waitFor()))
    await visitor.page.locator('summary').click()
    await visitor.page.getByRole('button', { name: 'Çıkış yap' }).click()
    await visitor.page.getByRole('link', { name: 'Giriş yap' }).waitFor()
    await other.goto('/orders')
    await other.waitForURL(/\/login\?next=/)
  })

  it('keeps its tokens out of the reach of scripts and ends on signing out', async () => {
    const { buyer } = await sale()
    const visitor = await shop.visitor()
    await visitor.signIn(buyer)
    expect(
      await visitor.page.evaluate(() => `${document.cookie} ${JSON.stringify(localStorage)} ${JSON.stringify(sessionStorage)}`),
    ).not.toMatch(/emanet_(access|refresh)|eyJ/)
    const tokens = (await visitor.context.cookies()).filter(({ name }) => /access|refresh/.test(name))
    expect(tokens.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
      { httpOnly: true, sameSite: 'Lax' },
      { httpOnly: true, sameSite: 'Lax' },
    ])
    await visitor.page.locator('summary').click()
    await visitor.page.getByRole('button', { name: 'Çıkış yap' }).click()
    await visitor.page.getByRole('link', { name: 'Giriş yap' }).waitFor()
    await visitor.page.goto('/orders')
    await visitor.page.waitForURL(/\/login/)
  })
})

describe('strangers', () => {
  it('cannot post for a visitor from another site', async () => {
    const { buyer, product } = await sale()
    const visitor = await shop.visitor()
    await visitor.signIn(buyer)
    for (const origin of ['http://evil.example', 'null', undefined]) {
      const answer = await visitor.context.request.post('/bff/orders', {
        data: { productId: product.id, addressId: buyer.addressId },
        headers: origin === undefined ? {} : { origin },
      })
      expect(answer.status(), String(origin)).toBe(403)
    }
    expect((await buyer.client.listOrders()).body.items).toHaveLength(0)
  })

  it('cannot use the sign-in page to lead people elsewhere', async () => {
    const { buyer } = await sale()
    for (const next of ['//evil.example', '/..//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      const visitor = await shop.visitor()
      await visitor.page.goto(`/login?next=${encodeURIComponent(next)}`)
      await visitor.signIn(buyer)
      expect(visitor.page.url()).toBe(`${shop.url}/`)
    }
  })

  it('see neither an order of others nor a page that is not there', async () => {
    const { orderId } = await shop.world.purchase()
    const visitor = await shop.visitor()
    await visitor.signIn(await shop.world.person())
    for (const path of [`/orders/${orderId}`, '/orders/nonsense', '/nowhere']) {
      const answer = await visitor.page.goto(path)
      expect(answer?.status(), path).toBe(404)
      await visitor.page.getByText('Aradığın sayfa burada yok').waitFor()
    }
  })

  it('are told of a product that was paused or never was that it is not here any more', async () => {
    const { product, seller } = await sale()
    await seller.client.changeProduct({ params: { id: product.id }, body: { status: 'paused' } })
    const visitor = await shop.visitor()
    for (const path of [`/products/${product.id}`, '/products/nonsense']) {
      const answer = await visitor.page.goto(path)
      expect(answer?.status(), path).toBe(404)
      await visitor.page.getByRole('heading', { name: 'Bu ürün artık burada değil' }).waitFor()
    }
    await visitor.page.getByRole('link', { name: 'Bütün ürünler' }).click()
    await visitor.page.getByRole('heading', { name: 'Yeni eklenenler' }).waitFor()
  })
})

describe('every page', () => {
  it('carries a policy that runs no inline script without its nonce, and breaks none of it', async () => {
    const { product } = await sale()
    const visitor = await shop.visitor()
    const broken: string[] = []
    visitor.page.on('console', (message) => {
      if (/Content Security Policy|Refused to|hydrat/i.test(message.text())) broken.push(message.text())
    })
    visitor.page.on('pageerror', (error) => broken.push(error.message))
    for (const path of ['/', `/products/${product.id}`, '/login', '/legal/mesafeli-satis']) {
      const answer = await visitor.page.goto(path)
      const policy = (await answer?.headerValue('content-security-policy')) ?? ''
      const scripts = policy.split('; ').find((directive) => directive.startsWith('script-src ')) ?? ''
      expect(scripts).toContain("'nonce-")
      expect(scripts).not.toMatch(/unsafe-(inline|eval)/)
      expect(policy).toContain("frame-ancestors 'none'")
      await visitor.page.waitForLoadState('load')
    }
    expect(broken).toEqual([])
  })

  it('tells that the connection is gone and comes back with it', async () => {
    const { product } = await sale()
    const visitor = await shop.visitor()
    await visitor.page.goto(`/products/${product.id}`)
    await visitor.context.setOffline(true)
    await visitor.page.getByText('Bağlantın yok.').waitFor()
    await visitor.context.setOffline(false)
    await visitor.page.getByText('Bağlantın yok.').waitFor({ state: 'detached' })
    await visitor.page.getByRole('heading', { level: 1 }).waitFor()
  })

  it('of a product can be shared and found', async () => {
    const { product } = await sale('Çay bardağı </script><script>alert(1)</script>')
    const html = await (await fetch(`${shop.url}/products/${product.id}`)).text()
    expect(html).toContain(`<link rel="canonical" href="${shop.url}/products/${product.id}"`)
    expect(html).toMatch(/<meta property="og:title" content="Çay bardağı/)
    expect(html).toContain('<meta property="og:site_name" content="Emanet"')
    expect(html).toContain('<meta property="og:locale" content="tr_TR"')
    const block = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html)?.[1] ?? ''
    expect(JSON.parse(block)).toMatchObject({
      '@type': 'Product',
      offers: { price: '1250.00', priceCurrency: 'TRY', availability: 'https://schema.org/InStock' },
    })
    expect(html).not.toContain('<script>alert')
    expect(await (await fetch(`${shop.url}/sitemap.xml`)).text()).toContain(product.id)
    expect(await (await fetch(`${shop.url}/robots.txt`)).text()).toContain('Disallow: /orders')
  })
})

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
  }
  throw new Error(`Tab never reached ${selector}`)
}
