import { ApiProblem } from '@emanet/contracts/client'
import type { FailureKind } from './failure-digest.ts'

/**
 * The error for a page that cannot be made. Of an error on the server the browser gets the digest and nothing else, so the
 * digest carries the kind and how many seconds to wait.
 */
export function pageFailure(cause: unknown): Error {
  const [kind, waitS] = causeOf(cause)
  return Object.assign(new Error(`the page failed: ${kind}`, { cause }), { digest: `${kind};${waitS}` })
}

function causeOf(cause: unknown): [FailureKind, waitS: number] {
  // No answer at all, or one of a proxy in front of an API that is away.
  if (!(cause instanceof ApiProblem)) return ['unreachable', RETRY_S]
  if (cause.problem.status === 429) return ['busy', cause.retryAfterS ?? RETRY_S]
  if (cause.problem.status === 502 || cause.problem.status === 503 || cause.problem.status === 504)
    return ['unreachable', cause.retryAfterS ?? RETRY_S]
  return ['fault', 0]
}

/** Seconds before a page that failed asks again by itself. */
const RETRY_S = 5
