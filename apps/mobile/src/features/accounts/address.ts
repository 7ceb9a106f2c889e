import type { addAddress } from '@emanet/contracts/catalogue'
import type { Output } from '@emanet/contracts/route'
import { typePhone } from '@emanet/messages/masks'

export type Address = Output<typeof addAddress>

/** An address as a postman reads it, line by line. */
export function addressLines(address: Omit<Address, 'id'>): string[] {
  const place = [address.neighbourhood, address.line].filter(Boolean).join(', ')
  return [
    address.fullName,
    place,
    [address.postalCode, `${address.district} / ${address.city}`].filter(Boolean).join(' '),
    typePhone(address.phone),
  ]
}
