import { expect, test } from 'vitest'
import { createInTurn } from './in-turn.ts'

function gate(): { open: () => void; opened: Promise<void> } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

test('only so many run at once, the others follow in their order', async () => {
  const inTurn = createInTurn({ atOnce: 2, waitingMax: 10 })
  const gates = Array.from({ length: 4 }, gate)
  const started: number[] = []
  const work = gates.map(({ opened }, number) =>
    inTurn(async () => {
      started.push(number)
      await opened
      return number
    }),
  )
  await Promise.resolve()
  expect(started).toEqual([0, 1])
  gates[1]?.open()
  await work[1]
  expect(started).toEqual([0, 1, 2])
  for (const { open } of gates) open()
  expect(await Promise.all(work)).toEqual([0, 1, 2, 3])
})

test('one too many is told that we are busy, and work that fails makes room', async () => {
  const inTurn = createInTurn({ atOnce: 1, waitingMax: 1 })
  const first = gate()
  const failing = inTurn(async () => {
    await first.opened
    throw new Error('failed')
  })
  const second = inTurn(async () => 'second')
  await expect(inTurn(async () => 'third')).rejects.toMatchObject({ code: 'server.busy' })
  first.open()
  await expect(failing).rejects.toThrow('failed')
  expect(await second).toBe('second')
  expect(await inTurn(async () => 'fourth')).toBe('fourth')
})
