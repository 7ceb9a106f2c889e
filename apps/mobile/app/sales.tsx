export { SalesScreen as default } from '../src/features/orders/sales-screen.tsx'
