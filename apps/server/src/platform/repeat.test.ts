import { expect, test } from 'vitest'
import { eachOf } from './each-of.ts'
import type { Log } from './log.ts'
import { repeatEvery } from './repeat.ts'

test('a task that fails for hours is heard of ever less often, and from the start when it fails again after it worked', async () => {
  let runs = 0
  let whenDone = () => {}
  const done = new Promise<void>((resolve) => {
    whenDone = resolve
  })
  const heard: number[] = []
  const task = async () => {
    if (++runs === 20) return
    if (runs === 22) whenDone()
    throw new Error('out')
  }
  const repeated = repeatEvery(0, task, (_, failuresInARow) => heard.push(failuresInARow))
  await done
  await repeated.close()
  expect(heard.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 1, 2])
})

test('a hundred rows that fail for one reason are one line of the log, another reason is another line', async () => {
  const lines: unknown[] = []
  const log = { error: (fields: { ids: string[] }, text: string) => lines.push([fields.ids.length, text]) } as unknown as Log
  const rows = Array.from({ length: 100 }, (_, n) => ({ id: String(n) }))
  let worked = 0
  await eachOf(rows, { log, what: 'counting', atOnce: 4 }, async (id) => {
    if (id === '7') throw new Error('seven')
    if (id === '8') worked++
    else throw new Error('out')
  })
  expect(worked).toBe(1)
  expect(lines).toEqual([
    [98, 'counting failed'],
    [1, 'counting failed'],
  ])
})
