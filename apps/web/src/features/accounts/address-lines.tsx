import type { address } from '@emanet/contracts/catalogue'
import { typePhone } from '@emanet/messages/masks'
import type { z } from 'zod'

export type Address = z.output<typeof address>

/** An address as it stands on a parcel. */
export function AddressLines({ address }: { address: Omit<Address, 'id'> }) {
  return (
    <span className="block min-w-0">
      <span className="block font-semibold">{address.fullName}</span>
      <span className="block">{[address.neighbourhood, address.line].filter(Boolean).join(', ')}</span>
      <span className="block">
        {[address.postalCode, address.district].filter(Boolean).join(' ')} / {address.city}
      </span>
      <span className="figures block text-ink-soft">{typePhone(address.phone)}</span>
    </span>
  )
}
