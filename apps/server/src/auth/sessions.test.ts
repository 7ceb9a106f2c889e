import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../../test/ask.ts'
import { createWorld, type Person, until, type World } from '../../test/world.ts'
import { withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { forgetOldSessions } from './forget-old-sessions.ts'
import { insertPair } from './open-session.ts'
import { resetToken } from './request-password-reset.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

function refresh(refreshToken: string): Promise<Answer> {
  return ask(world, 'POST', '/auth/refresh', { body: { refreshToken } })
}

function me(token: string): Promise<Answer> {
  return ask(world, 'GET', '/me', { token })
}

function secondsFromNow(seconds: number): Date {
  return new Date(Date.now() + seconds * 1000)
}

/** Makes every refresh token of hers `seconds` older. */
async function age(person: Person, seconds: number): Promise<void> {
  await world.query(sql`
    update refresh_tokens
    set created_at = created_at - make_interval(secs => ${seconds}), replaced_at = replaced_at - make_interval(secs => ${seconds})
    where user_id = ${person.id}`)
}

test('a refresh token is exchanged for a new pair that works', async () => {
  const person = await world.person()
  const { status, body } = await refresh(person.refreshToken)
  expect(status).toBe(200)
  expect(body.refreshToken).not.toBe(person.refreshToken)
  expect(body.user.id).toBe(person.id)
  expect((await me(body.accessToken)).status).toBe(200)
  expect((await refresh(body.refreshToken)).status).toBe(200)
})

test('what needs no token looks at none: a refresh works with the token that has run out, a sign-in with a broken one', async () => {
  const person = await world.person()
  const headers = { authorization: 'Bearer of.bad.news' }
  expect((await ask(world, 'POST', '/auth/refresh', { headers, body: { refreshToken: person.refreshToken } })).status).toBe(200)
  expect((await ask(world, 'POST', '/auth/login', { headers, body: { email: person.email, password: 'gizli-bir-parola-1' } })).status).toBe(
    200,
  )
  expect((await ask(world, 'GET', '/products', { headers })).status).toBe(200)
})

test('refreshes at once with one token get one and the same pair', async () => {
  const person = await world.person()
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(person.refreshToken)))
  expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200))
  expect(new Set(answers.map((answer) => answer.body.refreshToken)).size).toBe(1)
  expect(new Set(answers.map((answer) => answer.body.accessToken)).size).toBe(1)
  const [count] = await world.query<{ count: number }>(sql`select count(*)::int as count from refresh_tokens where user_id = ${person.id}`)
  expect(count?.count).toBe(2)
})

test('a lost answer can be asked for again for hours, while the new pair was not used', async () => {
  const person = await world.person()
  const lost = (await refresh(person.refreshToken)).body
  await age(person, 6 * 3600)
  const again = await refresh(person.refreshToken)
  expect(again.status).toBe(200)
  expect(again.body.refreshToken).toBe(lost.refreshToken)
  expect(again.body.expiresIn).toBe(0)
  expect((await refresh(again.body.refreshToken)).status).toBe(200)
})

test('within ten seconds the same pair is given again even though it was used', async () => {
  const person = await world.person()
  const next = (await refresh(person.refreshToken)).body
  expect((await me(next.accessToken)).status).toBe(200)
  expect((await refresh(person.refreshToken)).body.refreshToken).toBe(next.refreshToken)
})

test.each([
  ['its access token was used', async (next: { accessToken: string }) => void (await me(next.accessToken)), 11],
  ['its refresh token was used', async (next: { refreshToken: string }) => void (await refresh(next.refreshToken)), 11],
  ['24 hours have passed', async () => {}, 24 * 3600 + 1],
])('after ten seconds, once %s, the old token ends the whole family', async (_, use, seconds) => {
  const person = await world.person()
  const next = (await refresh(person.refreshToken)).body
  await use(next)
  await age(person, seconds)
  const reused = await refresh(person.refreshToken)
  expect(reused.status).toBe(401)
  expect(reused.body.code).toBe('auth.refresh_reused')
  const successor = await refresh(next.refreshToken)
  expect(successor.status).toBe(401)
  const [open] = await world.query<{ count: number }>(
    sql`select count(*)::int as count from refresh_tokens where user_id = ${person.id} and revoked_at is null`,
  )
  expect(open?.count).toBe(0)
  expect((await me(person.accessToken)).status).toBe(401)
})

test('reuse in one session leaves the sessions on other devices alone', async () => {
  const person = await world.person()
  const other = await ask(world, 'POST', '/auth/login', { body: { email: person.email, password: 'gizli-bir-parola-1' } })
  const next = (await refresh(person.refreshToken)).body
  await me(next.accessToken)
  await age(person, 11)
  expect((await refresh(person.refreshToken)).body.code).toBe('auth.refresh_reused')
  expect((await refresh(other.body.refreshToken)).status).toBe(200)
})

test('a refresh token that is unknown or has run out says to sign in', async () => {
  const person = await world.person()
  await world.query(sql`update refresh_tokens set expires_at = now() - interval '1 second' where user_id = ${person.id}`)
  for (const token of [person.refreshToken, 'made-up', person.accessToken.slice(0, 500)]) {
    const { status, body } = await refresh(token)
    expect([status, body.code]).toEqual([401, 'auth.required'])
  }
})

test('signing out ends refresh and access tokens of that session at once, and only of that one', async () => {
  const person = await world.person()
  const other = (await ask(world, 'POST', '/auth/login', { body: { email: person.email, password: 'gizli-bir-parola-1' } })).body
  expect(
    (await ask(world, 'POST', '/auth/logout', { token: person.accessToken, body: { refreshToken: person.refreshToken } })).status,
  ).toBe(204)
  expect((await me(person.accessToken)).body.code).toBe('auth.required')
  expect((await refresh(person.refreshToken)).body.code).toBe('auth.required')
  expect((await me(other.accessToken)).status).toBe(200)
})

/** Somebody in this database stands behind a row that another transaction holds. */
const WAITING = sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

test.each<[string, (person: Person) => Promise<unknown>]>([
  [
    'signing out',
    (person) => ask(world, 'POST', '/auth/logout', { token: person.accessToken, body: { refreshToken: person.refreshToken } }),
  ],
  ['a new password', (person) => resetPasswordOf(person)],
])('%s ends a pair that a refresh was making at that moment', async (_, end) => {
  const person = await world.person()
  const making = Promise.withResolvers<void>()
  // A refresh whose next pair is in and not committed yet.
  const refreshing = withTx(world.deps.db, async (tx) => {
    const [pair] = await tx.query<{ id: string }>(sql`select id from refresh_tokens where user_id = ${person.id} for update`)
    const next = await insertPair(tx, world.config, { userId: person.id, familyId: pair?.id as string })
    await tx.query(sql`update refresh_tokens set successor_id = ${next.id}, replaced_at = now() where id = ${pair?.id}`)
    await making.promise
  })
  const ended = end(person)
  await until(async () => (await world.query(WAITING)).length > 0, 'the end to wait for the refresh')
  making.resolve()
  await Promise.all([refreshing, ended])
  const open = await world.query(sql`select id from refresh_tokens where user_id = ${person.id} and revoked_at is null`)
  expect(open).toEqual([])
})

test('refreshes that race a sign-out leave no session behind', async () => {
  for (let turn = 0; turn < 10; turn++) {
    const person = await world.person()
    const { body } = await refresh(person.refreshToken)
    await Promise.all([
      refresh(body.refreshToken),
      ask(world, 'POST', '/auth/logout', { token: body.accessToken, body: { refreshToken: body.refreshToken } }),
      refresh(body.refreshToken),
    ])
    expect(await world.query(sql`select id from refresh_tokens where user_id = ${person.id} and revoked_at is null`)).toEqual([])
  }
})

async function resetPasswordOf(person: Person): Promise<void> {
  await ask(world, 'POST', '/auth/forgot', { body: { email: person.email } })
  const [reset] = await world.query<{ id: string }>(sql`select id from password_resets where user_id = ${person.id}`)
  const { status } = await ask(world, 'POST', '/auth/reset', {
    body: { token: resetToken(world.config, reset?.id as string), password: 'yepyeni bir parola' },
  })
  expect(status).toBe(204)
}

test('nobody signs somebody else out', async () => {
  const [person, other] = [await world.person(), await world.person()]
  expect((await ask(world, 'POST', '/auth/logout', { token: other.accessToken, body: { refreshToken: person.refreshToken } })).status).toBe(
    204,
  )
  expect((await refresh(person.refreshToken)).status).toBe(200)
})

test('a session that ended in another process is noticed within a minute, and asked about no more than twice a minute', async () => {
  const person = await world.person()
  const startedAt = Date.now()
  expect((await me(person.accessToken)).status).toBe(200)
  await world.query(sql`update refresh_tokens set revoked_at = now() where user_id = ${person.id}`)
  expect((await me(person.accessToken)).status).toBe(200)
  const noticed = await world.at(new Date(startedAt + 45_000), () => me(person.accessToken))
  expect(noticed.body.code).toBe('auth.required')
})

test('an account that is suspended loses its access within a minute and cannot refresh', async () => {
  const person = await world.person()
  expect((await me(person.accessToken)).status).toBe(200)
  await world.query(sql`update users set suspended_at = now() where id = ${person.id}`)
  expect((await world.at(secondsFromNow(31), () => me(person.accessToken))).status).toBe(401)
  expect((await refresh(person.refreshToken)).status).toBe(401)
})

test('an access token that was used before runs out on time', async () => {
  const person = await world.person()
  expect((await me(person.accessToken)).status).toBe(200)
  expect((await world.at(secondsFromNow(901), () => me(person.accessToken))).body.code).toBe('auth.expired')
})

test('a role that was given works without signing in again', async () => {
  const person = await world.person()
  expect((await ask(world, 'GET', '/ops/stuck', { token: person.accessToken })).body.code).toBe('auth.forbidden')
  await world.query(sql`update users set roles = '{admin}' where id = ${person.id}`)
  const stuck = () => ask(world, 'GET', '/ops/stuck', { token: person.accessToken })
  expect((await world.at(secondsFromNow(31), stuck)).status).toBe(200)
})

test('tokens that ran out are forgotten, and the ones that work are not', async () => {
  const person = await world.person()
  const next = (await refresh(person.refreshToken)).body
  await world.query(sql`
    update refresh_tokens set expires_at = now() - interval '2 days' where user_id = ${person.id} and successor_id is not null`)
  await forgetOldSessions(world.deps)
  const [count] = await world.query<{ count: number }>(sql`select count(*)::int as count from refresh_tokens where user_id = ${person.id}`)
  expect(count?.count).toBe(1)
  expect((await refresh(next.refreshToken)).status).toBe(200)
})
