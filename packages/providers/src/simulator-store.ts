import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A map that outlives the process. `put` a value again after changing it: what was not put is not kept. */
export type Collection<T> = {
  get(id: string): T | undefined
  put(id: string, value: T): void
  delete(id: string): void
  /** Oldest first; a value that is put again keeps its place. */
  values(): T[]
  /** Deletes the oldest that may go until `max` are left, and returns them. Looks once a tenth too many are there: looking takes a while. */
  trim(max: number, mayGo?: (value: T) => boolean): T[]
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

const COMPACT_AFTER_BYTES = 16 * 1024 * 1024
const CHUNK_BYTES = 1024 * 1024

/**
 * Opens the state of a simulator: an append-only file of JSON lines, replayed at start and rewritten when it has grown.
 * Survives `kill -9` of the process, not a power cut. A damaged line is named on stderr and left out; the others are kept.
 * Without `dir` everything stays in memory.
 */
export function openStore({ dir, name }: { dir?: string | undefined; name: string }): Store {
  const collections = new Map<string, Map<string, unknown>>()
  const entriesOf = (collection: string) => {
    const known = collections.get(collection) ?? new Map<string, unknown>()
    collections.set(collection, known)
    return known
  }
  const journal = dir === undefined ? null : openJournal(join(dir, `${name}.jsonl`), entriesOf, collections)

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
        trim(max, mayGo = () => true) {
          const gone: T[] = []
          if (entries.size <= max * 1.1) return gone
          for (const [id, value] of entries) {
            if (entries.size <= max) break
            if (!mayGo(value)) continue
            gone.push(value)
            write([collection, id])
          }
          return gone
        },
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
  mkdirSync(dirname(path), { recursive: true })
  for (const line of existsSync(path) ? readJournal(path) : []) apply(line, entriesOf)

  let pending: string[] = []
  let scheduled = false
  let { file, bytes } = rewrite(path, collections)
  let compactAt = Math.max(COMPACT_AFTER_BYTES, 3 * bytes)

  function flush(): void {
    scheduled = false
    if (file === null || pending.length === 0) return
    const text = pending.join('')
    pending = []
    bytes += writeWhole(file, text)
    if (bytes < compactAt) return
    const old = file
    ;({ file, bytes } = rewrite(path, collections))
    closeSync(old)
    compactAt = Math.max(COMPACT_AFTER_BYTES, 3 * bytes)
  }

  return {
    flush,
    append(line: Line): void {
      // Serialised now: the caller may change the value before the flush.
      pending.push(`${JSON.stringify(line)}\n`)
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

/** Written beside the old file and renamed over it, so that a kill at any moment leaves one whole file; left open for what follows. */
function rewrite(path: string, collections: Map<string, Map<string, unknown>>): { file: number | null; bytes: number } {
  const file = openSync(`${path}.new`, 'w')
  let bytes = 0
  let text = ''
  for (const [collection, entries] of collections) {
    for (const [id, value] of entries) {
      text += `${JSON.stringify([collection, id, value])}\n`
      if (text.length < CHUNK_BYTES) continue
      bytes += writeWhole(file, text)
      text = ''
    }
  }
  bytes += writeWhole(file, text)
  renameSync(`${path}.new`, path)
  return { file, bytes }
}

/** One call may write less than it was given. @returns how many bytes that were. */
function writeWhole(file: number, text: string): number {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
  return bytes.length
}

function* readJournal(path: string): Generator<Line> {
  let number = 0
  for (const { text, isWhole } of readLines(path)) {
    number += 1
    const line = parseLine(text)
    if (line !== null) yield line
    // A process killed while it wrote leaves half a last line; that line answered nobody.
    else if (isWhole && text !== '') process.stderr.write(`${path}: line ${number} is damaged and was left out.\n`)
  }
}

function parseLine(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Line
    const isLine = Array.isArray(line) && line.length > 0 && line.length < 4
    return isLine && line.slice(0, 2).every((part) => typeof part === 'string') ? line : null
  } catch {
    return null
  }
}

/** Line by line, since a file may be longer than a string. The last one is not whole when its end is missing. */
function* readLines(path: string): Generator<{ text: string; isWhole: boolean }> {
  const file = openSync(path, 'r')
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let parts: Buffer[] = []
  for (let count = readSync(file, chunk); count > 0; count = readSync(file, chunk)) {
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1 && end < count; end = chunk.indexOf(10, from)) {
      yield { text: Buffer.concat([...parts, chunk.subarray(from, end)]).toString('utf8'), isWhole: true }
      parts = []
      from = end + 1
    }
    parts.push(Buffer.from(chunk.subarray(from, count)))
  }
  closeSync(file)
  yield { text: Buffer.concat(parts).toString('utf8'), isWhole: false }
}
