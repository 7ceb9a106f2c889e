import type { getProduct } from '@emanet/contracts/catalogue'
import type { Output } from '@emanet/contracts/route'
import type { ProductStatus } from '@emanet/contracts/states'
import type { Tone } from '@emanet/messages/order-story'

export type Product = Output<typeof getProduct>

export function toneOfProduct(status: ProductStatus): Tone | 'plain' {
  if (status === 'active') return 'good'
  return status === 'reserved' ? 'wait' : 'plain'
}
