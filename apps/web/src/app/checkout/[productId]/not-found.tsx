import { ProductGone } from '@/features/catalogue/product-gone.tsx'

export default function ProductNotFound() {
  return <ProductGone />
}
