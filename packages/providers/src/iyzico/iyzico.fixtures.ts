import { randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { kurus } from '@emanet/contracts/money'
import type { CheckoutRequest, SellerAccount } from '../ports.ts'

export const KEYS = { apiKey: 'sandbox-test-api-key', secretKey: 'sandbox-test-secret-key' }

/** A valid Turkish IBAN that belongs to nobody we know. */
export const IBAN = 'TR180006200119000006672315'

export function sellerAccount(change: Partial<SellerAccount> = {}): SellerAccount {
  return {
    sellerId: randomUUID(),
    type: 'personal',
    email: 'satici@example.com',
    phone: '0532 000 00 01',
    address: 'Moda Cad. 1, Kadıköy, İstanbul',
    iban: IBAN,
    identityNumber: '10000000146',
    contactName: 'Ali',
    contactSurname: 'Veli',
    ...change,
  }
}

export function checkoutRequest(change: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return {
    paymentId: randomUUID(),
    orderNumber: 'EM7K2M9Q4RXZ',
    totalKurus: kurus(150_50),
    currency: 'TRY',
    sellerKurus: kurus(128_00),
    sellerKey: 'seller-key',
    itemId: randomUUID(),
    itemTitle: 'Kış montu, "az giyilmiş" – çok güzel',
    itemCategory: 'İkinci el',
    buyer: {
      id: randomUUID(),
      name: 'Ayşe',
      surname: 'Yılmaz',
      email: 'ayse@example.com',
      phone: '05350000000',
      identityNumber: '11111111111',
      ip: '85.34.78.112',
    },
    shippingAddress: {
      fullName: 'Ayşe Yılmaz',
      phone: '05350000000',
      city: 'İstanbul',
      district: 'Kadıköy',
      line: 'Moda Cad. No:1',
      postalCode: '34710',
    },
    callbackUrl: 'http://127.0.0.1:9/payments/iyzico/callback',
    installments: [1],
    language: 'tr',
    ...change,
  }
}

export type Received = { path: string; headers: IncomingHttpHeaders; rawBody: Buffer }

/** A merchant that keeps what arrives; `next` waits for one more. */
export async function startReceiver(
  answer: (received: Received, count: number) => { status: number; headers?: Record<string, string> } = () => ({ status: 200 }),
) {
  const received: Received[] = []
  let wake = () => {}
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const item = { path: request.url ?? '', headers: request.headers, rawBody: Buffer.concat(chunks) }
      received.push(item)
      const { status, headers } = answer(item, received.length)
      response.writeHead(status, headers).end()
      wake()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async until(count: number): Promise<Received[]> {
      while (received.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      return received
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** A control of the simulator; its JSON answer. */
export async function control(url: string, path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>)
}

/** Answers every request with the same words, whatever was asked: what a proxy, or somebody in between, might say. */
export async function startImpostor(
  reply: (path: string, body: Record<string, unknown>) => { status?: number; headers?: Record<string, string>; text: string },
) {
  const requests: { method: string; path: string; text: string }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      requests.push({ method: request.method ?? '', path: request.url ?? '', text })
      const { status = 200, headers = {}, text: answer } = reply(request.url ?? '', text === '' ? {} : JSON.parse(text))
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
