export { AddressesScreen as default } from '../../src/features/accounts/addresses-screen.tsx'
