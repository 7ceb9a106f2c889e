import type { Log } from './log.ts'

/**
 * Works through claimed rows, `atOnce` at a time. One that fails keeps none of the others waiting; those that failed for the
 * same reason are one line in the log, so that an outage does not fill it.
 */
export async function eachOf(
  rows: { id: string }[],
  { log, what, atOnce = 1 }: { log: Log; what: string; atOnce?: number },
  work: (id: string) => Promise<unknown>,
): Promise<void> {
  const failures = new Map<string, { error: unknown; ids: string[] }>()
  const note = (id: string) => (error: unknown) => {
    const reason = String(error)
    const known = failures.get(reason)
    if (known) known.ids.push(id)
    else failures.set(reason, { error, ids: [id] })
  }
  const queue = rows.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { id } of queue) await work(id).catch(note(id))
    }),
  )
  for (const { error, ids } of failures.values()) log.error({ err: error, ids }, `${what} failed`)
}
