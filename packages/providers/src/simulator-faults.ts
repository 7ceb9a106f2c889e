import type { SimRequest } from './simulator-kit.ts'
import type { Collection } from './simulator-store.ts'

export type FaultKind = 'status' | 'hang' | 'reset' | 'late' | 'garbage'

/** A misbehaviour on demand. `late` always does the work first; the others only with `work`, so that an answer can be lost after the deed. */
export type Fault = {
  id: number
  kind: FaultKind
  /**
   * Any part of `METHOD /path`, e.g. `/payment/refund` or `PUT /onboarding`, or the whole name of a SOAP operation: `SetOrder`.
   * Absent: every route but the spared ones.
   */
  route?: string
  /** How many requests are still to be met. Absent: until deleted. */
  times?: number
  delayMs: number
  status: number
  work: boolean
}

const KINDS: readonly string[] = ['status', 'hang', 'reset', 'late', 'garbage'] satisfies FaultKind[]
const LATE_DELAY_MS = 15_000

/** The faults of one simulator, oldest first; a request meets the first that fits. */
export function createFaults(kept: Collection<Fault>) {
  return {
    list: () => kept.values(),
    clear: () => kept.clear(),
    /** A string says what is wrong with the request. */
    add(body: unknown): Fault | string {
      const fault = readFault(body, (kept.values().at(-1)?.id ?? 0) + 1)
      if (typeof fault !== 'string') kept.put(String(fault.id), fault)
      return fault
    },
    /** @param operation of a SOAP request, whose path says nothing. */
    take(request: SimRequest, { spared, operation }: { spared: boolean; operation: string | undefined }): Fault | null {
      const line = `${request.method} ${request.path}`
      const fits = (route: string) => line.includes(route) || route === operation
      const fault = kept.values().find(({ route }) => (route === undefined ? !spared : fits(route)))
      if (fault === undefined) return null
      if (fault.times === undefined) return fault
      fault.times -= 1
      if (fault.times > 0) kept.put(String(fault.id), fault)
      else kept.delete(String(fault.id))
      return fault
    },
  }
}

function readFault(body: unknown, id: number): Fault | string {
  const { kind, route, times, delayMs, status, work } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  if (typeof kind !== 'string' || !KINDS.includes(kind)) return `kind must be one of ${KINDS.join(', ')}`
  if (route !== undefined && typeof route !== 'string') return 'route must be a string'
  if (times !== undefined && !isCount(times)) return 'times must be a whole number from 1'
  if (delayMs !== undefined && !(isCount(delayMs) || delayMs === 0)) return 'delayMs must be a whole number'
  if (status !== undefined && !(isCount(status) && status >= 200 && status <= 599)) return 'status must be an HTTP status'
  const fault: Fault = {
    id,
    kind: kind as FaultKind,
    delayMs: (delayMs as number | undefined) ?? (kind === 'late' ? LATE_DELAY_MS : 0),
    status: (status as number | undefined) ?? 500,
    work: work === true,
  }
  if (route !== undefined && route !== '') fault.route = route
  if (times !== undefined) fault.times = times as number
  return fault
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1
}
