import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Of two files for one thing the browser's is taken: a test has no phone.
  resolve: { extensions: ['.web.ts', '.web.tsx', '.ts', '.tsx', '.mjs', '.js', '.json'] },
  test: {
    name: 'mobile',
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
