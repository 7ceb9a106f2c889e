import type { ProductStatus } from '@emanet/contracts/states'
import type { Tone } from './order-story.ts'

export function toneOfProduct(status: ProductStatus): Tone | 'plain' {
  if (status === 'active') return 'good'
  return status === 'reserved' ? 'wait' : 'plain'
}
