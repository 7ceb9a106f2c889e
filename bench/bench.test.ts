import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Figure } from './bench.ts'

test('the benchmark still measures each of its figures', { timeout: 120_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'emanet-bench-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const { EMANET_TEST_DATABASE_URL: databaseUrl, EMANET_TEST_REDIS_URL: redisUrl } = process.env
  const bench = spawn(process.execPath, ['bench/main.ts', '--tiny', '--only', 'orders,stages,system'], {
    env: {
      ...process.env,
      EMANET_BENCH_DATABASE_URL: databaseUrl,
      EMANET_BENCH_DIR: dir,
      ...(redisUrl ? { EMANET_BENCH_REDIS_URL: redisUrl } : {}),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await once(bench, 'exit')
  // So few requests beside other tests prove no figure; that all of them are there is what is asked.
  const result = readdirSync(dir).find((name) => name.endsWith('.json'))
  if (result === undefined) throw new Error(`no result:\n${readFileSync(join(dir, 'bench.log'), 'utf8').slice(-2000)}`)
  const { figures } = JSON.parse(readFileSync(join(dir, result), 'utf8')) as { figures: Figure[] }
  const text = figures.map(({ name, measured }) => `${name}: ${measured}`).join('\n')
  for (const name of [
    'POST /orders',
    'POST /orders, p99',
    'at once on one product',
    'webhook answered',
    'picked up',
    'memory at rest, api',
  ])
    expect(text).toContain(name)
  expect(text).not.toContain('NaN')
})
