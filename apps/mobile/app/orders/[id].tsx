export { OrderScreen as default } from '../../src/features/orders/order-screen.tsx'
