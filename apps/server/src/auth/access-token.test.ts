import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../test/ask.ts'
import { createWorld, type Person, type World } from '../../test/world.ts'
import { authenticate } from './authenticate.ts'

let world: World
let person: Person

beforeAll(async () => {
  world = await createWorld()
  person = await world.person()
})
afterAll(() => world.close())

const stranger = generateKeyPairSync('ed25519')

function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

function claims(): Record<string, unknown> {
  return JSON.parse(Buffer.from(person.accessToken.split('.')[1] as string, 'base64url').toString())
}

/** A token of our own key, unless told otherwise, with what a test changes. */
function forge({ header = {}, body = {}, key = world.config.jwt.privateKey }: { header?: object; body?: object; key?: KeyObject }): string {
  const signed = `${part({ alg: 'EdDSA', typ: 'JWT', kid: world.config.jwt.keyId, ...header })}.${part({ ...claims(), ...body })}`
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`
}

async function answerTo(authorization: string): Promise<[number, string | undefined]> {
  const { status, body } = await ask(world, 'GET', '/me', { headers: { authorization } })
  return [status, body.code]
}

test('the token names its key, its session and when it ends, and nothing about the person', () => {
  const [header] = person.accessToken.split('.') as [string]
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: 'emanet-1' })
  const { iat, exp, sid, ...rest } = claims()
  expect(rest).toEqual({ sub: person.id, roles: [], iss: 'emanet', aud: 'emanet-api' })
  expect([Number(exp) - Number(iat), typeof sid]).toEqual([900, 'string'])
})

test('a token made with our key and the same claims is the same token', () => {
  expect(forge({})).toBe(person.accessToken)
})

const now = () => Math.floor(Date.now() / 1000)
const unsigned = (alg: unknown, signature = '') => `${part({ alg, typ: 'JWT', kid: 'emanet-1' })}.${part(claims())}.${signature}`

test.each<[string, () => string]>([
  ['alg none', () => unsigned('none')],
  ['alg None with a signature', () => unsigned('None', person.accessToken.split('.')[2])],
  ['a list of algs', () => forge({ header: { alg: ['EdDSA', 'none'] } })],
  ['no signature', () => unsigned('EdDSA')],
  [
    'an HMAC keyed with the public key',
    () => {
      const signed = `${part({ alg: 'HS256', typ: 'JWT', kid: 'emanet-1' })}.${part(claims())}`
      const publicKey = world.config.jwt.publicKeys['emanet-1']?.export({ type: 'spki', format: 'pem' }) as string
      return `${signed}.${createHmac('sha256', publicKey).update(signed).digest('base64url')}`
    },
  ],
  ['another key', () => forge({ key: stranger.privateKey })],
  [
    'another key that comes along as jwk',
    () => forge({ key: stranger.privateKey, header: { jwk: stranger.publicKey.export({ format: 'jwk' }) } }),
  ],
  ['a jwk beside a good signature', () => forge({ header: { jwk: stranger.publicKey.export({ format: 'jwk' }) } })],
  ['a jku', () => forge({ header: { jku: 'http://127.0.0.1:1/keys' } })],
  ['an x5u', () => forge({ header: { x5u: 'http://127.0.0.1:1/cert' } })],
  ['a critical extension', () => forge({ header: { crit: ['b64'] } })],
  ['an unknown kid', () => forge({ header: { kid: 'emanet-2' } })],
  ['a kid that is a path', () => forge({ header: { kid: '../../../dev/null' } })],
  ['a kid of the prototype', () => forge({ header: { kid: '__proto__' } })],
  ['a kid that is SQL', () => forge({ header: { kid: "' or 1=1 --" } })],
  ['no kid', () => forge({ header: { kid: undefined } })],
  ['no end', () => forge({ body: { exp: undefined } })],
  ['an end that is text', () => forge({ body: { exp: '9999999999' } })],
  ['a beginning in the future', () => forge({ body: { nbf: now() + 60 } })],
  ['another audience', () => forge({ body: { aud: 'other' } })],
  ['several audiences', () => forge({ body: { aud: ['emanet-api', 'other'] } })],
  ['another issuer', () => forge({ body: { iss: 'other' } })],
  ['no session', () => forge({ body: { sid: undefined } })],
  ['a session that there is not', () => forge({ body: { sid: '01890000-0000-7000-8000-000000000000' } })],
  ['somebody else as the subject', () => forge({ body: { sub: '01890000-0000-7000-8000-000000000000' } })],
  ['a refresh token', () => person.refreshToken],
  ['a changed payload', () => person.accessToken.replace(/\.[^.]+\./, `.${part({ ...claims(), roles: ['admin'] })}.`)],
  ['text', () => 'a.b.c'],
  ['nothing', () => ''],
  ['ten thousand characters', () => 'x'.repeat(10_000)],
])('a token with %s is nobody’s', async (_, token) => {
  expect(await answerTo(`Bearer ${token()}`)).toEqual([401, 'auth.required'])
})

test('a token that was good and has run out says so', async () => {
  expect(await answerTo(`Bearer ${forge({ body: { iat: now() - 1000, exp: now() - 100 } })}`)).toEqual([401, 'auth.expired'])
})

test('roles in a token give nothing that the account does not have', async () => {
  const { status, body } = await ask(world, 'GET', '/ops/stuck', { token: forge({ body: { roles: ['admin'] } }) })
  expect([status, body.code]).toEqual([403, 'auth.forbidden'])
})

test.each(['Basic YTpi', 'Bearer', 'Token x', 'bearer  '])('the header «%s» is no token', async (header) => {
  expect(await answerTo(header)).toEqual([401, 'auth.required'])
})

test('after a change of keys the tokens of the old key work until they end, and new ones are signed with the new key', async () => {
  const newKey = generateKeyPairSync('ed25519')
  const { jwt } = world.config
  const oldJwt = { ...jwt }
  const authorization = `Bearer ${forge({ body: { exp: now() + 899 } })}`
  Object.assign(jwt, {
    keyId: 'emanet-2',
    privateKey: newKey.privateKey,
    publicKeys: { 'emanet-2': newKey.publicKey, 'emanet-1': oldJwt.publicKeys['emanet-1'] },
  })
  try {
    expect((await answerTo(authorization))[0]).toBe(200)
    const next = await ask(world, 'POST', '/auth/refresh', { body: { refreshToken: person.refreshToken } })
    expect(JSON.parse(Buffer.from(next.body.accessToken.split('.')[0], 'base64url').toString()).kid).toBe('emanet-2')
    expect((await answerTo(`Bearer ${next.body.accessToken}`))[0]).toBe(200)
  } finally {
    Object.assign(jwt, oldJwt)
  }
})

test('a token that was seen before is answered without waiting, in microseconds', async () => {
  const authorization = `Bearer ${(await world.person()).accessToken}`
  await authenticate(world.deps, authorization)
  const rounds = 20_000
  const startedAt = performance.now()
  for (let round = 0; round < rounds; round++) {
    const viewer = authenticate(world.deps, authorization)
    if (viewer instanceof Promise) throw new Error('waited')
  }
  expect(((performance.now() - startedAt) / rounds) * 1000).toBeLessThan(50)
})
