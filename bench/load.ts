import type { Part } from './parts.ts'

export type LoadRequest = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body: string; expect: number }
/** `pauseMs`: how long each connection rests between two requests. */
export type LoadJob = { url: string; concurrency: number; pauseMs: number; requests: LoadRequest[] }
export type LoadResult = {
  seconds: number
  /** In the order in which the answers came; `codes` are their HTTP statuses. */
  latenciesMs: number[]
  codes: number[]
  /** Up to three answers with another status than expected. */
  surprises: string[]
}

/**
 * Sends the requests over `concurrency` kept-alive connections, each taking the next request when its last one is answered.
 * @throws Error when a connection breaks.
 */
export async function sendLoad(generator: Part, job: Omit<LoadJob, 'pauseMs'> & { pauseMs?: number }): Promise<LoadResult> {
  const answer = await generator.ask<{ result?: LoadResult; failure?: string }>({ pauseMs: 0, ...job })
  if (!answer.result) throw new Error(`the load generator failed: ${answer.failure}`)
  return answer.result
}

/** As `sendLoad`. @throws Error too when an answer had another status than its request expects. */
export async function sendExpected(generator: Part, job: Omit<LoadJob, 'pauseMs'> & { pauseMs?: number }): Promise<LoadResult> {
  const result = await sendLoad(generator, job)
  if (result.surprises.length > 0)
    throw new Error(`unexpected answers: ${JSON.stringify(countOf(result.codes))}\n${result.surprises.join('\n')}`)
  return result
}

/** How often each value occurs. */
export function countOf(values: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
