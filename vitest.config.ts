import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

// An app that brings its own vitest.config.ts (plugins, a browser-like environment) is a project as it stands.
const apps = ['apps/web', 'apps/mobile'].filter((app) => existsSync(new URL(`${app}/vitest.config.ts`, import.meta.url)))
// Without isolation a worker reads the server's modules once, not once a file: a fifth of the whole time. No test may change a module.
const plain = (name: string, folder: string) => ({
  extends: true as const,
  test: { name, isolate: false, include: [`${folder}/**/*.test.{ts,tsx,mjs}`], exclude: ['**/node_modules/**', '**/dist/**'] },
})

// The same flows once more with BullMQ on its other backend; everything else is run with it on PostgreSQL.
const flows = plain('server on Redis', 'apps/server/test/flows')
const flowsOnRedis = { ...flows, test: { ...flows.test, env: { EMANET_TEST_QUEUE: 'redis' } } }

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A guard against waiting for ever, not a measure: the machine may be busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    projects: [
      plain('contracts', 'packages/contracts'),
      plain('messages', 'packages/messages'),
      plain('providers', 'packages/providers'),
      plain('simulators', 'apps/simulators'),
      plain('server', 'apps/server'),
      ...(process.env['EMANET_TEST_REDIS_URL'] ? [flowsOnRedis] : []),
      plain('bench', 'bench'),
      plain('scripts', 'scripts'),
      ...['web', 'mobile'].filter((name) => !apps.includes(`apps/${name}`)).map((name) => plain(name, `apps/${name}`)),
      ...apps,
    ],
  },
})
