import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../simulator-kit.ts'
import { checkoutRequest, control, KEYS } from './iyzico.fixtures.ts'
import { checkoutBody } from './iyzico.requests.ts'
import { startIyzicoSimulator } from './iyzico.simulator.ts'

/**
 * iyzico's own client and its own suites, unchanged: only `options.json`, which names the server and the keys, is ours. The samples
 * mostly print, so what they print is looked at too.
 */
const require = createRequire(import.meta.url)
const packageDir = realpathSync(dirname(require.resolve('iyzipay/package.json')))
const mocha = join(dirname(require.resolve('mocha/package.json')), 'bin', 'mocha.js')
const modulePath = [dirname(packageDir), dirname(dirname(require.resolve('should/package.json')))].join(delimiter)

let simulator: Simulator
let dir: string

beforeAll(async () => {
  simulator = await startIyzicoSimulator({ port: 0, ...KEYS, subMerchantKeys: ['sub merchant key'] })
  dir = mkdtempSync(join(tmpdir(), 'iyzipay-'))
  cpSync(packageDir, dir, { recursive: true, filter: (source) => !source.slice(packageDir.length).includes('node_modules') })
  writeFileSync(join(dir, 'samples', 'data', 'options.json'), JSON.stringify({ ...KEYS, uri: simulator.url }))
})

afterAll(async () => {
  await simulator.close()
  rmSync(dir, { recursive: true, force: true })
})

type Answered = Record<string, unknown>

function run(files: string[]): Promise<{ output: string; passing: number; failing: number }> {
  const args = [mocha, '--exit', '--no-config', '--no-package', '--reporter', 'dot', ...files.map((file) => join(dir, file))]
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: dir, env: { ...process.env, NODE_PATH: modulePath }, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => {
        const output = stdout + stderr
        resolve({
          output,
          passing: Number(/(\d+) passing/.exec(output)?.[1] ?? 0),
          failing: Number(/(\d+) failing/.exec(output)?.[1] ?? 0),
        })
      },
    )
  })
}

describe('the official client', () => {
  it('passes its samples against the simulator, and verifies every signature it was given', { timeout: 60_000 }, async () => {
    const { output, passing, failing } = await run(['samples/IyzipaySamples.js'])
    expect(failing, output).toBe(0)
    expect(passing).toBe(43)
    const verified = output.match(/Signature verified: \w+/g) ?? []
    expect(verified.filter((line) => !line.endsWith('true'))).toEqual([])
    // Both checkout forms, the payment, the pre-authorisation and both 3-D Secure pages.
    expect(verified.length).toBeGreaterThanOrEqual(6)
    expect(output).not.toContain("errorCode: '1000'")
    expect(output).not.toContain('no such route')
  })

  it('passes its other samples', { timeout: 60_000 }, async () => {
    const files = readdirSync(join(dir, 'samples')).filter((file) => file.endsWith('.js') && file !== 'IyzipaySamples.js')
    const { output, passing, failing } = await run(files.map((file) => `samples/${file}`))
    expect(failing, output).toBe(0)
    expect(passing).toBe(45)
    expect(output).not.toContain('Signature verified: false')
    expect(output).not.toContain("errorCode: '1000'")
  })

  it('buys, retrieves, refunds and approves, and finds each signature right', async () => {
    const Iyzipay = require('iyzipay')
    const { calculateHmacSHA256Signature } = require('iyzipay/lib/utils.js')
    const client = new Iyzipay({ ...KEYS, uri: simulator.url })
    const call = (resource: string, method: string, request: object) =>
      new Promise<Answered>((resolve, reject) =>
        client[resource][method](request, (error: unknown, body: Answered) => (error ? reject(error) : resolve(body))),
      )
    const verify = (body: Answered, fields: string[]) => {
      const values = fields.map((field) => body[field])
      expect(body.signature, JSON.stringify(body)).toBe(calculateHmacSHA256Signature(values, KEYS.secretKey))
    }
    const opened = await call('checkoutFormInitialize', 'create', checkoutBody(checkoutRequest({ sellerKey: 'sub merchant key' })))
    verify(opened, ['conversationId', 'token'])
    await control(simulator.url, '/__sim/pay', { token: opened.token, callback: false })
    const paid = await call('checkoutForm', 'retrieve', { conversationId: 'mine', token: opened.token })
    verify(paid, ['paymentStatus', 'paymentId', 'currency', 'basketId', 'conversationId', 'paidPrice', 'price', 'token'])
    expect(paid).toMatchObject({
      paymentStatus: 'SUCCESS',
      price: 150.5,
      conversationId: 'mine',
      itemTransactions: [{ transactionStatus: 1, subMerchantPrice: 128 }],
    })
    const [{ paymentTransactionId }] = paid.itemTransactions as [{ paymentTransactionId: string }]
    const refunded = await call('refund', 'create', {
      conversationId: 'r',
      paymentTransactionId,
      price: '20.5',
      currency: 'TRY',
      ip: '85.34.78.112',
    })
    verify(refunded, ['paymentId', 'price', 'currency', 'conversationId'])
    expect(await call('approval', 'create', { conversationId: 'a', paymentTransactionId })).toMatchObject({
      status: 'success',
      paymentTransactionId,
    })
    expect(await call('reportingTransactionDetails', 'retrieve', { paymentConversationId: opened.conversationId })).toMatchObject({
      payments: [
        {
          paymentRefundStatus: 'PARTIALLY_REFUNDED',
          itemTransactions: [{ transactionStatus: 2, refunds: [{ refundConversationId: 'r', refundPrice: 20.5 }] }],
        },
      ],
    })
  })

  it('passes its unit tests', { timeout: 60_000 }, async () => {
    const files = readdirSync(join(dir, 'test', 'unit')).filter((file) => file.endsWith('Test.js'))
    const { output, passing, failing } = await run(files.map((file) => `test/unit/${file}`))
    expect(failing, output).toBe(0)
    expect(passing).toBe(53)
  })
})
