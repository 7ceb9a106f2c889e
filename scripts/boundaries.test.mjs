import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findViolations, RULES } from './boundaries.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

// Each line breaks one rule: who imports, what is imported, which rule says no.
const BROKEN = [
  ['apps/server/src/platform/db.ts', 'apps/server/src/orders/place-order.ts', 'platform-knows-no-noun'],
  ['apps/server/src/payments/start-payment.ts', 'apps/server/src/escrow/hold.ts', 'leaves-stand-apart'],
  ['apps/server/src/shipping/book.ts', 'apps/server/src/orders/place-order.ts', 'leaves-stand-apart'],
  ['apps/server/src/orders/settle-payment.ts', 'apps/server/src/notifications/email-worker.ts', 'nobody-imports-an-edge'],
  ['apps/server/src/webhooks/iyzico.controller.ts', 'apps/server/src/notifications/email-worker.ts', 'edges-stand-apart'],
  ['packages/contracts/src/orders.ts', 'packages/providers/src/ports.ts', 'contracts-are-the-ground'],
  ['packages/providers/src/registry.ts', 'apps/server/src/jobs.ts', 'packages-know-no-app'],
  ['apps/web/src/page.tsx', 'packages/providers/src/ports.ts', 'screens-use-the-contract'],
  ['apps/server/src/payments/provider.ts', 'packages/providers/src/iyzico/iyzico.simulator.ts', 'simulators-stay-outside'],
]
const ALLOWED = [
  ['apps/server/src/orders/place-order.ts', 'apps/server/src/payments/start-payment.ts'],
  ['apps/server/src/webhooks/iyzico.controller.ts', 'apps/server/src/orders/settle-payment.ts'],
  ['apps/server/src/worker.main.ts', 'apps/server/src/notifications/email-worker.ts'],
  ['apps/simulators/src/main.ts', 'packages/providers/src/iyzico/iyzico.simulator.ts'],
  ['packages/providers/src/iyzico/iyzico.test.ts', 'packages/providers/src/iyzico/iyzico.simulator.ts'],
]

describe('import rules', () => {
  let clone

  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), 'emanet-boundaries-'))
  })
  afterAll(() => rmSync(clone, { recursive: true, force: true }))

  test.each(BROKEN)('%s may not import %s', async (from, to, name) => {
    const { violations } = await violationsOf([[from, to]])
    expect(violations).toEqual([expect.stringContaining(`(${name})`)])
    expect(violations[0]).toContain(`${from} imports ${to}`)
  })

  test('an import of types alone counts too', async () => {
    const { violations } = await violationsOf([['apps/server/src/platform/db.ts', 'apps/server/src/orders/place-order.ts', 'import type']])
    expect(violations).toHaveLength(1)
  })

  test.each(ALLOWED)('%s may import %s', async (from, to) => {
    expect(await violationsOf([[from, to]])).toEqual({ modules: 2, violations: [] })
  })

  test('reading process.env outside config.ts is found with its line', async () => {
    write('apps/server/src/orders/place-order.ts', '\nexport const fee = process.env.BUYER_FEE_BP\n')
    write('apps/server/src/config.ts', 'export const port = process.env.API_PORT\n')
    const { violations } = await findViolations({ root: clone })
    expect(violations).toEqual([expect.stringContaining('apps/server/src/orders/place-order.ts:2 reads process.env')])
  })

  test('every rule is among those broken here', () => {
    expect([...new Set(BROKEN.map(([, , name]) => name))].sort()).toEqual(RULES.map(({ name }) => name).sort())
  })

  async function violationsOf(imports) {
    rmSync(clone, { recursive: true, force: true })
    for (const [from, to, keyword = 'import'] of imports) {
      const path = `${'../'.repeat(dirname(from).split('/').length)}${to}`
      write(to, 'export const thing = 1\nexport type Thing = 1\n')
      write(
        from,
        `${keyword} { ${keyword === 'import' ? 'thing' : 'Thing'} } from '${path}'\nexport const x: ${keyword === 'import' ? 'typeof thing' : 'Thing'} = 1\n`,
      )
    }
    return findViolations({ root: clone })
  }

  function write(file, text) {
    mkdirSync(join(clone, dirname(file)), { recursive: true })
    writeFileSync(join(clone, file), text)
  }
})

test('the repository keeps its rules, and every source file was read', async () => {
  const { modules, violations } = await findViolations({ root })
  expect(violations).toEqual([])
  expect(modules).toBeGreaterThanOrEqual(sourceFiles(join(root, 'apps')) + sourceFiles(join(root, 'packages')))
  expect(modules).toBeGreaterThan(60)
})

function sourceFiles(folder) {
  let count = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', '.next', '.expo'].includes(entry.name)) continue
    if (entry.isDirectory()) count += sourceFiles(join(folder, entry.name))
    else if (/(?<!\.d)\.tsx?$/.test(entry.name)) count++
  }
  return count
}
