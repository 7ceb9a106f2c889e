import { describe, expect, it, test } from 'vitest'
import { basisPoints, formatKurus, kurus, orderTotals, type Rates } from './money.ts'

const RATES: Rates = { commissionBp: 800, buyerFeeKurus: 990, buyerFeeBp: 300, shippingCostKurus: 8990 }

/** Always the same numbers, so that a failure can be seen again. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state
  }
}

/** Every small amount, the ends, and many in between, each with its rates. */
function* sales(): Generator<{ priceKurus: number; shippingKurus: number; rates: Rates }> {
  for (let priceKurus = 0; priceKurus <= 20_000; priceKurus++) yield { priceKurus, shippingKurus: priceKurus % 3, rates: RATES }
  const random = numbers(20_261_128)
  const upTo = (max: number) => random.next().value % (max + 1)
  for (let sale = 0; sale < 50_000; sale++) {
    const rates = { commissionBp: upTo(10_000), buyerFeeKurus: upTo(5000), buyerFeeBp: upTo(10_000), shippingCostKurus: upTo(50_000) }
    yield { priceKurus: upTo(100_000_000), shippingKurus: sale % 2 === 0 ? 0 : upTo(1_000_000), rates }
  }
  for (const commissionBp of [0, 1, 9999, 10_000])
    yield { priceKurus: 1_000_000_000, shippingKurus: 1_000_000, rates: { ...RATES, commissionBp, buyerFeeBp: 10_000 } }
}

describe('the split of an order', () => {
  it('adds up, whatever the price and the rates', () => {
    let wrong = 0
    for (const { priceKurus, shippingKurus, rates } of sales()) {
      const totals = orderTotals({ priceKurus: kurus(priceKurus), shippingKurus: kurus(shippingKurus) }, rates)
      const borneBySeller = shippingKurus === 0 ? rates.shippingCostKurus : 0
      const parts = [totals.totalKurus, totals.feeKurus, totals.commissionKurus, totals.sellerKurus]
      const isWhole = parts.every((part) => Number.isSafeInteger(part) && part >= 0)
      const isWhatTheBuyerPays = totals.totalKurus === priceKurus + shippingKurus + totals.feeKurus
      const isWhatTheSellerGets = totals.sellerKurus === Math.max(0, priceKurus - totals.commissionKurus - borneBySeller)
      if (!(isWhole && isWhatTheBuyerPays && isWhatTheSellerGets)) wrong++
    }
    expect(wrong).toBe(0)
  })

  it('takes commission and fee rounded down, and never a kuruş more', () => {
    let wrong = 0
    const isFloorOf = (part: number, amount: number, bp: number) => {
      const over = BigInt(amount) * BigInt(bp) - BigInt(part) * 10_000n
      return over >= 0n && over < 10_000n
    }
    for (const { priceKurus, shippingKurus, rates } of sales()) {
      const totals = orderTotals({ priceKurus: kurus(priceKurus), shippingKurus: kurus(shippingKurus) }, rates)
      const isRight =
        isFloorOf(totals.commissionKurus, priceKurus, rates.commissionBp) &&
        isFloorOf(totals.feeKurus - rates.buyerFeeKurus, priceKurus, rates.buyerFeeBp)
      if (!isRight) wrong++
    }
    expect(wrong).toBe(0)
  })

  test.each([
    // 99 999 × 8 % = 7999,92 · 99 999 × 3 % = 2999,97 · the seller bears 89,90 of shipping
    [99_999, 0, { feeKurus: 990 + 2999, totalKurus: 103_988, commissionKurus: 7999, sellerKurus: 99_999 - 7999 - 8990 }],
    [125_000, 8990, { feeKurus: 990 + 3750, totalKurus: 138_730, commissionKurus: 10_000, sellerKurus: 115_000 }],
    [100, 0, { feeKurus: 993, totalKurus: 1093, commissionKurus: 8, sellerKurus: 0 }],
  ])('of %i kuruş with %i for shipping is known', (priceKurus, shippingKurus, parts) => {
    expect(orderTotals({ priceKurus: kurus(priceKurus), shippingKurus: kurus(shippingKurus) }, RATES)).toMatchObject(parts)
  })
})

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is no amount in kuruş', (n) => {
  expect(() => kurus(n)).toThrow(RangeError)
})

test.each([-1, 10_001, 0.5, Number.NaN])('%d is no rate in basis points', (bp) => {
  expect(() => basisPoints(kurus(100), bp)).toThrow(RangeError)
})

test('a share of the largest amounts is exact, where a floating point number is not', () => {
  expect(basisPoints(kurus(9_007_199_254_740_991), 9999)).toBe(9_006_298_534_815_516)
})

test.each([
  [0, '₺0,00', '₺0.00'],
  [5, '₺0,05', '₺0.05'],
  [1_234_567, '₺12.345,67', '₺12,345.67'],
  [100_000_000_00, '₺100.000.000,00', '₺100,000,000.00'],
])('%i kuruş are shown as %s and %s', (amount, turkish, english) => {
  expect([formatKurus(amount, 'tr'), formatKurus(amount, 'en')]).toEqual([turkish, english])
})
