export { ProductScreen as default } from '../../src/features/catalogue/product-screen.tsx'
