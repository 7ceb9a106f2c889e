import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { ERRORS, type ErrorCode } from '@emanet/contracts/errors'
import type { Route } from '@emanet/contracts/route'
import { ROUTES } from '@emanet/contracts/routes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, ask } from '../test/ask.ts'
import { createWorld, type Person, type World } from '../test/world.ts'
import { startApi } from './api.ts'
import { openDeps } from './open-deps.ts'

let world: World
let person: Person
let seller: Person
let admin: Person
let productId: string

beforeAll(async () => {
  world = await createWorld()
  person = await world.person()
  admin = await world.admin()
  seller = await world.seller()
  productId = (await world.product(seller)).id
})
afterAll(() => world.close())

const NUL = '\u0000'
const NOBODYS = '01890000-0000-7000-8000-000000000000'

/** Every error is a problem of the one shape, with a code of the one table and the trace id of its headers. */
function expectProblem(answer: Answer, code: ErrorCode): void {
  const { status, title } = ERRORS[code]
  expect([answer.status, answer.body.code]).toEqual([status, code])
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json(; charset=utf-8)?$/)
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.body).toMatchObject({ type: `https://emanet.example/errors/${code}`, title, status, traceId: expect.any(String) })
  expect(answer.headers.get('x-trace-id')).toBe(answer.body.traceId)
}

function pathsOf(answer: Answer): string[] {
  return answer.body.errors?.map((error: { path: string }) => error.path).sort()
}

const as = (who: Person, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  ask(world, method, path, { token: who.accessToken, headers, ...(body === undefined ? {} : { body }) })

describe('an id that cannot be one', () => {
  const WRONG = [
    '1',
    'null',
    '..;',
    'a'.repeat(301),
    'a'.repeat(10_000),
    '%zz',
    '%c0%ae',
    '%00',
    `${NOBODYS}%00`,
    `${NOBODYS}'`,
    '%F0%9F%92%A9',
  ]
  const withId = (Object.values(ROUTES) as Route[]).filter((route) => route.path.includes(':id'))
  test.each(withId)('answers like one that does not exist: $method $path', async (route) => {
    for (const wrong of WRONG) {
      const answer = await as(admin, route.method, route.path.replace(':id', wrong))
      expectProblem(answer, route.notFound as ErrorCode)
    }
  })

  test('of a device is nowhere, whatever stands in it', async () => {
    for (const wrong of ['%00', '%zz', 'a'.repeat(301)])
      expectProblem(await as(person, 'DELETE', `/push-tokens/${wrong}`), 'route.not_found')
  })

  test('elsewhere is no request at all', async () => {
    expectProblem(await ask(world, 'GET', '/%zz'), 'request.malformed')
    expectProblem(await ask(world, 'GET', '/no%00where'), 'route.not_found')
  })
})

test('upper-case letters of an id name the same thing, in paths and in bodies', async () => {
  const [buyer, product] = [await world.person(), await world.product(seller)]
  const order = { productId: product.id, addressId: buyer.addressId }
  const headers = { 'idempotency-key': 'the-same' }
  const placed = await as(buyer, 'POST', '/orders', order, headers)
  const again = await as(
    buyer,
    'POST',
    '/orders',
    { productId: product.id.toUpperCase(), addressId: buyer.addressId.toUpperCase() },
    headers,
  )
  expect([placed.status, again.status, again.body.orderId]).toEqual([201, 200, placed.body.orderId])
  expect((await ask(world, 'GET', `/products/${product.id.toUpperCase()}`)).body.id).toBe(product.id)
  const stream = await fetch(`${world.url}/orders/${placed.body.orderId.toUpperCase()}/events`, {
    headers: { authorization: `Bearer ${buyer.accessToken}` },
  })
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
  let read = ''
  while (!read.includes('data:')) read += new TextDecoder().decode((await reader.read()).value)
  await reader.cancel()
  expect(read).toContain(placed.body.orderId)
})

describe('text that no database can hold is refused by its field', () => {
  const bad = [`a${NUL}bcd efgh`, 'abc\u001b[31m defg', 'abc \ud800 defg']
  const cases: [string, string, string, (value: string) => unknown][] = [
    ['POST', '/auth/register', 'email', (email) => ({ email, password: 'gizli-parola', fullName: 'Ada Ay' })],
    ['POST', '/auth/register', 'password', (password) => ({ email: 'a@b.example', password, fullName: 'Ada Ay' })],
    ['POST', '/auth/register', 'fullName', (fullName) => ({ email: 'a@b.example', password: 'gizli-parola', fullName })],
    ['POST', '/auth/login', 'email', (email) => ({ email, password: 'x' })],
    ['POST', '/auth/login', 'password', (password) => ({ email: 'a@b.example', password })],
    ['POST', '/auth/refresh', 'refreshToken', (refreshToken) => ({ refreshToken })],
    ['POST', '/auth/logout', 'refreshToken', (refreshToken) => ({ refreshToken })],
    ['POST', '/auth/forgot', 'email', (email) => ({ email })],
    ['POST', '/auth/reset', 'token', (token) => ({ token, password: 'gizli-parola' })],
    ['PATCH', '/me', 'fullName', (fullName) => ({ fullName })],
    ['PATCH', '/me', 'phone', (phone) => ({ phone })],
    ['POST', '/push-tokens', 'token', (token) => ({ token: `ExponentPushToken[${token.replaceAll(' ', '')}]` })],
    ['POST', '/products', 'title', (title) => ({ title, description: 'x', priceKurus: 1000 })],
    ['POST', '/products', 'description', (description) => ({ title: 'Masa', description, priceKurus: 1000 })],
    ['POST', '/orders', 'termsVersion', (termsVersion) => ({ productId: NOBODYS, addressId: NOBODYS, termsVersion })],
    ['POST', '/orders', 'productId', (productId) => ({ productId, addressId: NOBODYS })],
  ]
  test.each(cases)('%s %s: %s', async (method, path, field, body) => {
    for (const value of bad) {
      const answer = await as(person, method, path, body(value))
      expectProblem(answer, 'request.invalid')
      expect(pathsOf(answer)).toEqual([field])
    }
  })

  test.each(['fullName', 'phone', 'city', 'district', 'neighbourhood', 'line', 'postalCode'])('of an address: %s', async (field) => {
    for (const value of bad)
      expect(pathsOf(await as(person, 'PATCH', `/addresses/${person.addressId}`, { [field]: value }))).toEqual([field])
  })

  test.each(['taxNumber', 'taxOffice', 'legalCompanyTitle', 'contactName', 'contactSurname', 'iban', 'phone', 'address', 'identityNumber'])(
    'of a payout account: %s',
    async (field) => {
      const details = { type: 'limited_company', taxOffice: 'Konak', legalCompanyTitle: 'Kozalak Ltd.', taxNumber: '1234567890' }
      const rest = { iban: 'TR180006200119000006672315', phone: '05321112233', address: 'Moda, Kadıköy' }
      for (const value of bad)
        expect(pathsOf(await as(person, 'PUT', '/me/payout-account', { ...details, ...rest, [field]: value }))).toEqual([field])
    },
  )

  test.each([
    '/products?q=',
    '/products?cursor=',
    '/orders?cursor=',
    '/ops/orders?q=',
    '/ops/orders?cursor=',
    '/ops/stuck?cursor=',
    '/ops/effects?cursor=',
  ])('of a query: %s', async (path) => {
    for (const value of ['a%00b', '%1b', '%C2%85']) {
      const answer = await as(admin, 'GET', `${path}${value}`)
      expectProblem(answer, 'request.invalid')
      expect(pathsOf(answer)).toEqual([/\?(\w+)/.exec(path)?.[1]])
    }
  })

  test('an e-mail with a NUL is no admin’s', async () => {
    const authorization = `Basic ${Buffer.from(`a${NUL}@b.example:x`).toString('base64')}`
    expect((await ask(world, 'GET', '/ops/queues', { headers: { authorization } })).status).toBe(401)
  })
})

describe('a body', () => {
  const login = () => ({ email: person.email, password: 'gizli-bir-parola-1' })
  const sent = (path: string, type: string | null, body: string | Uint8Array, headers: Record<string, string> = {}) =>
    raw(
      [
        `POST ${path} HTTP/1.1`,
        'host: x',
        'connection: close',
        `authorization: Bearer ${person.accessToken}`,
        ...(type === null ? [] : [`content-type: ${type}`]),
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        `content-length: ${Buffer.byteLength(body)}`,
      ],
      body,
    )

  test.each([
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/json;charset=utf-7',
    'application/json-patch+json',
    'application/jsonx',
    'application/xml',
    'garbage',
    null,
  ])('of type %s is no JSON: 415', async (type) => {
    for (const path of ['/auth/login', '/orders', `/orders/${NOBODYS}/payment`, `/orders/${NOBODYS}/cancel`])
      expectProblem(await sent(path, type, JSON.stringify(login())), 'request.media_type')
  })

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'of type %s is JSON',
    async (type) => {
      expect((await sent('/auth/login', type, JSON.stringify(login()))).status).toBe(200)
    },
  )

  test('that is compressed is not looked into', async () => {
    expectProblem(await sent('/auth/login', 'application/json', '{}', { 'content-encoding': 'gzip' }), 'request.media_type')
  })

  test('is not needed where nothing is asked for, whatever type is named', async () => {
    for (const type of [null, 'application/json', 'text/plain;charset=UTF-8'])
      expectProblem(await sent(`/orders/${NOBODYS}/cancel`, type, ''), 'order.not_found')
    for (const type of [null, 'application/json']) expectProblem(await sent(`/orders/${NOBODYS}/payment`, type, ''), 'order.not_found')
  })

  test.each([
    '{',
    '{"email":}',
    "{'a':1}",
    'null,',
    '{"a":1}}',
    '\u00ff',
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    `${'['.repeat(30_000)}`,
  ])('that is no JSON is malformed: %.40s', async (body) => {
    expectProblem(
      await sent('/auth/login', 'application/json', Buffer.from(body, body === '\u00ff' ? 'latin1' : 'utf8')),
      'request.malformed',
    )
  })

  test.each(['null', '[]', '"text"', '1', 'true', ''])('that is %s instead of an object is invalid as a whole', async (body) => {
    const answer = await sent('/auth/login', 'application/json', body)
    expectProblem(answer, 'request.invalid')
    expect(pathsOf(answer)).toEqual([''])
  })

  test('over 64 KiB is too large, declared or not', async () => {
    expectProblem(await sent('/auth/login', 'application/json', JSON.stringify({ email: 'x'.repeat(65_600) })), 'request.too_large')
    const chunked = ['POST /auth/login HTTP/1.1', 'host: x', 'content-type: application/json', 'transfer-encoding: chunked']
    expectProblem(await raw(chunked, `11000\r\n${'x'.repeat(0x11000)}\r\n0\r\n\r\n`), 'request.too_large')
  })

  test('far too large is answered to a client that sends it all before it reads', async () => {
    const body = Buffer.alloc(8 * 1024 * 1024, 'x')
    const head = [
      'POST /auth/login HTTP/1.1',
      'host: x',
      'connection: close',
      'content-type: application/json',
      `content-length: ${body.length}`,
    ]
    expectProblem(await raw(head, body, { readsAfterwards: true }), 'request.too_large')
  })

  test('of five thousand made-up fields is answered at once, with a hundred of them', async () => {
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`a${index}`, 0]))
    const startedAt = performance.now()
    const answer = await sent('/auth/login', 'application/json', JSON.stringify(fields))
    expect(performance.now() - startedAt).toBeLessThan(500)
    expectProblem(answer, 'request.invalid')
    expect(answer.body.errors).toHaveLength(100)
  })
})

describe('what is no HTTP', () => {
  test.each<[string, string[], ErrorCode]>([
    ['no method', ['hello'], 'request.malformed'],
    ['an unknown method', ['BREW /orders HTTP/1.1', 'host: x'], 'request.malformed'],
    ['no host', ['GET /products HTTP/1.1', 'connection: close'], 'request.malformed'],
    ['a header without a colon', ['GET /products HTTP/1.1', 'host: x', 'nonsense'], 'request.malformed'],
    ['two lengths', ['POST /orders HTTP/1.1', 'host: x', 'content-length: 1', 'content-length: 2'], 'request.malformed'],
    ['a length and chunks', ['POST /orders HTTP/1.1', 'host: x', 'content-length: 1', 'transfer-encoding: chunked'], 'request.malformed'],
    ['16 KiB of headers', ['GET /products HTTP/1.1', 'host: x', `x-long: ${'x'.repeat(17_000)}`], 'request.headers_too_large'],
    ['a path of 17 000 characters', [`GET /products/${'x'.repeat(17_000)} HTTP/1.1`, 'host: x'], 'request.headers_too_large'],
  ])('%s is answered as a problem', async (_, head, code) => {
    expectProblem(await raw(head), code)
  })
})

describe('who may', () => {
  const routes = Object.values(ROUTES) as Route[]
  const somewhere = (route: Route) => route.path.replace(':id', NOBODYS).replace(':token', 'ExponentPushToken[x]')

  test.each(routes.filter(({ auth }) => auth === 'user' || auth === 'admin'))('nobody without a token: $method $path', async (route) => {
    for (const authorization of [undefined, 'Bearer of.bad.news', `Basic ${Buffer.from('a:b').toString('base64')}`]) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
      const answer = await ask(world, route.method, somewhere(route), { headers })
      expectProblem(answer, 'auth.required')
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="emanet"')
    }
  })

  test.each(routes.filter(({ auth }) => auth === 'public' || auth === 'optional'))('everybody: $method $path', async (route) => {
    const { status, body } = await ask(world, route.method, somewhere(route), route.body ? { body: {} } : {})
    expect([200, 404, 422]).toContain(status)
    expect(String(body?.code)).not.toMatch(/^auth/)
  })

  test.each(routes.filter(({ auth }) => auth === 'admin'))('admins alone: $method $path', async (route) => {
    for (const who of [person, seller]) expectProblem(await as(who, route.method, somewhere(route)), 'auth.forbidden')
    const { status, body } = await as(admin, route.method, somewhere(route))
    expect(status === 200 || body.code === 'effect.not_found').toBe(true)
  })

  test.each(['orders', 'webhooks', 'outbox', 'effects', 'stuck'])('a cursor that is none of ours is named: /ops/%s', async (list) => {
    const answer = await as(admin, 'GET', `/ops/${list}?cursor=zzz`)
    expectProblem(answer, 'request.invalid')
    expect(pathsOf(answer)).toEqual(['cursor'])
  })

  test('each by what is whose: everybody else hears that it does not exist, word for word', async () => {
    const { buyer, seller: owner, product, orderId } = await world.purchase()
    const people = { buyer, seller: owner, stranger: person, admin }
    const all = { buyer: 200, seller: 200, stranger: 200, admin: 200 }
    const order = `/orders/${orderId}`
    const table: [keyof typeof ROUTES, string, unknown, Partial<Record<keyof typeof people, number>>][] = [
      ['getProduct', `/products/${product.id}`, undefined, all],
      ['changeProduct', `/products/${product.id}`, { title: 'Başka bir ad' }, { seller: 200 }],
      ['changeAddress', `/addresses/${buyer.addressId}`, { line: 'Başka Sok. No: 1' }, { buyer: 200 }],
      ['getOrder', order, undefined, { buyer: 200, seller: 200, admin: 200 }],
      ['watchOrder', `${order}/events`, undefined, { buyer: 200, seller: 200, admin: 200 }],
      ['payOrder', `${order}/payment`, {}, { buyer: 200 }],
      ['cancelOrder', `${order}/cancel`, undefined, { buyer: 200 }],
      ['getLabel', `${order}/label`, undefined, {}],
      ['removeAddress', `/addresses/${buyer.addressId}`, undefined, { buyer: 204 }],
      ['removeProduct', `/products/${product.id}`, undefined, { seller: 204 }],
    ]
    const named = table.map(([name]) => name)
    expect(routes.filter(({ notFound, auth }) => notFound && auth !== 'admin' && auth !== 'public').length).toBe(named.length)
    for (const [name, path, body, may] of table) {
      const route: Route = ROUTES[name]
      const missing = await as(person, route.method, somewhere(route), body)
      for (const who of ['stranger', 'admin', 'seller', 'buyer'] as const) {
        if (may[who] !== undefined) {
          expect([name, who, await statusAlone(people[who], route.method, path, body)]).toEqual([name, who, may[who]])
          continue
        }
        const answer = await as(people[who], route.method, path, body)
        // The seller of an order that is not paid yet may have its label later.
        expectProblem(answer, name === 'getLabel' && who === 'seller' ? 'label.not_found' : (route.notFound as ErrorCode))
        if (answer.body.code === missing.body.code) expect({ ...answer.body, traceId: '' }).toEqual({ ...missing.body, traceId: '' })
      }
    }
  })

  test('see her own alone in every list', async () => {
    const { buyer, seller: owner } = await world.purchase()
    for (const [path, hers] of [
      ['/orders', buyer],
      ['/orders?role=seller', owner],
      ['/products?seller=me', owner],
    ] as const) {
      expect((await as(hers, 'GET', path)).body.items).toHaveLength(1)
      expect((await as(person, 'GET', path)).body.items).toHaveLength(0)
      expect((await as(admin, 'GET', path)).body.items).toHaveLength(0)
    }
  })

  test('buy with her own address alone', async () => {
    const buyer = await world.person()
    const fresh = await world.product(seller)
    for (const addressId of [seller.addressId, NOBODYS])
      expectProblem(await as(buyer, 'POST', '/orders', { productId: fresh.id, addressId }), 'address.not_found')
    expectProblem(await as(seller, 'POST', '/orders', { productId: fresh.id, addressId: seller.addressId }), 'product.own')
  })
})

describe('an order takes nothing that is the server’s to say', () => {
  const order = (more: Record<string, unknown>) => as(person, 'POST', '/orders', { productId, addressId: person.addressId, ...more })

  test.each(['price', 'amount', 'fee', 'feeKurus', 'totalKurus', 'currency', 'sellerId', 'buyerId', 'status', 'coupon', 'installments'])(
    'a field %s is unknown',
    async (field) => {
      const answer = await order({ [field]: 1 })
      expectProblem(answer, 'request.invalid')
      expect(pathsOf(answer)).toEqual([field])
    },
  )

  test.each([-1, 0.001, 125_000.5, 1e300, '125000', '1e2', null, [125_000], { $gt: 0 }, true])(
    'a price of %j is none',
    async (expectedPriceKurus) => {
      const answer = await order({ expectedPriceKurus })
      expectProblem(answer, 'request.invalid')
      expect(pathsOf(answer)).toEqual(['expectedPriceKurus'])
    },
  )

  test.each(['x'.repeat(256), 'a b', 'ş'])('a key %.20s is none', async (key) => {
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') }
    expectProblem(await as(person, 'POST', '/orders', { productId, addressId: person.addressId }, headers), 'request.invalid')
  })

  test('a price that is not the product’s is answered with the one it has, and nothing is sold', async () => {
    const answer = await order({ expectedPriceKurus: 1 })
    expectProblem(answer, 'product.price_changed')
    expect((await ask(world, 'GET', `/products/${productId}`)).body.status).toBe('active')
  })
})

test.each(['::1', '::', '0.0.0.0'])('a gateway on %s says where it can be reached', async (host) => {
  const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'))
  if (host.includes(':') && !hasIpv6) return
  const deps = openDeps(world.config, 'test')
  const api = await startApi(deps, { host, port: 0 })
  expect((await fetch(`${api.url}/health/live`)).status).toBe(200)
  await api.close()
  await deps.close()
})

test('the twenty-first open stream of one person takes the place of her first', async () => {
  const { buyer, seller: owner, orderId } = await world.purchase()
  const open = async (who: Person) => {
    const answer = await fetch(`${world.url}/orders/${orderId}/events`, { headers: { authorization: `Bearer ${who.accessToken}` } })
    return { ended: answer.text().then(() => true) }
  }
  const others = await open(owner)
  const first = await open(buyer)
  for (let count = 2; count <= 21; count++) await open(buyer)
  expect(await first.ended).toBe(true)
  const soon = new Promise((resolve) => setTimeout(resolve, 300, false))
  expect(await Promise.race([others.ended, soon])).toBe(false)
})

/** Streams are not waited for. */
async function statusAlone(who: Person, method: string, path: string, body: unknown): Promise<number> {
  const leaving = new AbortController()
  const { status } = await fetch(world.url + path, {
    method,
    signal: leaving.signal,
    headers: { authorization: `Bearer ${who.accessToken}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  leaving.abort()
  return status
}

test('a method that a path does not have is 405 with those that it has', async () => {
  for (const [method, path, allowed] of [
    ['PUT', `/products/${productId}`, 'GET, PATCH, DELETE'],
    ['DELETE', '/orders', 'POST, GET'],
    ['TRACE', '/orders', 'POST, GET'],
    ['POST', '/health/live', 'GET'],
    ['GET', '/webhooks/iyzico', 'POST'],
    ['GET', '/payments/iyzico/callback', 'POST'],
  ] as const) {
    const answer = await raw([`${method} ${path} HTTP/1.1`, 'host: x', 'connection: close'])
    expectProblem(answer, 'request.method_not_allowed')
    expect(answer.headers.get('allow')).toBe(allowed)
  }
})

/** Bytes as they are, for what no client would send. */
async function raw(head: string[], body: string | Uint8Array = '', options: { readsAfterwards?: boolean } = {}): Promise<Answer> {
  const { hostname, port } = new URL(world.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const written = new Promise<void>((resolve) => socket.write(body, () => resolve()))
  if (options.readsAfterwards) await written
  const received = await text(socket).catch(() => '')
  const [top = '', ...rest] = received.split('\r\n\r\n')
  const [statusLine = '', ...lines] = top.split('\r\n')
  const headers = new Headers(lines.map((line) => line.split(/: ?(.*)/s).slice(0, 2) as [string, string]))
  const content = rest.join('\r\n\r\n')
  return {
    status: Number(statusLine.split(' ')[1]),
    headers,
    body: headers.get('content-type')?.includes('json')
      ? JSON.parse(content.slice(content.indexOf('{'), content.lastIndexOf('}') + 1))
      : content,
  }
}
