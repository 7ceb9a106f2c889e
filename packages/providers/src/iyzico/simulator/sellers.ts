import { isText } from './basket.ts'
import { type Answer, type Body, fail } from './replies.ts'
import { newSellerKey, type Seller, type Sim } from './state.ts'

type Problem = ReturnType<typeof fail>

const REQUIRED: Record<string, string[]> = {
  PERSONAL: ['contactName', 'contactSurname', 'identityNumber'],
  PRIVATE_COMPANY: ['taxOffice', 'legalCompanyTitle'],
  LIMITED_OR_JOINT_STOCK_COMPANY: ['taxOffice', 'legalCompanyTitle', 'taxNumber'],
}
const KEPT = [
  'name',
  'email',
  'gsmNumber',
  'address',
  'iban',
  'currency',
  'contactName',
  'contactSurname',
  'identityNumber',
  'taxOffice',
  'taxNumber',
  'legalCompanyTitle',
]

export function createSeller(sim: Sim, request: Body): Answer {
  if (!sim.isMarketplace) return fail(request, '2000')
  const { subMerchantType, subMerchantExternalId } = request
  if (!isText(subMerchantExternalId)) return fail(request, '24', 'subMerchantExternalId')
  if (!isText(subMerchantType) || REQUIRED[subMerchantType] === undefined) return fail(request, '24', 'subMerchantType')
  const problem = checkSeller(request, subMerchantType)
  if (problem !== null) return problem
  if (findSeller(sim, subMerchantExternalId) !== undefined) return fail(request, '2002')
  const seller: Seller = { subMerchantKey: newSellerKey(), subMerchantExternalId, subMerchantType, ...keptFields(request) }
  sim.sellers.put(seller.subMerchantKey, seller)
  return { fields: { subMerchantKey: seller.subMerchantKey } }
}

/** The type stays what it was. */
export function updateSeller(sim: Sim, request: Body): Answer {
  const { subMerchantKey } = request
  if (!isText(subMerchantKey)) return fail(request, '24', 'subMerchantKey')
  const seller = sim.sellers.get(subMerchantKey)
  if (seller === undefined) return fail(request, '2001')
  if (!isText(request.iban)) return fail(request, '24', 'iban')
  const problem = checkSeller(request, seller.subMerchantType)
  if (problem !== null) return problem
  sim.sellers.put(subMerchantKey, { ...seller, ...keptFields(request) })
  return { fields: {} }
}

export function sellerDetail(sim: Sim, request: Body): Answer {
  const seller = isText(request.subMerchantExternalId) ? findSeller(sim, request.subMerchantExternalId) : undefined
  return seller === undefined ? fail(request, '2001') : { fields: { ...seller, bankCountry: 'TR' } }
}

/** TR, two check digits, 22 digits, and the remainder of ISO 13616. */
export function isTurkishIban(iban: string): boolean {
  if (!/^TR\d{24}$/.test(iban)) return false
  const digits = `${iban.slice(4)}2927${iban.slice(2, 4)}`
  return BigInt(digits) % 97n === 1n
}

function checkSeller(request: Body, type: string): Problem | null {
  if (!isText(request.email)) return fail(request, '3')
  if (!/^\S+@\S+\.\S+$/.test(request.email)) return fail(request, '5')
  if (!isText(request.gsmNumber)) return fail(request, '25')
  if (!/^\+\d{10,15}$/.test(request.gsmNumber)) return fail(request, '11')
  if (!isText(request.address)) return fail(request, '24', 'address')
  const missing = (REQUIRED[type] ?? []).find((field) => !isText(request[field]))
  if (missing === 'identityNumber') return fail(request, '8')
  if (missing !== undefined) return fail(request, '24', missing)
  // Only the shape: the sandbox takes numbers whose check digits are wrong.
  if (isText(request.identityNumber) && !/^\d{11}$/.test(request.identityNumber)) return fail(request, '18')
  if (isText(request.iban) && !isTurkishIban(request.iban)) return fail(request, '2003')
  return null
}

function findSeller(sim: Sim, externalId: string): Seller | undefined {
  return sim.sellers.values().find((seller) => seller.subMerchantExternalId === externalId)
}

function keptFields(request: Body): Record<string, string> {
  return Object.fromEntries(KEPT.flatMap((field) => (isText(request[field]) ? [[field, request[field]]] : [])))
}
