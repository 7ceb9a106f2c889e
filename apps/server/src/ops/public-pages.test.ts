import { createHash } from 'node:crypto'
import { DOORS } from '@emanet/contracts/doors'
import { ROUTES } from '@emanet/contracts/routes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../test/ask.ts'
import { createWorld, type World } from '../../test/world.ts'
import { startApi } from '../api.ts'
import { openDeps } from '../open-deps.ts'
import { sql } from '../platform/sql.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('a process that runs is live and, with its database, ready', async () => {
  expect(await ask(world, 'GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } })
  expect(await ask(world, 'GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } })
})

test('a database that lacks a migration makes it not ready, and says which', async () => {
  await world.query(sql`update migrations set name = 'x' || name`)
  const { status, body } = await ask(world, 'GET', '/health/ready')
  await world.query(sql`update migrations set name = substr(name, 2)`)
  expect([status, body.problem]).toEqual([503, expect.stringContaining('0001_purchase.sql')])
  expect((await ask(world, 'GET', '/health/ready')).status).toBe(200)
})

test('without a database it is live and not ready', async () => {
  const config = { ...world.config, database: { ...world.config.database, url: 'postgres://nobody:x@127.0.0.1:1/none' } }
  const deps = openDeps(config, 'test')
  const api = await startApi(deps, { host: '127.0.0.1', port: 0 })
  try {
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200)
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(503)
    const products = await fetch(`${api.url}/products`)
    expect([products.status, ((await products.json()) as { code: string }).code, products.headers.get('retry-after')]).toEqual([
      503,
      'server.busy',
      '1',
    ])
    expect(await (await fetch(`${api.url}/metrics`)).text()).toContain('emanet_database_up 0')
  } finally {
    await api.close()
    await deps.close()
  }
})

test('the figures name requests by route, never by id, and count what waits', async () => {
  const { orderId } = await world.purchase()
  await ask(world, 'GET', `/orders/${orderId}`)
  await world.query(
    sql`insert into outbox (id, event, payload, created_at) values (${orderId}, 'order.created', '{}', now() - interval '90 seconds')`,
  )
  const { status, body, headers } = await ask(world, 'GET', '/metrics')
  await world.query(sql`delete from outbox where id = ${orderId}`)
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')])
  expect(body).toMatch(/emanet_http_request_seconds_count\{method="POST",route="\/orders",status="201"\} 1/)
  expect(body).not.toContain(orderId)
  expect(body).toContain('emanet_database_up 1')
  expect(Number(/^emanet_outbox_lag_seconds (\S+)/m.exec(body)?.[1])).toBeGreaterThanOrEqual(90)
  expect(body).toMatch(/emanet_payments_to_ask 1/)
  expect(body).toMatch(/emanet_database_connections\{state="waiting"\} 0/)
  expect(body).toMatch(/emanet_payout_accounts\{status="active"\} 1/)
})

test('the document lists every route of the contract and the doors for machines, and nothing else', async () => {
  const { status, body } = await ask(world, 'GET', '/openapi.json')
  expect([status, body.openapi]).toEqual([200, '3.1.0'])
  const documented = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const contract = Object.values({ ...ROUTES, ...DOORS }).map((route) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
  expect(documented.sort()).toEqual(contract.sort())
})

test('the document names what a body is refused for before its fields are read, and what any request may meet', async () => {
  const { body } = await ask(world, 'GET', '/openapi.json')
  const operations = Object.values(body.paths as Record<string, Record<string, { requestBody?: object; responses: object }>>).flatMap(
    (methods) => Object.values(methods),
  )
  const takeBodies = operations.filter((operation) => operation.requestBody)
  expect(takeBodies.length).toBeGreaterThan(15)
  for (const { responses } of takeBodies) expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '413', '415']))
  for (const { responses } of operations) expect(responses).toHaveProperty('default.content')
})

test('the document says that a picture is uploaded as a form', async () => {
  const { body } = await ask(world, 'GET', '/openapi.json')
  expect(body.paths['/images'].post.requestBody.content['multipart/form-data'].schema.properties).toEqual({
    file: { type: 'string', format: 'binary' },
  })
})

test('every route of the contract is served', async () => {
  const nobody = '01890000-0000-7000-8000-000000000000'
  for (const route of Object.values(ROUTES)) {
    const { body } = await ask(world, route.method, route.path.replace(/:(id|token)/, nobody))
    expect([route.path, body?.code]).not.toEqual([route.path, 'route.not_found'])
  }
})

test('the page for people needs no script and its style is the only one its policy lets in', async () => {
  const { status, body, headers } = await ask(world, 'GET', '/docs')
  expect(status).toBe(200)
  const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] as string
  const policy = headers.get('content-security-policy')
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
  expect(policy).toContain("default-src 'none'")
  expect(body).not.toMatch(/<script|style="|https?:\/\/(?!127)/)
  for (const route of Object.values(ROUTES)) expect(body).toContain(route.path.replace(/:(\w+)/g, '{$1}'))
})

test('a path that is not there and a method that is not meant answer as problems', async () => {
  const { status, body, headers } = await ask(world, 'GET', '/nowhere')
  expect([status, body.code, headers.get('content-type')]).toEqual([
    404,
    'route.not_found',
    expect.stringContaining('application/problem+json'),
  ])
  expect(body.traceId).toBe(headers.get('x-trace-id'))
})
