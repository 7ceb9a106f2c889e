export { SellScreen as default } from '../../src/features/selling/sell-screen.tsx'
