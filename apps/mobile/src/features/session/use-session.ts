import { usePathname, useRouter } from 'expo-router'
import { useStore } from '../../platform/store.ts'
import { type Session, sessionState } from './session.ts'

export function useSession(): Session | null {
  const state = useStore(sessionState)
  return state.kind === 'in' ? state.session : null
}

/** Leads to the sign-in page, which leads back here. */
export function useSignIn(): () => void {
  const router = useRouter()
  const path = usePathname()
  return () => router.push({ pathname: '/login', params: { next: path } })
}
