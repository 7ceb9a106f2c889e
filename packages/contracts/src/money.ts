/** Integer kuruş, 1/100 of a Turkish lira. The brand keeps plain numbers and lira out of sums. */
export type Kurus = number & { readonly __kurus: true }

/** @throws RangeError when `n` is not a safe integer ≥ 0. */
export function kurus(n: number): Kurus {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not an amount in kuruş: ${n}`)
  return n as Kurus
}

/** `floor(amount × bp / 10 000)`, in integers throughout. @throws RangeError when `bp` is outside 0…10 000. */
export function basisPoints(amount: Kurus, bp: number): Kurus {
  if (!Number.isInteger(bp) || bp < 0 || bp > 10_000) throw new RangeError(`basis points ${bp}`)
  return kurus(Number((BigInt(amount) * BigInt(bp)) / 10_000n))
}

/** What the platform charges; settings, stamped on each order. Kuruş and basis points. */
export type Rates = {
  commissionBp: number
  buyerFeeKurus: number
  buyerFeeBp: number
  shippingCostKurus: number
}

/** Every kuruş of an order. `total = item + shipping + fee`; `total = seller + commission + fee + carrier's part`. */
export type Totals = {
  itemKurus: Kurus
  shippingKurus: Kurus
  feeKurus: Kurus
  totalKurus: Kurus
  commissionKurus: Kurus
  sellerKurus: Kurus
}

/**
 * The totals of one unit. Commission and fee round down; the seller gets the rest of the item, less the shipping
 * cost when the buyer pays none (`shippingKurus` 0). `sellerKurus` may come out as 0 for a cheap item: `order.below_minimum`.
 */
export function orderTotals(product: { priceKurus: Kurus; shippingKurus: Kurus }, rates: Rates): Totals {
  const itemKurus = product.priceKurus
  const commissionKurus = basisPoints(itemKurus, rates.commissionBp)
  const feeKurus = kurus(rates.buyerFeeKurus + basisPoints(itemKurus, rates.buyerFeeBp))
  const shippingBorneBySeller = product.shippingKurus === 0 ? rates.shippingCostKurus : 0
  return {
    itemKurus,
    shippingKurus: product.shippingKurus,
    feeKurus,
    totalKurus: kurus(itemKurus + product.shippingKurus + feeKurus),
    commissionKurus,
    sellerKurus: kurus(Math.max(0, itemKurus - commissionKurus - shippingBorneBySeller)),
  }
}

/** `1234567` → `₺12.345,67` (tr) or `₺12,345.67` (en). For eyes only; never parse it back. */
export function formatKurus(amount: number, language: 'tr' | 'en'): string {
  const locale = language === 'tr' ? 'tr-TR' : 'en-GB'
  const lira = new Intl.NumberFormat(locale).format(Math.trunc(amount / 100))
  const rest = String(amount % 100).padStart(2, '0')
  return `₺${lira}${language === 'tr' ? ',' : '.'}${rest}`
}
