import { plainDecimal, unitsOf } from '../iyzico.wire.ts'
import { type Body, fail, localeOf } from './replies.ts'
import type { Basket, BasketLine, Sim } from './state.ts'

type Problem = ReturnType<typeof fail>

const CURRENCIES = new Set(['TRY', 'USD', 'EUR', 'GBP', 'NOK', 'CHF', 'RUB', 'IRR'])
const CONVERSATION_ID_MAX = 100

/** What is sold and to whom, checked in the order iyzico seems to check it. */
export function readBasket(sim: Sim, request: Body): Basket | Problem {
  const price = amountOf(request.price)
  const paidPrice = amountOf(request.paidPrice ?? request.price)
  if (request.price === undefined || request.price === null) return fail(request, '5004')
  if (price === null || paidPrice === null) return fail(request, '11')
  const items = Array.isArray(request.basketItems) ? (request.basketItems as Body[]) : []
  if (items.length === 0) return fail(request, '24', 'basketItems')
  const lines: BasketLine[] = []
  for (const item of items) {
    const line = readLine(request, item)
    if ('error' in line) return line
    lines.push(line)
  }
  const sum = lines.reduce((total, line) => total + (unitsOf(line.price) ?? 0n), 0n)
  if (sum !== unitsOf(price)) return fail(request, '5062')
  const currency = request.currency ?? 'TRY'
  if (typeof currency !== 'string' || !CURRENCIES.has(currency)) return fail(request, '11')
  const { conversationId, basketId } = request
  if (typeof conversationId === 'string' && conversationId.length > CONVERSATION_ID_MAX) return fail(request, '20')
  const basket: Basket = {
    conversationId: typeof conversationId === 'string' ? conversationId : null,
    locale: localeOf(request),
    price,
    paidPrice,
    currency,
    basketId: typeof basketId === 'string' ? basketId : null,
    paymentGroup: typeof request.paymentGroup === 'string' ? request.paymentGroup : 'PRODUCT',
    lines,
  }
  return checkPeople(request, lines) ?? checkMarketplace(sim, request, basket) ?? basket
}

function readLine(request: Body, item: Body): BasketLine | Problem {
  for (const field of ['id', 'name', 'category1', 'itemType'] as const)
    if (!isText(item[field])) return fail(request, '24', `basketItems.${field}`)
  if (item.itemType !== 'PHYSICAL' && item.itemType !== 'VIRTUAL') return fail(request, '11')
  const price = amountOf(item.price)
  if (price === null || price === '0') return fail(request, '11')
  return {
    id: item.id as string,
    name: item.name as string,
    itemType: item.itemType,
    price,
    subMerchantKey: isText(item.subMerchantKey) ? item.subMerchantKey : null,
    subMerchantPrice: amountOf(item.subMerchantPrice),
    withholdingTax: amountOf(item.withholdingTax),
  }
}

function checkPeople(request: Body, lines: BasketLine[]): Problem | null {
  const buyer = (typeof request.buyer === 'object' && request.buyer !== null ? request.buyer : {}) as Body
  if (!isText(buyer.email)) return fail(request, '3')
  if (!/^\S+@\S+\.\S+$/.test(buyer.email)) return fail(request, '5')
  if (!isText(buyer.identityNumber)) return fail(request, '8')
  if (buyer.identityNumber.length > 50) return fail(request, '9')
  if (buyer.identityNumber.length < 5) return fail(request, '10')
  if (!isText(buyer.gsmNumber)) return fail(request, '25')
  if (!/^\+\d{10,15}$/.test(buyer.gsmNumber)) return fail(request, '11')
  for (const field of ['id', 'name', 'surname', 'registrationAddress', 'city', 'country'])
    if (!isText(buyer[field])) return fail(request, '24', `buyer.${field}`)
  for (const field of ['registrationDate', 'lastLoginDate']) {
    const value = buyer[field]
    if (value !== undefined && value !== null && !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(value))) return fail(request, '7')
  }
  const wantsShipping = lines.some((line) => line.itemType === 'PHYSICAL')
  return checkAddress(request, 'billingAddress') ?? (wantsShipping ? checkAddress(request, 'shippingAddress') : null)
}

function checkAddress(request: Body, name: 'billingAddress' | 'shippingAddress'): Problem | null {
  const address = (typeof request[name] === 'object' && request[name] !== null ? request[name] : {}) as Body
  const missing = ['address', 'contactName', 'city', 'country'].find((field) => !isText(address[field]))
  return missing === undefined ? null : fail(request, '24', `${name}.${missing}`)
}

/** A marketplace names a seller and the seller's part on every line of a product payment, and on no other. */
function checkMarketplace(sim: Sim, request: Body, { lines, paymentGroup }: Basket): Problem | null {
  const isNamed = lines.some((line) => line.subMerchantKey !== null || line.subMerchantPrice !== null)
  if (isNamed && paymentGroup !== 'PRODUCT') return fail(request, '5079')
  if (isNamed && !sim.isMarketplace) return fail(request, '2000')
  if (!sim.isMarketplace || paymentGroup !== 'PRODUCT') return null
  for (const line of lines) {
    if (line.subMerchantKey === null || line.subMerchantPrice === null) return fail(request, '5077')
    if (sim.sellers.get(line.subMerchantKey) === undefined) return fail(request, '5078')
    if ((unitsOf(line.subMerchantPrice) ?? 0n) > (unitsOf(line.price) ?? 0n)) return fail(request, '5080')
  }
  return null
}

/** Plain decimal text of a price ≥ 0 with at most two places; null when it is none. */
export function amountOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const plain = plainDecimal(String(value))
  return plain !== null && /^\d+(\.\d{1,2})?$/.test(plain) ? plain : null
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
