import { ApiProblem, type Client } from '@emanet/contracts/client'
import { clientFor } from '../../platform/api.ts'
import { freshAccessToken, renewSession, sessionState } from './session.ts'

let client: Client | null = null

/** The API as whoever is signed in. A token that the API no longer takes is renewed and the call made once more. */
export function api(): Client {
  client ??= renewing(clientFor({ accessToken: freshAccessToken }))
  return client
}

function renewing(plain: Client): Client {
  const again =
    (call: (input?: never) => Promise<unknown>) =>
    async (input?: never): Promise<unknown> => {
      try {
        return await call(input)
      } catch (error) {
        const refused = error instanceof ApiProblem && (error.problem.code === 'auth.expired' || error.problem.code === 'auth.required')
        if (!refused || sessionState.get().kind === 'out') throw error
        const renewal = await renewSession()
        // She is still signed in; this call is as lost as any other without a network.
        if (renewal === 'unreachable') throw new TypeError('the session could not be renewed', { cause: error })
        if (renewal === 'ended') throw error
        return call(input)
      }
    }
  return Object.fromEntries(Object.entries(plain).map(([name, call]) => [name, again(call as never)])) as unknown as Client
}
