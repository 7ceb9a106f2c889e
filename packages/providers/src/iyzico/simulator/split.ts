import { type Units, unitsOf } from '../iyzico.wire.ts'

/** What iyzico keeps. Decimal texts: rates are parts of one, the fee is in lira. */
export type Tariff = { commissionRate: string; fixedFee: string; blockageRate: string }

export type SplitLine = { price: Units; subMerchantPrice: Units }

export type SplitShare = {
  paidPrice: Units
  commission: Units
  fee: Units
  blockageMerchant: Units
  blockageSubMerchant: Units
  merchantPayout: Units
  subMerchantPayout: Units
  subMerchantPayoutRate: Units
}

const ONE = 100_000_000n

/**
 * Who gets what of each basket line. iyzico's cut comes out of the platform's part; where that is too small, the seller is paid less.
 * Shares round half up to eight places and the last line takes the remainder. Reproduces recorded payments.
 */
export function splitLines({
  lines,
  price,
  paidPrice,
  tariff,
}: {
  lines: SplitLine[]
  price: Units
  paidPrice: Units
  tariff: Tariff
}): SplitShare[] {
  const [rate, fixedFee, blockageRate] = [tariff.commissionRate, tariff.fixedFee, tariff.blockageRate].map(
    (text) => unitsOf(text) ?? 0n,
  ) as [Units, Units, Units]
  const paidParts = proportional(paidPrice, lines, price)
  const feeParts = proportional(fixedFee, lines, price)
  return lines.map((line, index) => {
    const paid = paidParts[index] as Units
    const fee = feeParts[index] as Units
    const commission = divide(paid * rate, ONE)
    const rest = paid - commission - fee
    const blockage = divide(paid * blockageRate, ONE)
    const merchant = rest > line.subMerchantPrice ? rest - line.subMerchantPrice : 0n
    const blockageMerchant = smaller(blockage, merchant)
    const blockageSubMerchant = line.subMerchantPrice === 0n ? 0n : blockage - blockageMerchant
    const subMerchant = smaller(line.subMerchantPrice, rest)
    return {
      paidPrice: paid,
      commission,
      fee,
      blockageMerchant,
      blockageSubMerchant,
      merchantPayout: merchant - blockageMerchant,
      subMerchantPayout: subMerchant - blockageSubMerchant,
      subMerchantPayoutRate: line.price === 0n ? 0n : divide(line.subMerchantPrice * 100n * ONE, line.price),
    }
  })
}

function proportional(whole: Units, lines: SplitLine[], price: Units): Units[] {
  const parts = lines.map((line) => divide(whole * line.price, price))
  const last = parts.length - 1
  parts[last] = parts.slice(0, last).reduce((left, part) => left - part, whole)
  return parts
}

/** Rounds half up; both are ≥ 0 here. */
function divide(numerator: bigint, denominator: bigint): bigint {
  return (numerator * 2n + denominator) / (denominator * 2n)
}

function smaller(a: Units, b: Units): Units {
  if (a < b) return a
  return b
}
