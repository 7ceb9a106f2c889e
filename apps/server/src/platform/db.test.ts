import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '../../test/world.ts'
import { assertNoTransaction, type Tx, withTx } from './db.ts'
import { sql } from './sql.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  await world.query(sql`create table shelf (name text primary key, books int not null)`)
  await world.query(sql`insert into shelf values ('left', 0), ('right', 0)`)
})
afterAll(() => world?.close())

const books = () => world.query(sql`select name, books from shelf order by name`)
const put = (tx: Tx, name: string) => tx.query(sql`update shelf set books = books + 1 where name = ${name}`)

test('two transactions that lock each other out both come to their end, and each counts once', async () => {
  let runs = 0
  const bothHold = Array.from({ length: 2 }, () => Promise.withResolvers<void>())
  const cross = (own: number, order: [string, string]) =>
    withTx(world.deps.db, async (tx) => {
      runs++
      await tx.query(sql`set local deadlock_timeout = '20ms'`)
      await tx.query(sql`set local lock_timeout = 0`)
      await put(tx, order[0])
      bothHold[own]?.resolve()
      await Promise.all(bothHold.map(({ promise }) => promise))
      await put(tx, order[1])
    })
  await Promise.all([cross(0, ['left', 'right']), cross(1, ['right', 'left'])])
  expect(runs).toBe(3)
  expect(await books()).toEqual([
    { name: 'left', books: 2 },
    { name: 'right', books: 2 },
  ])
})

test.each([
  ['40P01', 3],
  ['40001', 3],
  ['55P03', 1],
  ['23505', 1],
])('a step that ends with %s is run %i times at most, and leaves nothing', async (code, most) => {
  const before = await books()
  let runs = 0
  const step = async (tx: Tx) => {
    runs++
    await put(tx, 'left')
    await tx.query(sql`select set_config('shelf.code', ${code}, true)`)
    await tx.query(sql`do $$ begin raise exception 'no' using errcode = current_setting('shelf.code'); end $$`)
  }
  await expect(withTx(world.deps.db, step)).rejects.toMatchObject({ code })
  expect(runs).toBe(most)
  expect(await books()).toEqual(before)
})

test('what ended with its last statement is committed, and takes no other after it', async () => {
  const before = await books()
  await withTx(world.deps.db, (tx) => tx.finish(sql`update shelf set books = books + 1 where name = 'left'`))
  expect(await books()).not.toEqual(before)
  await expect(
    withTx(world.deps.db, async (tx) => {
      await tx.finish(sql`select 1`)
      await put(tx, 'left')
    }),
  ).rejects.toThrow('a statement after the last one')
})

test('a last statement that fails leaves nothing, and its connection is of use', async () => {
  const before = await books()
  const step = async (tx: Tx) => {
    await put(tx, 'right')
    return tx.finish(sql`insert into shelf values ('left', 0)`)
  }
  await expect(withTx(world.deps.db, step)).rejects.toMatchObject({ code: '23505' })
  expect(await books()).toEqual(before)
  expect(await withTx(world.deps.db, (tx) => tx.query(sql`select 1 as one`))).toEqual([{ one: 1 }])
})

test('nobody calls a provider while a transaction is open', async () => {
  await expect(withTx(world.deps.db, async () => assertNoTransaction())).rejects.toThrow('inside a transaction')
  expect(() => assertNoTransaction()).not.toThrow()
})
