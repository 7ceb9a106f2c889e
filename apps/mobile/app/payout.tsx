export { PayoutScreen as default } from '../src/features/accounts/payout-screen.tsx'
