import { randomInt, randomUUID } from 'node:crypto'
import { notificationSignature } from '@emanet/providers/iyzico/iyzico.webhook'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { DEMO } from '../../src/config.ts'
import { sql } from '../../src/platform/sql.ts'
import { createWorld, until, type World } from '../world.ts'

const PREVIOUS_SECRET = 'the-secret-before-this-one'
const RETRIEVE = 'POST /payment/iyzipos/checkoutform/auth/ecom/detail'

let world: World
beforeAll(async () => {
  world = await createWorld({ settings: { IYZICO_PREVIOUS_SECRET_KEY: PREVIOUS_SECRET } })
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

type Notification = { event: string; providerPaymentId: string; token: string; conversationId: string; status: string }

function about(token: string, more: Partial<Notification> = {}): Notification {
  return {
    event: 'CHECKOUT_FORM_AUTH',
    providerPaymentId: String(randomInt(10_000_000, 99_999_999)),
    token,
    conversationId: randomUUID(),
    status: 'SUCCESS',
    ...more,
  }
}

function signed(notification: Notification, secret: string = DEMO.iyzicoSecretKey): string {
  return notificationSignature(secret, notification)
}

function bodyOf({ event, providerPaymentId, token, conversationId, status }: Notification): string {
  return JSON.stringify({
    paymentConversationId: conversationId,
    merchantId: 3_404_590,
    token,
    status,
    iyziReferenceCode: randomUUID(),
    iyziEventType: event,
    iyziEventTime: Date.now(),
    iyziPaymentId: Number(providerPaymentId),
  })
}

async function post(body: string, signature: string | null, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${world.url}/webhooks/iyzico`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signature === null ? {} : { 'x-iyz-signature-v3': signature }), ...headers },
    body,
  })
  await response.arrayBuffer()
  return response.status
}

async function inbox(): Promise<number> {
  const rows = await world.query<{ count: number }>(sql`select count(*)::int as count from webhook_inbox`)
  return rows[0]?.count ?? 0
}

/** Nothing stored, nobody asked, the order as it was. */
async function expectNoEffect(orderId: string, work: () => Promise<void>): Promise<void> {
  const before = { rows: await inbox(), standing: await world.standing(orderId) }
  const calls = await world.callsDuring('iyzico', work)
  expect({ rows: await inbox(), standing: await world.standing(orderId), calls }).toEqual({ ...before, calls: [] })
}

it('a notification without a signature, with an empty one or with two is turned away', async () => {
  const { orderId, token } = await world.purchase()
  const notification = about(token)
  const body = bodyOf(notification)
  const signature = signed(notification)
  await expectNoEffect(orderId, async () => {
    expect(await post(body, null)).toBe(401)
    expect(await post(body, '')).toBe(401)
    expect(await post(body, `${signature}, ${signature}`)).toBe(401)
  })
})

it('a signature of another case, length or alphabet is turned away, and so is the secret of another merchant', async () => {
  const { orderId, token } = await world.purchase()
  const notification = about(token)
  const body = bodyOf(notification)
  const signature = signed(notification)
  await expectNoEffect(orderId, async () => {
    for (const wrong of [
      signature.toUpperCase(),
      signature.slice(1),
      `${signature}0`,
      'g'.repeat(64),
      'é'.repeat(64),
      signed(notification, 'another merchant'),
    ])
      expect(await post(body, wrong)).toBe(401)
  })
})

it('a notification with one signed field or one character of its signature changed is turned away', async () => {
  const { orderId, token } = await world.purchase()
  const notification = about(token)
  const signature = signed(notification)
  const changes: Partial<Notification>[] = [
    { event: 'API_AUTH' },
    { providerPaymentId: '12345678' },
    { token: randomUUID() },
    { conversationId: randomUUID() },
    { status: 'FAILURE' },
  ]
  await expectNoEffect(orderId, async () => {
    for (const change of changes) expect(await post(bodyOf({ ...notification, ...change }), signature)).toBe(401)
    for (let at = 0; at < signature.length; at++) {
      const other = signature[at] === '0' ? '1' : '0'
      expect(await post(bodyOf(notification), signature.slice(0, at) + other + signature.slice(at + 1))).toBe(401)
    }
  })
})

it('a digit moved across a boundary of the signed text settles nothing', async () => {
  const { orderId, token } = await world.purchase()
  // No digit but the first may be a zero: what is left of the number would be written without it.
  const notification = about(token, { conversationId: '1234567', providerPaymentId: '25168803' })
  const signature = signed(notification)
  const { providerPaymentId } = notification
  const before = await world.standing(orderId)
  // It names a payment that nobody knows: stored as any notification is, and nobody is asked about it.
  const shifted = { ...notification, providerPaymentId: providerPaymentId.slice(0, -1), token: `${providerPaymentId.at(-1)}${token}` }
  const calls = await world.callsDuring('iyzico', async () => {
    expect(await post(bodyOf(shifted), signature)).toBe(200)
  })
  expect({ calls, standing: await world.standing(orderId) }).toEqual({ calls: [], standing: before })
  await expectNoEffect(orderId, async () => {
    const other = { ...notification, event: `${notification.event}${providerPaymentId[0]}`, providerPaymentId: providerPaymentId.slice(1) }
    expect(await post(bodyOf(other), signature)).toBe(200)
  })
})

it('what is no notification is refused by its form', async () => {
  const { orderId } = await world.purchase()
  await expectNoEffect(orderId, async () => {
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{}',
      '{"status":"SUCCESS"}',
      JSON.stringify({ iyziEventType: { $gt: '' }, status: 'SUCCESS' }),
    ])
      expect(await post(body, '0'.repeat(64))).toBe(400)
    expect(await post('token=x', '0'.repeat(64), { 'content-type': 'text/plain' })).toBe(415)
    expect(await post(JSON.stringify({ filler: 'x'.repeat(65 * 1024) }), '0'.repeat(64))).toBe(413)
  })
})

it('a signed SUCCESS about a token that nobody paid leaves the order as it is', async () => {
  const { orderId, token } = await world.purchase()
  const notification = about(token)
  expect(await post(bodyOf(notification), signed(notification))).toBe(200)
  await world.drain()
  expect((await world.standing(orderId)).order).toBe('pending_payment')
  await world.pay(token)
  await world.wait(120)
  await world.drain()
  expect((await world.standing(orderId)).order).toBe('paid')
})

it('the secret before the current one is still taken while keys are being changed', async () => {
  const { orderId, token } = await world.purchase()
  await world.pay(token)
  const notification = about(token)
  expect(await post(bodyOf(notification), signed(notification, PREVIOUS_SECRET))).toBe(200)
  await world.drain()
  expect((await world.standing(orderId)).order).toBe('paid')
})

it('a notification of a token that is not ours is stored, answered 200, and nobody is asked', async () => {
  const notification = about(randomUUID())
  const calls = await world.callsDuring('iyzico', async () => {
    expect(await post(bodyOf(notification), signed(notification))).toBe(200)
    await world.drain()
    await world.wait(700)
    await world.drain()
  })
  expect(calls).toEqual([])
  const rows = await world.query(sql`select outcome from webhook_inbox where token = ${notification.token}`)
  expect(rows).toEqual([{ outcome: 'unmatched' }])
})

it('a notification that overtakes our own note of the token is matched when the token is there', async () => {
  const { orderId, token } = await world.purchase()
  const [row] = await world.query<{ page_url: string }>(sql`select page_url from payments where order_id = ${orderId}`)
  await world.query(sql`update payments set token = null, page_url = null, token_expires_at = null where order_id = ${orderId}`)
  await world.pay(token)
  expect((await world.webhook(token)).answers).toEqual([200])
  await world.drain()
  expect((await world.standing(orderId)).order).toBe('pending_payment')
  await world.query(
    sql`update payments set token = ${token}, page_url = ${row?.page_url}, token_expires_at = now() + interval '30 minutes' where order_id = ${orderId}`,
  )
  await world.wait(60)
  await world.drain()
  expect((await world.standing(orderId)).order).toBe('paid')
})

it('a replay is one row however its unsigned fields vary, and changes nothing once paid', async () => {
  const { orderId, token } = await world.purchase()
  const { paymentId } = await world.pay(token)
  const notification = about(token, { providerPaymentId: paymentId })
  expect(await post(bodyOf(notification), signed(notification))).toBe(200)
  await world.drain()
  const paid = await world.standing(orderId)
  expect(paid.order).toBe('paid')
  const calls = await world.callsDuring('iyzico', async () => {
    for (let replay = 0; replay < 5; replay++) expect(await post(bodyOf(notification), signed(notification))).toBe(200)
    await world.drain()
  })
  expect(calls).toEqual([])
  expect(await world.standing(orderId)).toEqual(paid)
  const rows = await world.query(sql`select duplicates from webhook_inbox where token = ${token}`)
  expect(rows).toEqual([{ duplicates: 5 }])
})

it('a replay after the refund changes nothing', async () => {
  const { buyer, orderId, token } = await world.purchase()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  await world.pay(token)
  await world.webhook(token)
  await world.drain()
  const refunded = await world.standing(orderId)
  expect(refunded).toMatchObject({ order: 'cancelled', payments: ['refunded'], dispositions: ['late'], refunds: ['succeeded'] })
  const calls = await world.callsDuring('iyzico', async () => {
    await world.webhook(token, { times: 3 })
    await world.drain()
  })
  expect(calls.filter((call) => call.startsWith('POST /payment'))).toEqual([])
  expect(await world.standing(orderId)).toEqual(refunded)
})

it('a notification waits while iyzico cannot be asked, and settles when it can', async () => {
  const { orderId, token } = await world.purchase()
  await world.pay(token)
  await world.fault('iyzico', { kind: 'status', status: 502, route: RETRIEVE })
  expect((await world.webhook(token)).answers).toEqual([200])
  await world.drain()
  expect((await world.standing(orderId)).order).toBe('pending_payment')
  await world.noFaults('iyzico')
  await world.wait(120)
  await world.drain()
  expect((await world.standing(orderId)).order).toBe('paid')
})

it('forged and unsigned notifications of iyzico itself are turned away', async () => {
  const { orderId, token } = await world.purchase()
  await world.pay(token)
  await expectNoEffect(orderId, async () => {
    expect((await world.webhook(token, { forge: true })).answers).toEqual([401])
    expect((await world.webhook(token, { unsigned: true })).answers).toEqual([401])
  })
})

it('a callback with a token that is none of ours goes to the list of orders, and nobody is asked', async () => {
  const calls = await world.callsDuring('iyzico', async () => {
    const tokens = [
      ...Array.from({ length: 50 }, () => randomUUID()),
      '',
      'x'.repeat(200),
      "' or 1=1 --",
      'a\r\nlocation: https://evil.example',
      '../../evil',
    ]
    for (const token of tokens) {
      const response = await world.callback(token)
      expect([response.status, response.headers.get('location')]).toEqual([303, `${world.config.publicWebUrl}/orders`])
    }
  })
  expect(calls).toEqual([])
})

it('a callback goes where the attempt asked for, whatever its address says', async () => {
  const { webUrl, appLink, mobileUrl } = {
    webUrl: world.config.publicWebUrl,
    appLink: world.config.appLink,
    mobileUrl: world.config.publicMobileWebUrl,
  }
  const places = { web: `${webUrl}/orders/`, app: appLink, app_web: `${mobileUrl}/orders/` }
  const [buyer, seller] = await Promise.all([world.person(), world.seller()])
  for (const [returnTo, place] of Object.entries(places)) {
    const product = await world.product(seller)
    const { body } = await buyer.client.placeOrder({
      body: { productId: product.id, addressId: buyer.addressId, returnTo: returnTo as 'web' },
    })
    const token = new URL(body.paymentUrl as string).searchParams.get('token') as string
    const response = await fetch(`${world.url}/payments/iyzico/callback?next=//evil.example&returnUrl=https:evil.example`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token, next: '//evil.example', orderId: randomUUID() }),
    })
    expect([response.status, response.headers.get('location')]).toEqual([303, place + body.orderId])
    await buyer.client.cancelOrder({ params: { id: body.orderId } })
  }
})

it('a callback posted again and again asks iyzico three times at most', async () => {
  const { orderId, token } = await world.purchase()
  const calls = await world.callsDuring('iyzico', () =>
    // However slow the machine is, it is one moment.
    world.at(new Date(), async () => {
      for (let press = 0; press < 20; press++) expect((await world.callback(token)).status).toBe(303)
    }),
  )
  expect(calls).toEqual([RETRIEVE, RETRIEVE, RETRIEVE])
  expect((await world.standing(orderId)).order).toBe('pending_payment')
})

it('a browser that came back too early and comes back again after the payment settles it at once', async () => {
  const { orderId, token } = await world.purchase()
  await world.callback(token)
  expect((await world.standing(orderId)).order).toBe('pending_payment')
  await world.pay(token)
  await world.callback(token)
  expect((await world.standing(orderId)).order).toBe('paid')
})

it('a notification without a token is about the attempt whose id it names', async () => {
  const { orderId, token } = await world.purchase()
  await world.pay(token)
  const [attempt] = await world.query<{ id: string }>(sql`select id from payments where token = ${token}`)
  const notification = about('', { conversationId: attempt?.id as string, event: 'THREE_DS_AUTH' })
  const body = JSON.stringify({
    ...JSON.parse(bodyOf(notification)),
    token: null,
    paymentId: Number(notification.providerPaymentId),
  })
  expect(await post(body, signed(notification))).toBe(200)
  await until(async () => (await world.standing(orderId)).order === 'paid', 'the notification')
})

it('a callback is answered when iyzico cannot be asked, and the poller settles later', async () => {
  const { orderId, token } = await world.purchase()
  await world.pay(token)
  await world.fault('iyzico', { kind: 'reset', route: RETRIEVE, times: 1 })
  const response = await world.callback(token)
  expect([response.status, response.headers.get('location')]).toEqual([303, `${world.config.publicWebUrl}/orders/${orderId}`])
  expect((await world.standing(orderId)).order).toBe('pending_payment')
  await world.wait(20)
  await world.poll()
  await until(async () => (await world.standing(orderId)).order === 'paid', 'the poller')
})
