import { forgetHeard } from '../../platform/heard.ts'
import { takePushToken } from '../push/push-token.ts'
import { noteFarewell, sayFarewells } from './farewells.ts'
import { closeSession, sessionState } from './session.ts'

/** Ends the session here at once, and at the API as soon as it can be reached. */
export async function signOut(): Promise<void> {
  const state = sessionState.get()
  if (state.kind === 'out') return
  const { user, refreshToken } = state.session
  await noteFarewell({ refreshToken, pushToken: await takePushToken(user.id) })
  await closeSession(false)
  forgetHeard()
  await sayFarewells()
}
