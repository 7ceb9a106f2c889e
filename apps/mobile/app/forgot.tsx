export { ForgotScreen as default } from '../src/features/session/forgot-screen.tsx'
