import { kurus } from '@emanet/contracts/money'
import { describe, expect, it } from 'vitest'
import {
  authorization,
  hasValidSignature,
  kurusBelow,
  kurusOf,
  liraText,
  parseExact,
  plainDecimal,
  requestSignature,
  responseSignature,
  unitsOf,
  unitsText,
} from './iyzico.wire.ts'
import vectors from './vectors.json' with { type: 'json' }

describe('authentication', () => {
  it.each(vectors.requestAuth.map((vector) => [vector.name, vector] as const))('signs %s as the official client does', (_name, vector) => {
    const { apiKey, secretKey, randomKey, signedPath: path } = vector
    const body = vector.body ?? ''
    expect(requestSignature({ secretKey, randomKey, path, body })).toBe(vector.signature)
    expect(authorization({ apiKey, secretKey, randomKey, path, body })).toBe(vector.authorization)
  })

  it.each(vectors.requestAuthPublished.map((vector) => [vector.name, vector] as const))(
    'agrees with the published vector: %s',
    (_name, vector) => {
      const { apiKey, secretKey, randomKey, signedPath: path } = vector
      expect(authorization({ apiKey, secretKey, randomKey, path, body: vector.body ?? '' })).toBe(vector.authorization)
    },
  )

  it('signs bytes and text alike', () => {
    const parts = { secretKey: 's', randomKey: 'r', path: '/p' }
    expect(requestSignature({ ...parts, body: Buffer.from('{"a":"ş"}') })).toBe(requestSignature({ ...parts, body: '{"a":"ş"}' }))
  })
})

describe('response signatures', () => {
  it.each(vectors.responseSignature.map((vector) => [vector.name, vector] as const))('are computed for %s', (_name, vector) => {
    expect(responseSignature(vector.secretKey, vector.order, vector.values)).toBe(vector.signature)
  })

  it.each(vectors.responseSignaturePublished.map((vector) => [vector.source, vector] as const))('agree with %s', (_source, vector) => {
    const values = Object.fromEntries(vector.stringToSign.split(':').map((value, index) => [`field${index}`, value]))
    expect(responseSignature(vector.secretKey, Object.keys(values), values)).toBe(vector.signature)
  })

  it('are refused when missing, changed, short or not text, and accepted in capitals', () => {
    const secretKey = 'secret'
    const body = { token: 't', conversationId: 'c' }
    const signature = responseSignature(secretKey, ['token'], body)
    expect(hasValidSignature(secretKey, ['token'], { ...body, signature })).toBe(true)
    expect(hasValidSignature(secretKey, ['token'], { ...body, signature: signature.toUpperCase() })).toBe(true)
    expect(hasValidSignature(secretKey, ['token'], { ...body, token: 'u', signature })).toBe(false)
    for (const wrong of [undefined, null, '', signature.slice(1), [signature], 1])
      expect(hasValidSignature(secretKey, ['token'], { ...body, signature: wrong })).toBe(false)
  })
})

describe('decimals', () => {
  it.each(vectors.numberFormatting.signaturePrice_stripTrailingZeros)('%s is signed as %s', (text, plain) => {
    expect(plainDecimal(text as string)).toBe(plain)
  })

  it.each([
    ['1e3', '1000'],
    ['1.5E+1', '15'],
    ['25E-4', '0.0025'],
    ['-0.50', '-0.5'],
    ['007.10', '7.1'],
    ['0.00', '0'],
  ])('%s is %s in plain notation', (text, plain) => {
    expect(plainDecimal(text)).toBe(plain)
  })

  it.each(['', '1,5', 'NaN.0', '1.', '.5', 'Infinity', '0x10', '1e999', ' 1'])('%j is no decimal', (text) => {
    expect(plainDecimal(text)).toBeNull()
    expect(kurusOf(text)).toBeNull()
  })

  it('writes every amount of kuruş so that it reads back as itself, in the official client’s form', () => {
    for (const amount of [0, 1, 9, 10, 99, 100, 101, 110, 15050, 2_000_000_001]) expect(kurusOf(liraText(kurus(amount)))).toBe(amount)
    expect([1, 10, 100, 15050, 15012].map((amount) => liraText(kurus(amount)))).toEqual(['0.01', '0.1', '1.0', '150.5', '150.12'])
  })

  it('reads what is finer than a kuruş exactly or not at all, and rounds down only where told', () => {
    expect(kurusOf('150.00000000')).toBe(15000)
    expect(kurusOf('163.905')).toBeNull()
    expect(kurusOf('-1')).toBeNull()
    expect(kurusBelow(unitsOf('163.905'))).toBe(16390)
    expect(kurusBelow(unitsOf('0.12475'))).toBe(12)
    expect(unitsOf('0.123456789')).toBeNull()
    expect(unitsText(unitsOf('0.00749251') ?? 0n)).toBe('0.00749251')
  })

  it('keeps the digits of amounts through parsing, where a float would lose them', () => {
    const parsed = parseExact(
      '{"price":90071992547409.93000000,"paidPrice":0E-8,"itemTransactions":[{"subMerchantPayoutAmount":0.10}],"fraudStatus":1}',
    )
    expect(parsed).toEqual({
      price: '90071992547409.93000000',
      paidPrice: '0E-8',
      itemTransactions: [{ subMerchantPayoutAmount: '0.10' }],
      fraudStatus: 1,
    })
    for (const text of ['', '[]', 'null', '{"status":"succ', '<html>']) expect(parseExact(text)).toBeNull()
  })
})
