import { ApiProblem, createClient } from '@emanet/contracts/client'
import { settings } from '@/platform/settings.ts'
import type { Session } from './session-cookies.ts'

export type Renewal = { kind: 'renewed'; session: Session } | { kind: 'ended' } | { kind: 'unreachable' }

// A page asks for several things at once, each with the old token: they share one exchange. The answer is kept for a
// few seconds for those that were already on their way.
const underWay = new Map<string, Promise<Renewal>>()
const KEPT_MS = 5_000

/** Exchanges a refresh token for a new pair. The API answers a lost reply again, so a repeat is safe. `visitor`: whose limits it counts against. */
export function renewSession(refreshToken: string, visitor: Record<string, string>): Promise<Renewal> {
  const known = underWay.get(refreshToken)
  if (known) return known
  const renewal = exchange(refreshToken, visitor)
  underWay.set(refreshToken, renewal)
  void renewal.then((outcome) => {
    if (outcome.kind === 'unreachable') underWay.delete(refreshToken)
    else setTimeout(() => underWay.delete(refreshToken), KEPT_MS).unref()
  })
  return renewal
}

async function exchange(refreshToken: string, headers: Record<string, string>): Promise<Renewal> {
  try {
    const { body } = await createClient({ baseUrl: settings().apiUrl, timeoutMs: 8_000, headers }).refresh({ body: { refreshToken } })
    return { kind: 'renewed', session: body }
  } catch (error) {
    const refused = error instanceof ApiProblem && (error.problem.status === 401 || error.problem.status === 422)
    return refused ? { kind: 'ended' } : { kind: 'unreachable' }
  }
}
