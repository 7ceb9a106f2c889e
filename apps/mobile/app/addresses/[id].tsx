export { AddressScreen as default } from '../../src/features/accounts/address-screen.tsx'
