export { RegisterScreen as default } from '../src/features/session/register-screen.tsx'
