// `npm run verify`: format, lint, types, boundaries, generated pages, then every test.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closingLine } from './closing-line.mjs'
import { runCommand, stopCommands } from './command.mjs'
import { installDependencies } from './install.mjs'
import { findNode, withBin } from './node-binary.mjs'
import { during, say, seconds } from './progress.mjs'
import { whenAskedToStop } from './stopping.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dir = resolve(root, process.env.EMANET_DIR || '.emanet')
const results = []
let tests
let stopped = false

whenAskedToStop(() => {
  stopped = true
  stopCommands()
  tests?.kill('SIGTERM')
})

let counts = { passed: 0, failed: 0, skipped: 0 }
try {
  await installDependencies({ root, dir })
  const node = findNode(root)
  for (const check of checks(node)) await runCheck(check)
  if (!stopped) counts = await runTests(node)
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
  counts.failed++
}
const failed = results.filter((result) => !result.ok).length
process.stdout.write(`\n${results.map(({ ok, title, ms }) => `  ${ok ? 'passed' : 'FAILED'}  ${title} (${seconds(ms)})`).join('\n')}\n`)
const outcome = { passed: counts.passed + results.length - failed, failed: counts.failed + failed, skipped: counts.skipped }
if (stopped && !outcome.failed) outcome.failed = 1
process.stdout.write(`\n${closingLine(outcome)}\n`)
process.exit(outcome.failed ? 1 : 0)

function checks(node) {
  const bin = (path) => join(root, 'node_modules', path)
  const script = (name, ...args) => [node, join(root, 'scripts', name), ...args]
  return [
    { title: 'format and lint', command: [node, bin('@biomejs/biome/bin/biome'), 'check', '--reporter=summary', '--colors=off', '.'] },
    ...projects().map((path) => ({ title: `types of ${path}`, command: [node, bin('typescript/bin/tsc'), '--noEmit', '-p', path] })),
    { title: 'import boundaries', command: script('boundaries.mjs') },
    { title: 'generated pages are fresh', command: script('generate-docs.mjs', '--check') },
    { title: 'nothing unused', command: [node, bin('knip/bin/knip.js'), '--no-progress'] },
  ]
}

function projects() {
  const folders = ['apps', 'packages'].flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
  // Browser tests have types of their own.
  return [...folders.flatMap((folder) => [folder, `${folder}/test`]), 'bench'].filter((path) =>
    existsSync(join(root, path, 'tsconfig.json')),
  )
}

async function runCheck({ title, command }) {
  if (stopped) return
  const from = Date.now()
  let ok = true
  try {
    const log = join(dir, 'logs', `verify-${title.replaceAll(/[^a-z]+/g, '-')}.log`)
    await during(title, () => runCommand({ name: title, command, cwd: root, env: withBin(root, process.env), log, lines: 60 }))
  } catch (error) {
    ok = false
    process.stderr.write(`\n${error.message}\n\n`)
  }
  results.push({ title, ok, ms: Date.now() - from })
}

async function runTests(node) {
  say('tests')
  const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  tests = spawn(node, [join(root, 'scripts/test.mjs')], {
    cwd: root,
    // The parent to watch is ours, not the npm above it.
    env: { ...process.env, ...color },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let tail = ''
  tests.stdout.on('data', (chunk) => {
    process.stdout.write(chunk)
    tail = (tail + chunk).slice(-1000)
  })
  await new Promise((done) => tests.once('close', done))
  const [, passed, failedTests, skipped] = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(tail) ?? [0, 0, 1, 0]
  return { passed: Number(passed), failed: Number(failedTests), skipped: Number(skipped ?? 0) }
}
