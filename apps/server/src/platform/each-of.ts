import type { Log } from './log.ts'

/** Works through claimed rows, `atOnce` at a time. One that fails is logged and keeps none of the others waiting. */
export async function eachOf(
  rows: { id: string }[],
  { log, what, atOnce = 1 }: { log: Log; what: string; atOnce?: number },
  work: (id: string) => Promise<unknown>,
): Promise<void> {
  const queue = rows.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { id } of queue) await work(id).catch((error: unknown) => log.error({ err: error, id }, `${what} failed`))
    }),
  )
}
