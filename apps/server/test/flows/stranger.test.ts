import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { DEMO } from '../../src/config.ts'
import { ask } from '../ask.ts'
import { createWorld, tokenOf, until, type World } from '../world.ts'

/*
 * Somebody else's iyzico, written down from its documentation and sharing no line with our simulator or our adapter: what we
 * read into the documentation twice would otherwise agree with itself. Its payment page is at iyzico's own address.
 */

type Body = Record<string, unknown>
type Page = { request: Body; state: 'open' | 'declined' | 'paid'; fraudStatus: 0 | 1; paymentId: number; refunded?: Body }

const FORWARD_KEY = 'the key between web and API'
const pages = new Map<string, Page>()
let world: World
let server: ReturnType<typeof createServer>
beforeAll(async () => {
  server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world = await createWorld({ settings: { FORWARD_KEY, IYZICO_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } })
})
afterEach(() => world.expectToEndWell())
afterAll(async () => {
  await world?.close()
  server.closeAllConnections()
  server.close()
})

it('takes a purchase from the Buy button to the parcel, with pages at iyzico and eight decimals', async () => {
  const { orderId, token, paymentUrl } = await world.purchase()
  expect(paymentUrl).toBe(`https://sandbox-cpp.iyzipay.com?token=${token}&lang=tr`)
  expect(page(token).request['buyer']).toMatchObject({ ip: '127.0.0.1' })
  pay(token)
  expect(await notify(token, 'SUCCESS')).toBe(200)
  await until(async () => (await world.standing(orderId)).order === 'paid', 'the notification')
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({ product: 'sold', hold: 'held', shipment: 'registered', payments: ['captured'] })
})

it('hears from which address a buyer comes through our web, and no address that anybody else makes up', async () => {
  const [buyer, seller] = await Promise.all([world.person(), world.seller()])
  for (const [key, ip] of [
    [FORWARD_KEY, '85.34.78.112'],
    ['a key of somebody else', '127.0.0.1'],
  ] as const) {
    const { body } = await ask(world, 'POST', '/orders', {
      token: buyer.accessToken,
      headers: { 'x-forwarded-for': '85.34.78.112', 'x-forward-key': key },
      body: { productId: (await world.product(seller)).id, addressId: buyer.addressId },
    })
    expect(page(tokenOf(body.paymentUrl)).request['buyer']).toMatchObject({ ip })
  }
})

it('declines a card without naming a payment status, and a second page is paid', async () => {
  const { buyer, orderId, token } = await world.purchase()
  page(token).state = 'declined'
  await notify(token, 'FAILURE')
  await until(async () => (await world.order(buyer, orderId)).payment.status === 'failed', 'the decline')
  const { body } = await buyer.client.payOrder({ params: { id: orderId }, body: {} })
  const second = new URL(body.paymentUrl).searchParams.get('token') as string
  expect(page(second).request['buyer']).toMatchObject({ ip: '127.0.0.1' })
  pay(second)
  await world.callback(second)
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', payments: ['abandoned', 'captured'] })
})

it('a bare refusal does not end a review of money that was taken', async () => {
  const { orderId, token } = await world.purchase()
  Object.assign(page(token), { state: 'paid', fraudStatus: 0 })
  await world.callback(token)
  expect((await world.standing(orderId)).order).toBe('payment_review')
  page(token).state = 'declined'
  await world.callback(token)
  expect(await world.standing(orderId)).toMatchObject({ order: 'payment_review', payments: ['review'] })
  Object.assign(page(token), { state: 'paid', fraudStatus: 1 })
  await world.callback(token)
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', payments: ['captured'], hold: 'held' })
})

it('gives back what came twice, and what came late, once each', async () => {
  const { buyer, orderId, token } = await world.purchase()
  await buyer.client.cancelOrder({ params: { id: orderId } })
  pay(token)
  await notify(token, 'SUCCESS')
  await until(async () => (await world.standing(orderId)).payments[0] === 'refunding', 'the late payment')
  await world.drain()
  expect(await world.standing(orderId)).toMatchObject({ order: 'cancelled', payments: ['refunded'], refunds: ['succeeded'] })
  expect(page(token).refunded).toMatchObject({ price: page(token).request.price })
})

function page(token: string): Page {
  return pages.get(token) as Page
}

function pay(token: string): void {
  page(token).state = 'paid'
}

async function notify(token: string, status: string): Promise<number> {
  const { request, paymentId } = page(token)
  const event = 'CHECKOUT_FORM_AUTH'
  const response = await fetch(`${world.url}/webhooks/iyzico`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-iyz-signature-v3': hmac(`${DEMO.iyzicoSecretKey}${event}${paymentId}${token}${request.conversationId}${status}`),
    },
    body: JSON.stringify({
      paymentConversationId: request.conversationId,
      merchantId: 3404590,
      token,
      status,
      iyziReferenceCode: randomUUID(),
      iyziEventType: event,
      iyziEventTime: Date.now(),
      iyziPaymentId: paymentId,
    }),
  })
  return response.status
}

/* ---------------------------------------------------------------------------------------------- its answers */

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url as string, 'http://iyzico')
  let text = ''
  for await (const chunk of request) text += chunk
  const [, key, random, signature] =
    /^apiKey:(.*)&randomKey:(.*)&signature:(.*)$/.exec(Buffer.from(`${request.headers.authorization}`.slice(8), 'base64').toString()) ?? []
  const isSigned = key === DEMO.iyzicoApiKey && signature === hmac(`${random}${url.pathname}${text}`)
  const body = isSigned ? say(url, JSON.parse(text || '{}')) : failure('1000', 'Geçersiz imza')
  // Retrieve prints its amounts with eight decimals.
  const printed = JSON.stringify(body).replace(/"(price|paidPrice)":([\d.]+)/g, (_, name, value) => `"${name}":${Number(value).toFixed(8)}`)
  response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' }).end(printed)
}

function say(url: URL, body: Body): Body {
  const token = String(body.token)
  switch (url.pathname) {
    case '/onboarding/submerchant':
      return success(body, { subMerchantKey: Buffer.from(String(body.subMerchantExternalId)).toString('base64') })
    case '/payment/iyzipos/checkoutform/initialize/auth/ecom':
      return opened(body)
    case '/payment/iyzipos/checkoutform/auth/ecom/detail':
      return retrieved(body, token)
    case '/v2/reporting/payment/details':
      return success(body, { payments: reported(url.searchParams) })
    case '/payment/refund':
      return refunded(body)
    default:
      return failure('11', 'Geçersiz istek')
  }
}

function opened(request: Body): Body {
  const token = randomUUID()
  pages.set(token, { request, state: 'open', fraudStatus: 1, paymentId: 25_000_000 + pages.size })
  return success(request, {
    token,
    checkoutFormContent: '<script></script>',
    tokenExpireTime: 1800,
    paymentPageUrl: `https://sandbox-cpp.iyzipay.com?token=${token}&lang=tr`,
    signature: hmac(`${request.conversationId}:${token}`),
  })
}

function retrieved(body: Body, token: string): Body {
  const known = pages.get(token)
  if (!known) return failure('5124', 'token bulunamadı')
  if (known.state === 'open') return failure('5122', 'Gönderilen tokena ait ödeme bilgisi bulunamadı')
  if (known.state === 'declined') return failure('10051', 'Kart limiti yetersiz, yetersiz bakiye')
  const { basketId, currency, price } = known.request
  const amount = Number(price)
  const [line] = known.request.basketItems as Body[]
  return success(body, {
    token,
    paymentStatus: 'SUCCESS',
    paymentId: String(known.paymentId),
    currency,
    basketId,
    price: amount,
    paidPrice: amount,
    fraudStatus: known.fraudStatus,
    installment: 1,
    itemTransactions: [
      { itemId: line?.id, paymentTransactionId: `9${known.paymentId}`, transactionStatus: 1, price: amount, paidPrice: amount },
    ],
    signature: hmac(`SUCCESS:${known.paymentId}:${currency}:${basketId}:${body.conversationId}:${amount}:${amount}:${token}`),
  })
}

function reported(query: URLSearchParams): Body[] {
  const found = [...pages.values()].filter(
    (one) =>
      one.state === 'paid' &&
      (query.get('paymentId') === String(one.paymentId) || query.get('paymentConversationId') === one.request.conversationId),
  )
  return found.map((one) => ({
    paymentId: one.paymentId,
    paymentConversationId: one.request.conversationId,
    paymentStatus: 1,
    paymentRefundStatus: one.refunded ? 'TOTALLY_REFUNDED' : 'NOT_REFUNDED',
    paidPrice: Number(one.request.price),
    cancels: [],
    itemTransactions: [
      {
        refunds: one.refunded
          ? [{ refundConversationId: one.refunded.conversationId, refundPrice: Number(one.refunded.price), refundStatus: 1 }]
          : [],
      },
    ],
  }))
}

function refunded(body: Body): Body {
  const known = [...pages.values()].find((one) => `9${one.paymentId}` === body.paymentTransactionId)
  if (!known || known.refunded) return failure('10246', 'İade edilemez')
  known.refunded = body
  const amount = Number(body.price)
  return success(body, {
    paymentId: String(known.paymentId),
    price: amount,
    currency: 'TRY',
    signature: hmac(`${known.paymentId}:${amount}:TRY:${body.conversationId}`),
  })
}

function success({ conversationId }: Body, more: Body): Body {
  return { status: 'success', locale: 'tr', systemTime: Date.now(), conversationId, ...more }
}

function failure(errorCode: string, errorMessage: string): Body {
  return { status: 'failure', errorCode, errorMessage, locale: 'tr', systemTime: Date.now() }
}

function hmac(text: string): string {
  return createHmac('sha256', DEMO.iyzicoSecretKey).update(text).digest('hex')
}
