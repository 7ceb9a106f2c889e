import { describe, expect, it } from 'vitest'
import { plainDecimal, unitsOf, unitsText } from '../iyzico.wire.ts'
import vectors from '../vectors.json' with { type: 'json' }
import { splitLines } from './split.ts'

const units = (value: string | undefined) => unitsOf(value ?? '0') ?? 0n
const text = (value: bigint) => plainDecimal(unitsText(value))

describe('the split of a payment', () => {
  it.each(vectors.splitArithmetic.map((vector) => [vector.name, vector] as const))('is what was recorded: %s', (_name, vector) => {
    const items: { price: string; subMerchantPrice?: string }[] = vector.items
    const shares = splitLines({
      lines: items.map((item) => ({ price: units(item.price), subMerchantPrice: units(item.subMerchantPrice) })),
      price: units(vector.price),
      paidPrice: units(vector.paidPrice),
      tariff: { commissionRate: vector.iyziCommissionRate, fixedFee: vector.iyziCommissionFee, blockageRate: vector.blockageRate },
    })
    const printed = shares.map((share, index) => ({
      itemId: vector.items[index]?.id,
      price: vector.items[index]?.price,
      paidPrice: text(share.paidPrice),
      iyziCommissionRateAmount: text(share.commission),
      iyziCommissionFee: text(share.fee),
      subMerchantPrice: items[index]?.subMerchantPrice ?? '0',
      subMerchantPayoutRate: text(share.subMerchantPayoutRate),
      blockageRateAmountMerchant: text(share.blockageMerchant),
      blockageRateAmountSubMerchant: text(share.blockageSubMerchant),
      merchantPayoutAmount: text(share.merchantPayout),
      subMerchantPayoutAmount: text(share.subMerchantPayout),
    }))
    expect(printed).toEqual(vector.result)
  })

  it('always adds up to what was paid', () => {
    for (let seed = 1n; seed < 500n; seed += 1n) {
      const lines = [1n, 7n, 13n].map((factor) => ({
        price: ((seed * factor * 7919n) % 99_999n) * 1_000_000n + 1_000_000n,
        subMerchantPrice: 1_000_000n,
      }))
      const price = lines.reduce((sum, line) => sum + line.price, 0n)
      const paidPrice = price + (price * 322n) / 10_000n
      const shares = splitLines({ lines, price, paidPrice, tariff: { commissionRate: '0.0349', fixedFee: '0.25', blockageRate: '0.1' } })
      const sum = shares.reduce(
        (total, share) =>
          total +
          share.commission +
          share.fee +
          share.blockageMerchant +
          share.blockageSubMerchant +
          share.merchantPayout +
          share.subMerchantPayout,
        0n,
      )
      expect(sum).toBe(paidPrice)
    }
  })
})
