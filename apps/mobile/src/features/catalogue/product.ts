import type { getProduct } from '@emanet/contracts/catalogue'
import type { Output } from '@emanet/contracts/route'

export type Product = Output<typeof getProduct>
