import type { CheckoutRequest, PostalAddress, SellerAccount } from '../ports.ts'
import { liraText } from './iyzico.wire.ts'

/** Every field is named here: nothing a caller carries along reaches iyzico by accident. */
export function checkoutBody(request: CheckoutRequest): object {
  const { buyer, shippingAddress } = request
  const address = addressBody(shippingAddress)
  return {
    locale: request.language,
    conversationId: request.paymentId,
    price: liraText(request.totalKurus),
    paidPrice: liraText(request.totalKurus),
    currency: request.currency,
    basketId: request.orderNumber,
    paymentGroup: 'PRODUCT',
    callbackUrl: request.callbackUrl,
    forceThreeDS: 1,
    enabledInstallments: request.installments,
    buyer: {
      id: buyer.id,
      name: buyer.name,
      surname: buyer.surname,
      email: buyer.email,
      identityNumber: buyer.identityNumber,
      gsmNumber: e164(buyer.phone),
      registrationAddress: address.address,
      city: address.city,
      country: address.country,
      ...(address.zipCode === undefined ? {} : { zipCode: address.zipCode }),
      ...(buyer.ip === undefined ? {} : { ip: buyer.ip }),
    },
    billingAddress: address,
    shippingAddress: address,
    // One line per order, so one paymentTransactionId to approve or to refund.
    basketItems: [
      {
        id: request.itemId,
        name: request.itemTitle,
        category1: request.itemCategory,
        itemType: 'PHYSICAL',
        price: liraText(request.totalKurus),
        subMerchantKey: request.sellerKey,
        subMerchantPrice: liraText(request.sellerKurus),
      },
    ],
  }
}

const SELLER_TYPES = {
  personal: 'PERSONAL',
  private_company: 'PRIVATE_COMPANY',
  limited_company: 'LIMITED_OR_JOINT_STOCK_COMPANY',
} as const

/** For create; the type cannot be changed afterwards. */
export function newSellerBody(account: SellerAccount): object {
  return { ...sellerBody(account), subMerchantExternalId: externalIdOf(account), subMerchantType: SELLER_TYPES[account.type] }
}

/** A person who founds a company is another sub-merchant to iyzico, and needs another id of ours. */
export function externalIdOf({ sellerId, type }: SellerAccount): string {
  return type === 'personal' ? sellerId : `${sellerId}-${type === 'limited_company' ? 'L' : 'P'}`
}

export function changedSellerBody(account: SellerAccount, sellerKey: string): object {
  return { ...sellerBody(account), subMerchantKey: sellerKey }
}

function sellerBody(account: SellerAccount): Record<string, string> {
  const { contactName, contactSurname, legalCompanyTitle, taxOffice, taxNumber, identityNumber } = account
  const isPersonal = account.type === 'personal'
  const fields: Record<string, string | undefined> = {
    locale: 'tr',
    conversationId: account.sellerId,
    name: isPersonal ? [contactName, contactSurname].filter(Boolean).join(' ') : legalCompanyTitle,
    email: account.email,
    gsmNumber: e164(account.phone),
    address: account.address,
    iban: account.iban.replaceAll(' ', '').toUpperCase(),
    currency: 'TRY',
    identityNumber,
    ...(isPersonal ? { contactName, contactSurname } : { taxOffice, taxNumber, legalCompanyTitle }),
  }
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''))
}

/** `0532 123 45 67`, `5321234567`, `+90…` → `+905321234567`; numbers of other countries keep their `+`. */
export function e164(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '')
  if (phone.trim().startsWith('+')) return `+${digits}`
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  if (digits.startsWith('90') && digits.length === 12) return `+${digits}`
  return `+90${digits.replace(/^0/, '')}`
}

function addressBody(address: PostalAddress) {
  const { fullName, line, neighbourhood, district, city, postalCode } = address
  return {
    contactName: fullName,
    address: [neighbourhood, line, district].filter((part) => part !== undefined && part !== '').join(', '),
    city,
    country: 'Turkey',
    ...(postalCode === undefined || postalCode === '' ? {} : { zipCode: postalCode }),
  }
}
