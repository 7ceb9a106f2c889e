import { forgetHeard } from '../../platform/use-remote.ts'
import { removePushToken } from '../push/push-token.ts'
import { api } from './api.ts'
import { closeSession, sessionState } from './session.ts'

/** Ends the session here and at the API; without a network it ends here, and there when its tokens run out. */
export async function signOut(): Promise<void> {
  const state = sessionState.get()
  if (state.kind === 'out') return
  await removePushToken()
  const { refreshToken } = state.session
  await api()
    .logout({ body: { refreshToken } })
    .catch(() => {})
  await closeSession(false)
  forgetHeard()
}
