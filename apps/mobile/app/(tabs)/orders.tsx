export { OrdersScreen as default } from '../../src/features/orders/orders-screen.tsx'
