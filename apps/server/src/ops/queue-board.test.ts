import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../test/ask.ts'
import { createWorld, type World } from '../../test/world.ts'
import { sql } from '../platform/sql.ts'

let world: World
let admin: Record<string, string>

beforeAll(async () => {
  world = await createWorld()
  const selin = await world.person('Selin Aydın')
  await world.query(sql`update users set roles = '{admin}' where id = ${selin.id}`)
  admin = basic(selin.email, 'gizli-bir-parola-1')
})
afterAll(() => world.close())

function basic(email: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}` }
}

test('an admin sees the queues and their jobs', async () => {
  const page = await ask(world, 'GET', '/ops/queues', { headers: admin })
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('Emanet')])
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  const script = /src="([^"]+\.js)"/.exec(page.body)?.[1] ?? ''
  expect((await ask(world, 'GET', new URL(script, `${world.url}/ops/queues/`).pathname, { headers: admin })).status).toBe(200)
  const { status, body } = await ask(world, 'GET', '/ops/queues/api/queues', { headers: admin })
  expect([status, body.queues.map((queue: { name: string }) => queue.name).sort()]).toEqual([200, ['email', 'push', 'shipping']])
})

test('nobody else sees anything of it', async () => {
  const visitor = await world.person()
  for (const headers of [{}, basic(visitor.email, 'gizli-bir-parola-1'), basic('yok@example.com', 'x'), { authorization: 'Basic' }]) {
    for (const path of ['/ops/queues', '/ops/queues/', '/ops/queues/api/queues', '/ops/queues/static/favicon.svg']) {
      const { status, headers: answered } = await ask(world, 'GET', path, { headers })
      expect([path, status, answered.get('www-authenticate')]).toEqual([path, 401, 'Basic realm="Emanet", charset="UTF-8"'])
    }
  }
})

test("an admin's browser presses no button here for another site", async () => {
  const press = (site: string) =>
    ask(world, 'PUT', '/ops/queues/api/queues/email/pause', { headers: { ...admin, 'sec-fetch-site': site }, body: {} })
  expect((await press('cross-site')).status).toBe(403)
  expect((await press('same-origin')).status).toBe(200)
})
