export { ProductFormScreen as default } from '../../src/features/selling/product-form-screen.tsx'
