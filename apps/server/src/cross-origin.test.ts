import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld, type World } from '../test/world.ts'

const APP = 'http://app.emanet.test:3001'
let world: World

beforeAll(async () => {
  world = await createWorld({ settings: { PUBLIC_MOBILE_WEB_URL: `${APP}/` } })
})
afterAll(() => world.close())

const preflight = (origin: string) =>
  fetch(`${world.url}/orders`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
    },
  })

it('a browser may call from the origin of the app, with a token and a key, and without cookies', async () => {
  const answer = await preflight(APP)
  expect(answer.status).toBe(204)
  expect(answer.headers.get('access-control-allow-origin')).toBe(APP)
  expect(answer.headers.get('access-control-allow-headers')).toContain('idempotency-key')
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
})

it('an answer may be read by the origin of the app, an error too', async () => {
  const products = await fetch(`${world.url}/products`, { headers: { origin: APP } })
  expect(products.headers.get('access-control-allow-origin')).toBe(APP)
  const problem = await fetch(`${world.url}/orders`, { headers: { origin: APP } })
  expect([problem.status, problem.headers.get('access-control-allow-origin')]).toEqual([401, APP])
})

it.each(['http://evil.example', 'http://app.emanet.test', 'http://app.emanet.test:3001.evil.example', 'null'])(
  'nothing may be read by %s',
  async (origin) => {
    for (const answer of [await preflight(origin), await fetch(`${world.url}/products`, { headers: { origin } })])
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  },
)
