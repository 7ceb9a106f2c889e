export { CheckoutScreen as default } from '../../src/features/checkout/checkout-screen.tsx'
