import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../../test/ask.ts'
import { createWorld, type World } from '../../test/world.ts'
import { unseal } from '../platform/seal.ts'
import { sql } from '../platform/sql.ts'

let world: World
let people = 0

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const PASSWORD = 'Çok gizli parola ✓ 1'

function register(person: Record<string, unknown> = {}): Promise<Answer> {
  const email = `kisi${++people}@deneme.example`
  return ask(world, 'POST', '/auth/register', { body: { email, password: PASSWORD, fullName: 'Ayşe Nur Yılmaz', ...person } })
}

function logIn(email: string, password: string): Promise<Answer> {
  return ask(world, 'POST', '/auth/login', { body: { email, password } })
}

test('registering opens a session and tells who she is', async () => {
  const { status, body } = await register({ email: ' Ayse.Nur@Deneme.Example ', phone: '0532 111 22 33' })
  expect(status).toBe(201)
  expect(body.user).toMatchObject({
    email: 'ayse.nur@deneme.example',
    fullName: 'Ayşe Nur Yılmaz',
    phone: '+905321112233',
    language: 'tr',
    roles: [],
    hasIdentityNumber: false,
  })
  expect(body.expiresIn).toBe(900)
  const me = await ask(world, 'GET', '/me', { token: body.accessToken })
  expect(me.body).toEqual(body.user)
})

test('an e-mail has one account, also when two register it at once and in other letters', async () => {
  const both = await Promise.all([register({ email: 'tek@deneme.example' }), register({ email: 'TEK@deneme.example' })])
  expect(both.map((answer) => answer.status).sort()).toEqual([201, 409])
  expect(both.find((answer) => answer.status === 409)?.body.code).toBe('account.email_taken')
})

test('each bad field of a registration gets its own entry', async () => {
  const { status, body } = await ask(world, 'POST', '/auth/register', {
    body: { email: 'x', password: 'kisa', fullName: 'Tek', phone: '123', role: 'admin' },
  })
  expect(status).toBe(422)
  expect(body.code).toBe('request.invalid')
  expect(body.errors.map((error: { path: string }) => error.path).sort()).toEqual(['email', 'fullName', 'password', 'phone', 'role'])
})

test.each(['12345678', 'Galatasaray', 'PASSWORD123', 'şifre123'])(
  'the password %s is what everybody tries first and is refused',
  async (password) => {
    const { status, body } = await register({ password })
    expect(status).toBe(422)
    expect(body.errors).toEqual([{ path: 'password', message: expect.any(String) }])
  },
)

test('a password counts to the last character, with its spaces, up to 200 of them', async () => {
  const password = ` ${'ğ'.repeat(198)} `
  const { body } = await register({ password })
  expect((await logIn(body.user.email, password)).status).toBe(200)
  expect((await logIn(body.user.email, password.trim())).status).toBe(401)
  expect((await register({ password: 'a'.repeat(201) })).status).toBe(422)
})

test('signing in with the right password opens a session of its own', async () => {
  const registered = (await register()).body
  const { status, body } = await logIn(registered.user.email.toUpperCase(), PASSWORD)
  expect(status).toBe(200)
  expect(body.user).toEqual(registered.user)
  expect(body.refreshToken).not.toBe(registered.refreshToken)
})

test('a wrong password, an unknown e-mail and a suspended account get the same answer', async () => {
  const { user } = (await register()).body
  const suspended = (await register()).body.user
  await world.query(sql`update users set suspended_at = now() where id = ${suspended.id}`)
  const answers = [
    await logIn(user.email, 'baska bir parola'),
    await logIn('kimse@deneme.example', PASSWORD),
    await logIn(suspended.email, PASSWORD),
  ]
  for (const { status, body } of answers) {
    expect(status).toBe(401)
    expect({ ...body, traceId: '' }).toEqual({ ...answers[0]?.body, traceId: '' })
    expect(body.code).toBe('auth.bad_credentials')
  }
})

test('an unknown e-mail takes as long as a wrong password', async () => {
  const { user } = (await register()).body
  const fastest = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY }
  for (let turn = 0; turn < 10; turn++) {
    fastest.known = Math.min(fastest.known, await millisecondsOf(() => logIn(user.email, 'yanlis parola')))
    fastest.unknown = Math.min(fastest.unknown, await millisecondsOf(() => logIn('hic@deneme.example', 'yanlis parola')))
  }
  expect(fastest.unknown).toBeGreaterThan(fastest.known / 2)
  expect(fastest.unknown).toBeLessThan(fastest.known * 2)
})

test('the database holds argon2id with the parameters of OWASP, and an older hash is renewed at the next sign-in', async () => {
  const { user } = (await register()).body
  const hashOf = async () =>
    (await world.query<{ password_hash: string }>(sql`select password_hash from users where id = ${user.id}`))[0]?.password_hash as string
  const stored = await hashOf()
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  const { hash } = await import('@node-rs/argon2')
  const { deriveKey } = await import('./derived-secrets.ts')
  const weaker = await hash(PASSWORD, { memoryCost: 8192, timeCost: 1, secret: deriveKey(world.config.dataKey, 'password pepper') })
  await world.query(sql`update users set password_hash = ${weaker} where id = ${user.id}`)
  expect((await logIn(user.email, PASSWORD)).status).toBe(200)
  expect(await hashOf()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect((await logIn(user.email, PASSWORD)).status).toBe(200)
})

test('she changes what she gives and the rest stays', async () => {
  const { accessToken } = (await register({ phone: '05321112233' })).body
  const { status, body } = await ask(world, 'PATCH', '/me', { token: accessToken, body: { fullName: 'Ayşe Demir', language: 'en' } })
  expect(status).toBe(200)
  expect(body).toMatchObject({ fullName: 'Ayşe Demir', language: 'en', phone: '+905321112233' })
  const emptied = await ask(world, 'PATCH', '/me', { token: accessToken, body: { phone: null } })
  expect(emptied.body).toMatchObject({ fullName: 'Ayşe Demir', phone: null })
})

test('her identity number is checked, encrypted and never shown', async () => {
  const { accessToken, user } = (await register()).body
  expect((await ask(world, 'PATCH', '/me', { token: accessToken, body: { identityNumber: '12345678901' } })).status).toBe(422)
  const { body } = await ask(world, 'PATCH', '/me', { token: accessToken, body: { identityNumber: '10000000146' } })
  expect(body.hasIdentityNumber).toBe(true)
  expect(JSON.stringify(body)).not.toContain('10000000146')
  const [row] = await world.query<{ sealed: Buffer }>(sql`select identity_number_sealed as sealed from users where id = ${user.id}`)
  expect(row?.sealed.toString('latin1')).not.toContain('10000000146')
  expect(unseal(world.config.dataKey, row?.sealed as Buffer)).toBe('10000000146')
})

test('a device belongs to whoever signed in on it last, and only its owner can remove it', async () => {
  const [first, second] = [(await register()).body, (await register()).body]
  const token = 'ExponentPushToken[ortak-telefon]'
  const ownerOf = async () =>
    (await world.query<{ user_id: string }>(sql`select user_id from push_tokens where token = ${token}`))[0]?.user_id
  for (const { accessToken } of [first, second, second])
    expect((await ask(world, 'POST', '/push-tokens', { token: accessToken, body: { token } })).status).toBe(204)
  expect(await ownerOf()).toBe(second.user.id)
  expect((await ask(world, 'DELETE', `/push-tokens/${encodeURIComponent(token)}`, { token: first.accessToken })).status).toBe(204)
  expect(await ownerOf()).toBe(second.user.id)
  expect((await ask(world, 'DELETE', `/push-tokens/${encodeURIComponent(token)}`, { token: second.accessToken })).status).toBe(204)
  expect(await ownerOf()).toBeUndefined()
  expect((await ask(world, 'POST', '/push-tokens', { token: first.accessToken, body: { token: 'not a token' } })).status).toBe(422)
})

test('the eleventh device takes the place of the one that was not used for longest', async () => {
  const { accessToken, user } = (await register()).body
  const add = (number: number) =>
    ask(world, 'POST', '/push-tokens', { token: accessToken, body: { token: `ExponentPushToken[cihaz-${number}]` } })
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1]) await add(number)
  await Promise.all([add(11), add(12)])
  const rows = await world.query<{ token: string }>(sql`select token from push_tokens where user_id = ${user.id}`)
  const kept = rows.map(({ token }) => Number(/\d+/.exec(token)?.[0])).sort((a, b) => a - b)
  expect(kept).toEqual([1, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})

async function millisecondsOf(request: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await request()
  return performance.now() - startedAt
}
