import type { ProductStatus } from '@emanet/contracts/states'
import type { Tone } from '@/ui/notice.tsx'

export function toneOfProduct(status: ProductStatus): Tone | 'plain' {
  if (status === 'active') return 'good'
  if (status === 'reserved') return 'wait'
  return 'plain'
}
