import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { responseSignature, SIGNED_FIELDS } from '@emanet/providers/iyzico/iyzico.wire'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { DEMO } from '../../src/config.ts'
import { sql } from '../../src/platform/sql.ts'
import { createWorld, type World } from '../world.ts'

type Paid = { price: number; paidPrice: number; currency: string; basketId: string; [field: string]: unknown }

/** What iyzico says of a payment instead of the truth, signed as well as ever. */
let says: ((paid: Paid) => Partial<Paid>) | undefined

let between: Server
let world: World
beforeAll(async () => {
  between = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers as Record<string, string>
    const answer = await fetch(world.sims.iyzico.url + request.url, {
      method: request.method as string,
      headers,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    })
    const text = await answer.text()
    const isAboutAPayment = request.url?.endsWith('/checkoutform/auth/ecom/detail') && says !== undefined
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(isAboutAPayment ? instead(JSON.parse(text)) : text)
  })
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`
  world = await createWorld({ settings: { IYZICO_BASE_URL: url }, iyzicoPublicUrl: url })
})
afterEach(async () => {
  says = undefined
  await world.expectToEndWell()
})
afterAll(async () => {
  await world?.close()
  between.closeAllConnections()
  between.close()
})

function instead(paid: Paid): string {
  const body = { ...paid, ...says?.(paid) }
  return JSON.stringify({ ...body, signature: responseSignature(DEMO.iyzicoSecretKey, SIGNED_FIELDS.checkoutRetrieve, body) })
}

it('what is said in other words but comes to the same is a sale', async () => {
  says = () => ({})
  const { orderId, token } = await world.purchase()
  await world.pay(token, { callback: true })
  expect(await world.standing(orderId)).toMatchObject({ order: 'paid', dispositions: ['applied'], hold: 'held' })
})

const OTHERS: [string, (paid: Paid) => Partial<Paid>][] = [
  ['a price of one kuruş less', ({ price, paidPrice }) => ({ price: less(price), paidPrice: less(paidPrice) })],
  ['a price of one kuruş more', ({ price, paidPrice }) => ({ price: more(price), paidPrice: more(paidPrice) })],
  ['less paid than the price', ({ paidPrice }) => ({ paidPrice: less(paidPrice) })],
  ['another currency', () => ({ currency: 'USD' })],
  ['the basket of another order', () => ({ basketId: 'EM0000000000' })],
]
it.each(OTHERS)('a payment with %s, though signed, makes no sale and is to be sent back', async (_, words) => {
  says = words
  const { orderId, token } = await world.purchase()
  await world.pay(token, { callback: true })
  expect(await world.standing(orderId)).toMatchObject({
    order: 'pending_payment',
    product: 'reserved',
    payments: ['refunding'],
    dispositions: ['mismatch'],
    refunds: ['requested'],
    hold: null,
    shipment: null,
  })
  const rows = await world.query(
    sql`select r.amount_kurus = y.paid_kurus as "isAllOfIt" from refunds r join payments y on y.id = r.payment_id where y.order_id = ${orderId}`,
  )
  expect(rows).toEqual([{ isAllOfIt: true }])
})

const less = (lira: number) => (Math.round(lira * 100) - 1) / 100
const more = (lira: number) => (Math.round(lira * 100) + 1) / 100
