import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A map that outlives the process. `put` a value again after changing it: what was not put is not kept. */
export type Collection<T> = {
  get(id: string): T | undefined
  put(id: string, value: T): void
  delete(id: string): void
  /** Oldest first; a value that is put again keeps its place. */
  values(): T[]
  clear(): void
  readonly size: number
}

export type Store = {
  collection<T>(name: string): Collection<T>
  /** Writes what was put since the last flush in one system call; the simulator kit does it before each answer leaves. */
  flush(): void
  close(): void
}

/** `[collection, id, value]` to put, `[collection, id]` to delete, `[collection]` to clear. */
type Line = [string, string, unknown] | [string, string] | [string]

const COMPACT_AFTER_LINES = 5000

/**
 * Opens the state of a simulator: an append-only file of JSON lines, replayed at start and rewritten when it has grown.
 * Survives `kill -9` of the process, not a power cut. Without `dir` everything stays in memory.
 */
export function openStore({ dir, name }: { dir?: string | undefined; name: string }): Store {
  const collections = new Map<string, Map<string, unknown>>()
  const entriesOf = (collection: string) => {
    const known = collections.get(collection) ?? new Map<string, unknown>()
    collections.set(collection, known)
    return known
  }
  const journal = dir === undefined ? null : openJournal(join(dir, `${name}.jsonl`), entriesOf, collections)
  journal?.compact()

  function write(line: Line): void {
    apply(line, entriesOf)
    journal?.append(line)
  }

  return {
    collection<T>(collection: string): Collection<T> {
      const entries = entriesOf(collection) as Map<string, T>
      return {
        get: (id) => entries.get(id),
        put: (id, value) => write([collection, id, value]),
        delete: (id) => entries.has(id) && write([collection, id]),
        values: () => [...entries.values()],
        clear: () => write([collection]),
        get size() {
          return entries.size
        },
      }
    },
    flush: () => journal?.flush(),
    close: () => journal?.close(),
  }
}

function apply(line: Line, entriesOf: (collection: string) => Map<string, unknown>): void {
  const [collection, id] = line
  if (id === undefined) entriesOf(collection).clear()
  else if (line.length === 2) entriesOf(collection).delete(id)
  else entriesOf(collection).set(id, line[2])
}

function openJournal(
  path: string,
  entriesOf: (collection: string) => Map<string, unknown>,
  collections: Map<string, Map<string, unknown>>,
) {
  mkdirSync(join(path, '..'), { recursive: true })
  if (existsSync(path)) for (const line of readLines(path)) apply(line, entriesOf)

  let file: number | null = null
  let pending: string[] = []
  let lines = 0
  let scheduled = false

  function flush(): void {
    scheduled = false
    if (file === null || pending.length === 0) return
    const text = pending.join('')
    pending = []
    writeSync(file, text)
    if (lines > COMPACT_AFTER_LINES && lines > 4 * liveEntries(collections)) compact()
  }

  // Written beside the old file and renamed over it, so that a kill at any moment leaves one whole file.
  function compact(): void {
    const text: string[] = []
    for (const [collection, entries] of collections)
      for (const [id, value] of entries) text.push(`${JSON.stringify([collection, id, value])}\n`)
    writeFileSync(`${path}.new`, text.join(''))
    renameSync(`${path}.new`, path)
    if (file !== null) closeSync(file)
    file = openSync(path, 'a')
    lines = text.length
    pending = []
  }

  return {
    compact,
    flush,
    append(line: Line): void {
      // Serialised now: the caller may change the value before the flush.
      pending.push(`${JSON.stringify(line)}\n`)
      lines += 1
      if (scheduled) return
      scheduled = true
      queueMicrotask(flush)
    },
    close(): void {
      flush()
      if (file !== null) closeSync(file)
      file = null
    },
  }
}

function liveEntries(collections: Map<string, Map<string, unknown>>): number {
  let count = 0
  for (const entries of collections.values()) count += entries.size
  return count
}

/** A process killed while it wrote leaves half a last line; that line answered nobody and is dropped. */
function* readLines(path: string): Generator<Line> {
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    if (text === '') continue
    try {
      yield JSON.parse(text) as Line
    } catch {
      return
    }
  }
}
