import { ApiProblem } from '@emanet/contracts/client'
import type { ErrorCode } from '@emanet/contracts/errors'
import { expect, it } from 'vitest'
import { readFailure } from './failure-digest.ts'
import { pageFailure } from './page-failure.ts'

const answered = (status: number, code: ErrorCode, retryAfterS: number | null = null) =>
  new ApiProblem({ type: '', title: '', status, code, traceId: '' }, retryAfterS)

it.each([
  ['too many requests', answered(429, 'rate.limited', 42), 'busy', 42],
  ['a busy API', answered(503, 'server.busy', 3), 'unreachable', 3],
  ['a proxy whose API is away', answered(502, 'server.error'), 'unreachable', 5],
  ['no answer', new TypeError('fetch failed'), 'unreachable', 5],
  ['a fault of ours', answered(500, 'server.error'), 'fault', 0],
])('tells the browser of %s', (_, cause, kind, waitS) => {
  const { digest } = pageFailure(cause) as Error & { digest: string }
  expect(readFailure(digest)).toEqual({ kind, waitS, reference: null })
})

it('takes any other error for a fault with a reference', () => {
  expect(readFailure('3172945')).toEqual({ kind: 'fault', waitS: 0, reference: '3172945' })
  expect(readFailure(undefined)).toEqual({ kind: 'fault', waitS: 0, reference: null })
})
