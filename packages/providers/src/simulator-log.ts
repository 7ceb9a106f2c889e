import type { ServerResponse } from 'node:http'

export type LogEntry = {
  id: number
  at: string
  kind: string
  summary: string
  status?: number
  ms?: number
  fault?: string
  detail?: unknown
}

export type Log = ReturnType<typeof createLog>

const LOG_ENTRIES_MAX = 500
/** A browser that does not read is let go; it connects again, and reads what it missed from the log. */
const UNREAD_BYTES_MAX = 256 * 1024

/** What happened lately, in memory, and who watches it happen. */
export function createLog() {
  let entries: LogEntry[] = []
  let lastId = 0
  const listeners = new Set<ServerResponse>()
  return {
    entries: () => entries,
    clear(): void {
      entries = []
    },
    add(entry: Omit<LogEntry, 'id' | 'at'>): void {
      lastId += 1
      const full: LogEntry = { id: lastId, at: new Date().toISOString(), ...entry }
      entries.push(full)
      if (entries.length > LOG_ENTRIES_MAX) entries = entries.slice(-LOG_ENTRIES_MAX)
      const event = `id: ${full.id}\ndata: ${JSON.stringify(full)}\n\n`
      for (const listener of listeners) {
        if (listener.writableLength > UNREAD_BYTES_MAX) listener.destroy()
        else listener.write(event)
      }
    },
    stream(response: ServerResponse): void {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
      response.write(': watching\n\n')
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
    },
  }
}
