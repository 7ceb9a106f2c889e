import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../../test/ask.ts'
import { createWorld, type World } from '../../test/world.ts'

let world: World

// Behind a proxy that names the client's address, so that a test has addresses of its own.
beforeAll(async () => {
  world = await createWorld({ settings: { RATE_LIMITS: 'on', TRUST_PROXY: 'loopback' } })
})
afterAll(() => world.close())

let addresses = 0
function newAddress(): string {
  addresses++
  return `10.0.${Math.floor(addresses / 250)}.${1 + (addresses % 250)}`
}

function logIn(email: string, address: string): Promise<Answer> {
  return ask(world, 'POST', '/auth/login', { body: { email, password: 'yanlis parola' }, headers: { 'x-forwarded-for': address } })
}

async function statuses(count: number, request: () => Promise<Answer>): Promise<number[]> {
  const seen: number[] = []
  for (let turn = 0; turn < count; turn++) seen.push((await request()).status)
  return seen
}

test('the eleventh sign-in to one account from one address within a minute is told when to come again', async () => {
  const address = newAddress()
  expect(await statuses(10, () => logIn('hedef@deneme.example', address))).toEqual(Array(10).fill(401))
  const { status, body, headers } = await logIn('HEDEF@deneme.example', address)
  expect([status, body.code, headers.get('content-type')]).toEqual([
    429,
    'rate.limited',
    expect.stringContaining('application/problem+json'),
  ])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect((await logIn('baska@deneme.example', address)).status).toBe(401)
  expect((await logIn('hedef@deneme.example', newAddress())).status).toBe(401)
})

test('registrations and reset links are counted by address', async () => {
  const address = newAddress()
  const forgot = () =>
    ask(world, 'POST', '/auth/forgot', { body: { email: 'kimse@deneme.example' }, headers: { 'x-forwarded-for': address } })
  const all = await Promise.all(Array.from({ length: 21 }, forgot))
  expect(all.filter((answer) => answer.status === 429)).toHaveLength(1)
  const invalid = () => ask(world, 'POST', '/auth/register', { body: {}, headers: { 'x-forwarded-for': address } })
  expect((await statuses(21, invalid)).filter((status) => status === 429)).toHaveLength(1)
})

test('one person’s orders are counted over all her addresses, and nobody else’s with them', async () => {
  const [person, other] = [await world.person(), await world.person()]
  const order = (token: string) => ask(world, 'POST', '/orders', { token, body: {}, headers: { 'x-forwarded-for': newAddress() } })
  expect(await statuses(60, () => order(person.accessToken))).toEqual(Array(60).fill(422))
  expect((await order(person.accessToken)).body.code).toBe('rate.limited')
  expect((await order(other.accessToken)).status).toBe(422)
})

test('1200 requests a minute from one address are enough, while a session there goes on', async () => {
  const address = newAddress()
  const person = await world.person()
  const look = (token?: string) => ask(world, 'GET', '/nowhere', { headers: { 'x-forwarded-for': address }, ...(token ? { token } : {}) })
  for (let turn = 0; turn < 24; turn++) await Promise.all(Array.from({ length: 50 }, () => look()))
  expect((await look()).status).toBe(429)
  expect((await look('not.a.token')).status).toBe(429)
  expect((await look(person.accessToken)).status).toBe(404)
  const health = await ask(world, 'GET', '/health/live', { headers: { 'x-forwarded-for': address } })
  expect(health.status).toBe(200)
})

test('whoever comes back from paying is let in where others behind her address have read too much', async () => {
  const address = newAddress()
  const headers = { 'x-forwarded-for': address }
  const reads = await Promise.all(Array.from({ length: 1201 }, () => ask(world, 'GET', '/nowhere', { headers })))
  expect(reads.filter(({ status }) => status === 429)).toHaveLength(1)
  const comesBack = () =>
    fetch(`${world.url}/payments/iyzico/callback`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ token: 'x' }),
    })
  expect((await comesBack()).status).toBe(303)
  const returns = await Promise.all(Array.from({ length: 1200 }, comesBack))
  expect(returns.filter(({ status }) => status === 429)).toHaveLength(1)
})

test('without a proxy in front nobody gets around a limit by naming another address', async () => {
  const direct = await createWorld({ settings: { RATE_LIMITS: 'on' } })
  const answers: number[] = []
  for (let turn = 0; turn < 11; turn++) {
    const headers = { 'x-forwarded-for': newAddress(), forwarded: `for=${newAddress()}`, 'x-real-ip': newAddress() }
    answers.push(
      (await ask(direct, 'POST', '/auth/login', { body: { email: 'hedef@deneme.example', password: 'yanlis' }, headers })).status,
    )
  }
  await direct.close()
  expect(answers).toEqual([...Array(10).fill(401), 429])
})

test('only the proxy’s own word counts, and a visitor of our web by the address it names', async () => {
  const key = 'a-key-of-sixteen-or-more'
  const direct = await createWorld({ settings: { RATE_LIMITS: 'on', TRUST_PROXY: '192.0.2.0/24', FORWARD_KEY: key } })
  const tries = async (headers: () => Record<string, string>) => {
    const email = `${newAddress()}@deneme.example`
    const seen = await statuses(11, () => ask(direct, 'POST', '/auth/login', { body: { email, password: 'yanlis' }, headers: headers() }))
    return seen.at(-1)
  }
  // Not from a proxy that is named, with a wrong key, with a list instead of an address.
  expect(await tries(() => ({ 'x-forwarded-for': newAddress() }))).toBe(429)
  expect(await tries(() => ({ 'x-forwarded-for': newAddress(), 'x-forward-key': 'a-key-of-somebody-else' }))).toBe(429)
  expect(await tries(() => ({ 'x-forwarded-for': `${newAddress()}, ${newAddress()}`, 'x-forward-key': key }))).toBe(429)
  expect(await tries(() => ({ 'x-forwarded-for': newAddress(), 'x-forward-key': key }))).toBe(401)
  await direct.close()
})

test('what a client wrote before its proxy’s own word does not count', async () => {
  const address = newAddress()
  const request = () =>
    ask(world, 'POST', '/auth/login', {
      body: { email: 'liste@deneme.example', password: 'yanlis' },
      headers: { 'x-forwarded-for': `${newAddress()}, ${address}` },
    })
  expect((await statuses(11, request)).at(-1)).toBe(429)
})
