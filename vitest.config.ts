import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

// An app that brings its own vitest.config.ts (plugins, a browser-like environment) is a project as it stands.
const apps = ['apps/web', 'apps/mobile'].filter((app) => existsSync(new URL(`${app}/vitest.config.ts`, import.meta.url)))
const plain = (name: string, folder: string) => ({
  extends: true as const,
  test: { name, include: [`${folder}/**/*.test.{ts,tsx,mjs}`], exclude: ['**/node_modules/**', '**/dist/**'] },
})

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      plain('contracts', 'packages/contracts'),
      plain('messages', 'packages/messages'),
      plain('providers', 'packages/providers'),
      plain('simulators', 'apps/simulators'),
      plain('server', 'apps/server'),
      plain('bench', 'bench'),
      plain('scripts', 'scripts'),
      ...['web', 'mobile'].filter((name) => !apps.includes(`apps/${name}`)).map((name) => plain(name, `apps/${name}`)),
      ...apps,
    ],
  },
})
