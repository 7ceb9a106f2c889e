import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import ClosingLine, { closingLine } from './closing-line.mjs'
import { runCommand } from './command.mjs'
import { errorsPage, statesPage } from './generate-docs.mjs'
import { endLeftovers, rememberChild } from './leftovers.mjs'
import { lockDirectory } from './lock.mjs'
import { isAlive } from './processes.mjs'

test('the closing line names skipped tests only when there are some', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})

test('a file that cannot be loaded and an error outside every test count as failures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emanet-closing-'))
  const summary = process.env.EMANET_TEST_SUMMARY
  process.env.EMANET_TEST_SUMMARY = join(folder, 'summary.json')
  const module = (errors, states) => ({
    errors: () => errors,
    children: { allSuites: () => [], allTests: () => states.map((state) => ({ result: () => ({ state }) })) },
  })
  new ClosingLine().onTestRunEnd(
    [module([new Error('no such module')], []), module([], ['passed', 'failed', 'skipped'])],
    [new Error('late')],
  )
  expect(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))).toEqual({ passed: 1, failed: 3, skipped: 1 })
  process.env.EMANET_TEST_SUMMARY = summary
  rmSync(folder, { recursive: true })
})

test('a program that fails is reported with its last lines and its log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emanet-command-'))
  const log = join(folder, 'logs', 'build.log')
  const failing = runCommand({
    name: 'building',
    command: [process.execPath, '-e', "console.error('line 3: no'); process.exit(4)"],
    log,
    env: process.env,
  })
  await expect(failing).rejects.toThrow(`building failed (exit code 4):\n  line 3: no\nall of it: ${log}`)
  await expect(runCommand({ name: 'x', command: [process.execPath, '-e', "console.log('yes')"], log, env: process.env })).resolves.toBe(
    'yes\n',
  )
  rmSync(folder, { recursive: true })
})

test('one directory has one running Emanet; a lock whose holder is gone is taken over', () => {
  const dir = mkdtempSync(join(tmpdir(), 'emanet-lock-'))
  const first = lockDirectory(dir)
  expect(first.leftover).toBe(false)
  expect(() => lockDirectory(dir)).toThrow(`already runs on ${dir} (process ${process.pid})`)
  first.unlock()
  // The same process id, but born at another time: somebody else's by now.
  writeFileSync(join(dir, 'start.lock'), JSON.stringify({ pid: process.pid, birth: 'long ago' }))
  const second = lockDirectory(dir)
  expect(second.leftover).toBe(true)
  second.unlock()
  rmSync(dir, { recursive: true })
})

test('every npm script works on a fresh clone: it installs what it needs, or needs nothing', () => {
  const root = new URL('..', import.meta.url)
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  for (const [name, command] of Object.entries(scripts)) {
    const [, file] = /^exec node (scripts\/[\w-]+\.mjs)( |$)/.exec(command) ?? []
    expect(file, name).toBeDefined()
    // `buy` talks to what `npm start` has installed and started.
    if (name !== 'buy') expect(readFileSync(new URL(file, root), 'utf8'), name).toContain('await installDependencies(')
  }
})

test('a data directory that cannot be written is named with its setting', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emanet-unwritable-'))
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  expect(() => lockDirectory(file)).toThrow(`nothing can be written to ${file} (EEXIST); set EMANET_DIR to a directory of yours`)
  expect(() => lockDirectory(join(file, 'below'))).toThrow('(ENOTDIR); set EMANET_DIR')
  rmSync(folder, { recursive: true })
})

test('what a killed start left running is waited for, and killed when it does not end', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'emanet-leftovers-'))
  const ending = spawn(process.execPath, ['-e', '0'], { detached: true, stdio: 'ignore' })
  rememberChild(dir, ending.pid)
  const counts = []
  await endLeftovers(dir, (count) => counts.push(count))
  expect(counts).toEqual([1])
  expect(isAlive(ending.pid)).toBe(false)

  const staying = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' })
  rememberChild(dir, staying.pid)
  await endLeftovers(dir, () => {}, 50)
  expect(isAlive(staying.pid)).toBe(false)
  rmSync(dir, { recursive: true })
})

test('the pages of errors and states show every code and every move', () => {
  const errors = errorsPage({
    'order.not_found': { status: 404, title: 'No such order' },
    'auth.required': { status: 401, title: 'Sign in' },
  })
  expect(errors.indexOf('auth.required')).toBeLessThan(errors.indexOf('order.not_found'))
  const machine = { noun: 'order', actions: { pay: { from: ['pending'], to: 'paid' } } }
  const states = statesPage([{ source: 'orders.states.ts', machine }], { order: ['pending', 'paid', 'lost'] })
  expect(states).toContain('pending --> paid: pay')
  expect(states).toContain('| `pay` | `pending` | `paid` |')
  expect(states).toContain('Nothing leaves `paid`. No move leads to `lost` yet.')
})
