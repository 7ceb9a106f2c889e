import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../../test/ask.ts'
import { createWorld, type Person, type World } from '../../test/world.ts'
import { sql } from '../platform/sql.ts'
import { resetToken } from './request-password-reset.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const NEW_PASSWORD = 'yepyeni bir parola'

function forgot(email: string): Promise<Answer> {
  return ask(world, 'POST', '/auth/forgot', { body: { email } })
}

function reset(token: string, password = NEW_PASSWORD): Promise<Answer> {
  return ask(world, 'POST', '/auth/reset', { body: { token, password } })
}

function logIn(person: Person, password: string): Promise<Answer> {
  return ask(world, 'POST', '/auth/login', { body: { email: person.email, password } })
}

async function mailedToken(person: Person): Promise<string> {
  await world.drain()
  const letter = (await world.mails()).findLast((mail) => mail.to.includes(person.email))
  return new URL(/https?:\/\/\S+\/reset\?token=[\w-]+/.exec(letter?.text ?? '')?.[0] ?? 'about:blank').searchParams.get('token') ?? ''
}

test('the e-mailed link sets a new password once and ends every session', async () => {
  const person = await world.person()
  expect((await forgot(person.email.toUpperCase())).status).toBe(202)
  const token = await mailedToken(person)
  expect((await reset(token)).status).toBe(204)
  expect((await ask(world, 'GET', '/me', { token: person.accessToken })).status).toBe(401)
  expect((await ask(world, 'POST', '/auth/refresh', { body: { refreshToken: person.refreshToken } })).status).toBe(401)
  expect((await logIn(person, 'gizli-bir-parola-1')).status).toBe(401)
  expect((await logIn(person, NEW_PASSWORD)).status).toBe(200)
  const again = await reset(token)
  expect([again.status, again.body.code]).toEqual([422, 'auth.bad_reset_token'])
})

test('two who use one link at once: one of them sets the password', async () => {
  const person = await world.person()
  await forgot(person.email)
  const token = await mailedToken(person)
  const statuses = (await Promise.all([reset(token), reset(token, 'baska bir parola daha')])).map((answer) => answer.status)
  expect(statuses.sort()).toEqual([204, 422])
})

test('an unknown address gets the same answer after the same time, and no letter', async () => {
  const person = await world.person()
  const startedAt = performance.now()
  const known = await forgot(person.email)
  const knownMs = performance.now() - startedAt
  const unknown = await forgot('kimse@deneme.example')
  const unknownMs = performance.now() - startedAt - knownMs
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
  expect(Math.min(knownMs, unknownMs)).toBeGreaterThanOrEqual(55)
  const [events] = await world.query<{ count: number }>(
    sql`select count(*)::int as count from outbox where event = 'auth.reset_requested' and relayed_at is null`,
  )
  expect(events?.count).toBe(1)
})

test('one account gets at most three links an hour', async () => {
  const person = await world.person()
  for (let turn = 0; turn < 5; turn++) expect((await forgot(person.email)).status).toBe(202)
  const [resets] = await world.query<{ count: number }>(
    sql`select count(*)::int as count from password_resets where user_id = ${person.id}`,
  )
  expect(resets?.count).toBe(3)
})

test('a link ends after an hour, and when another one of the account was used', async () => {
  const person = await world.person()
  for (let turn = 0; turn < 3; turn++) await forgot(person.email)
  const rows = await world.query<{ id: string }>(sql`select id from password_resets where user_id = ${person.id} order by id`)
  const [first, second, third] = rows.map((row) => resetToken(world.config, row.id)) as [string, string, string]
  await world.query(sql`update password_resets set expires_at = now() - interval '1 second' where id = ${rows[0]?.id}`)
  expect((await reset(first)).status).toBe(422)
  expect((await reset(second)).status).toBe(204)
  expect((await reset(third)).status).toBe(422)
})

test('neither the outbox nor the database holds what opens the account', async () => {
  const person = await world.person()
  await forgot(person.email)
  const [row] = await world.query<{ id: string; whole: string }>(sql`
    select password_resets.id, password_resets::text || (select string_agg(payload::text, '') from outbox) as whole
    from password_resets where user_id = ${person.id}`)
  const token = resetToken(world.config, row?.id as string)
  expect(row?.whole).not.toContain(token)
  expect(row?.whole).not.toContain(Buffer.from(token).toString('hex'))
})

test('a password that everybody tries first does not use the link up', async () => {
  const person = await world.person()
  await forgot(person.email)
  const token = await mailedToken(person)
  expect((await reset(token, 'qwerty123')).body.errors[0].path).toBe('password')
  expect((await reset('x'.repeat(43))).body.code).toBe('auth.bad_reset_token')
  expect((await reset(token)).status).toBe(204)
})
