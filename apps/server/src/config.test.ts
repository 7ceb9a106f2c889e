import { createPrivateKey, createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DEMO, readConfig } from './config.ts'

function problems(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(':')[0] as string)
  }
}

const DATABASE_URL = 'postgres://127.0.0.1/emanet'

describe('settings', () => {
  it('are the demo with nothing but a database', () => {
    const config = readConfig({ DATABASE_URL })
    expect(config.iyzico).toMatchObject({ baseUrl: 'http://127.0.0.1:4101', secretKey: DEMO.iyzicoSecretKey })
    expect(config).toMatchObject({ reservationTtlS: 2700, rateLimits: true, redisUrl: undefined })
  })

  it('that are empty or blank count as not set', () => {
    expect(readConfig({ DATABASE_URL, REDIS_URL: ' ', COMMISSION_BP: '' }).rates.commissionBp).toBe(800)
  })

  it('that are wrong are all named in one message, whatever finds them', () => {
    const wrong = { COMMISSION_BP: 'a lot', API_PORT: '70000', DATA_KEY: 'short', JWT_PRIVATE_KEY: 'none', REDIS_URL: 'http://x' }
    expect(problems(wrong).sort()).toEqual(['API_PORT', 'COMMISSION_BP', 'DATABASE_URL', 'DATA_KEY', 'JWT_PRIVATE_KEY', 'REDIS_URL'])
  })

  it('that should be numbers say so, and NODE_ENV is no word that only resembles production', () => {
    expect(() => readConfig({ DATABASE_URL, COMMISSION_BP: 'çok' })).toThrow('COMMISSION_BP: must be a number')
    expect(() => readConfig({ DATABASE_URL, NODE_ENV: 'prod' })).toThrow(/NODE_ENV: .*production/)
  })

  it('of production are all there, none of them the demo and none on this machine', () => {
    const named = problems({ DATABASE_URL, NODE_ENV: 'production', RATE_LIMITS: 'off', RESERVATION_TTL_S: '60', COMMISSION_BP: 'x' })
    expect(named).toEqual(
      expect.arrayContaining(['COMMISSION_BP', 'IYZICO_BASE_URL', 'SENDGRID_API_KEY', 'DATA_KEY', 'RATE_LIMITS', 'RESERVATION_TTL_S']),
    )
    expect(problems({ DATABASE_URL, NODE_ENV: 'production', IYZICO_SECRET_KEY: DEMO.iyzicoSecretKey })).toContain('IYZICO_SECRET_KEY')
    expect(problems({ DATABASE_URL, NODE_ENV: 'production', PUBLIC_WEB_URL: 'http://shop.example' })).toContain('PUBLIC_WEB_URL')
    expect(problems({ DATABASE_URL, NODE_ENV: 'production', IYZICO_BASE_URL: 'https://127.0.0.1:4101' })).toContain('IYZICO_BASE_URL')
  })

  it("of the carrier's query service are those of its order service unless they are given", () => {
    const env = { DATABASE_URL, ARAS_USERNAME: 'sender', ARAS_PASSWORD: 'a' }
    expect(readConfig(env).aras).toMatchObject({ queryUsername: 'sender', queryPassword: 'a' })
    expect(readConfig({ ...env, ARAS_QUERY_USERNAME: 'reader', ARAS_QUERY_PASSWORD: 'b' }).aras).toMatchObject({
      username: 'sender',
      password: 'a',
      queryUsername: 'reader',
      queryPassword: 'b',
    })
  })

  it('of production hold nothing of the demo in any form it can be written down', () => {
    const demoKey = createPrivateKey({ key: Buffer.from(DEMO.jwtPrivateKey, 'base64'), format: 'der', type: 'pkcs8' })
    const named = problems({
      DATABASE_URL,
      NODE_ENV: 'production',
      IYZICO_PREVIOUS_SECRET_KEY: DEMO.iyzicoSecretKey,
      JWT_PRIVATE_KEY: demoKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      JWT_PREVIOUS_PUBLIC_KEY: createPublicKey(demoKey).export({ type: 'spki', format: 'pem' }).toString(),
      JWT_PREVIOUS_KEY_ID: 'emanet-0',
      DATA_KEY: DEMO.dataKey.replace(/=+$/, ''),
      SENDGRID_FROM: 'siparis@emanet.example',
    })
    for (const name of ['IYZICO_PREVIOUS_SECRET_KEY', 'JWT_PRIVATE_KEY', 'JWT_PREVIOUS_PUBLIC_KEY', 'DATA_KEY', 'SENDGRID_FROM'])
      expect(named.filter((other) => other === name)).toEqual([name])
  })

  it.each([
    ['Emanet', false],
    ['Emanet <emanet>', false],
    ['a@b', false],
    ['Emanet <a@b.example', false],
    ['a@b.example', true],
    ['Emanet Sipariş <a@b.example>', true],
  ])('of the sender are an address: %s', (from, isRight) => {
    expect(problems({ DATABASE_URL, SENDGRID_FROM: from })).toEqual(isRight ? [] : ['SENDGRID_FROM'])
  })

  it.each([
    ['::1', 'http://[::1]'],
    ['::', 'http://[::1]'],
    ['0.0.0.0', 'http://127.0.0.1'],
    ['127.0.0.2', 'http://127.0.0.2'],
    ['localhost', 'http://localhost'],
  ])('of the host make addresses that can be reached: %s', (HOST, origin) => {
    const config = readConfig({ DATABASE_URL, HOST })
    expect([config.publicApiUrl, config.publicWebUrl, config.iyzico.baseUrl]).toEqual([
      `${origin}:4000`,
      `${origin}:3000`,
      `${origin}:4101`,
    ])
  })

  it('keep the previous signing key only under a name of its own', () => {
    expect(problems({ DATABASE_URL, JWT_PREVIOUS_KEY_ID: 'emanet-1' })).toEqual(['JWT_PREVIOUS_PUBLIC_KEY', 'JWT_PREVIOUS_KEY_ID'])
  })
})
