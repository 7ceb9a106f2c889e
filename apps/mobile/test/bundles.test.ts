import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'

const APP = fileURLToPath(new URL('..', import.meta.url))
const BUNDLE_MAX_BYTES = 5_000_000
const FIRST_LOAD_MAX_BYTES = 600_000

/** Bytes of each script below a folder, as it is or as it travels. */
function scriptBytes(folder: string, sizeOf = (bytes: Buffer) => bytes.length): number[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|hbc)$/.test(name))
    .map((name) => sizeOf(readFileSync(join(folder, name))))
}

it.each(['android', 'ios'])('the bundle for %s is made without a network and stays small', { timeout: 300_000 }, async (platform) => {
  const folder = mkdtempSync(join(tmpdir(), 'emanet-bundle-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const expo = ['node_modules/expo/bin/cli', 'export', '-p', platform, '--output-dir', folder]
  // `VITEST` and `NODE_ENV` of the test runner would make it a bundle for tests.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env
  await promisify(execFile)(process.execPath, expo, { cwd: APP, env: { ...env, EXPO_OFFLINE: '1', CI: '1', EXPO_NO_TELEMETRY: '1' } })
  const [bytes, ...others] = scriptBytes(folder)
  expect(others).toEqual([])
  expect(bytes).toBeGreaterThan(1_000_000)
  expect(bytes).toBeLessThanOrEqual(BUNDLE_MAX_BYTES)
})

it('the first load in a browser stays small', () => {
  const bytes = scriptBytes(join(APP, 'dist'), (script) => gzipSync(script).length)
  expect(bytes.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(FIRST_LOAD_MAX_BYTES)
})
