import { closeSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A map that outlives the process. `put` a value again after changing it: what was not put is not kept. */
export type Collection<T> = {
  get(id: string): T | undefined
  put(id: string, value: T): void
  delete(id: string): void
  /** Oldest first, or the newest so many of them; a value that is put again keeps its place. */
  values(newest?: number): T[]
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
type Line = [collection: string, id?: string, value?: unknown]

/** Where in the file a line is, without its end. */
type Place = { at: number; length: number }

/** By collection and id: the value, or its place when the collection stays on disk. */
type Kept = Map<string, Map<string, unknown>>

const COMPACT_AFTER_BYTES = 16 * 1024 * 1024
const CHUNK_BYTES = 1024 * 1024
const PIECE_BYTES = 64 * 1024

type StoreOptions = {
  /** Absent: everything stays in memory. */
  dir?: string | undefined
  name: string
  /** Collections of which only the places are kept in memory: many values, seldom read. Each reading makes a new object. */
  onDisk?: string[]
}

/**
 * Opens the state of a simulator: an append-only file of JSON lines, replayed at start and rewritten when it has grown.
 * Survives `kill -9` of the process, not a power cut. A damaged line is named on stderr and left out; the others are kept.
 */
export function openStore({ dir, name, onDisk = [] }: StoreOptions): Store {
  const kept: Kept = new Map()
  const journal = dir === undefined ? null : openJournal(join(dir, `${name}.jsonl`), { kept, onDisk })

  function write(line: Line): void {
    if (journal) journal.append(line)
    else apply(kept, line, line[2])
  }

  return {
    collection<T>(collection: string): Collection<T> {
      const entries = entriesOf(kept, collection)
      const read = (value: unknown) => (journal && onDisk.includes(collection) ? journal.read(value as Place) : value) as T
      return {
        get: (id) => (entries.has(id) ? read(entries.get(id)) : undefined),
        put: (id, value) => write([collection, id, value]),
        delete: (id) => entries.has(id) && write([collection, id]),
        values: (newest = entries.size) => [...entries.values()].slice(Math.max(0, entries.size - newest)).map(read),
        trim(max, mayGo = () => true) {
          const gone: T[] = []
          if (entries.size <= max * 1.1) return gone
          for (const [id, value] of entries) {
            if (entries.size <= max) break
            const oldest = read(value)
            if (!mayGo(oldest)) continue
            gone.push(oldest)
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

function entriesOf(kept: Kept, collection: string): Map<string, unknown> {
  const known = kept.get(collection) ?? new Map<string, unknown>()
  kept.set(collection, known)
  return known
}

function apply(kept: Kept, line: Line, value: unknown): void {
  const [collection, id] = line
  if (id === undefined) entriesOf(kept, collection).clear()
  else if (line.length === 2) entriesOf(kept, collection).delete(id)
  else entriesOf(kept, collection).set(id, value)
}

function openJournal(path: string, { kept, onDisk }: { kept: Kept; onDisk: string[] }) {
  mkdirSync(dirname(path), { recursive: true })
  // 'a+' makes the file when there is none, and reads.
  let file: number | null = openSync(path, 'a+')
  for (const { line, place } of readJournal({ path, file })) apply(kept, line, onDisk.includes(line[0]) ? place : line[2])
  let readLine = lineReader(file)
  let bytes = 0
  let compactAt = 0
  compact()

  let pending: string[] = []
  let pendingBytes = 0
  let scheduled = false

  function compact(): void {
    const old = file as number
    ;({ file, bytes } = rewrite({ path, readLine, kept, onDisk }))
    closeSync(old)
    readLine = lineReader(file)
    compactAt = Math.max(COMPACT_AFTER_BYTES, 3 * bytes)
  }

  function writePending(): void {
    if (file === null || pending.length === 0) return
    const text = pending.join('')
    pending = []
    pendingBytes = 0
    bytes += writeWhole(file, text)
  }

  function flush(): void {
    scheduled = false
    writePending()
    if (file !== null && bytes >= compactAt) compact()
  }

  return {
    flush,
    append(line: Line): void {
      // Serialised now: the caller may change the value before the flush.
      const text = JSON.stringify(line)
      const length = Buffer.byteLength(text)
      apply(kept, line, onDisk.includes(line[0]) ? { at: bytes + pendingBytes, length } : line[2])
      pending.push(`${text}\n`)
      pendingBytes += length + 1
      if (scheduled) return
      scheduled = true
      queueMicrotask(flush)
    },
    read(place: Place): unknown {
      // It may not have been written yet. A rewrite would move what the caller is about to read, so that waits.
      writePending()
      return (JSON.parse(readLine(place)) as Line)[2]
    },
    close(): void {
      flush()
      if (file !== null) closeSync(file)
      file = null
    },
  }
}

type Rewriting = { path: string; readLine: (place: Place) => string; kept: Kept; onDisk: string[] }

/** Written beside the old file and renamed over it, so that a kill at any moment leaves one whole file; left open for what follows. */
function rewrite({ path, readLine, kept, onDisk }: Rewriting): { file: number; bytes: number } {
  const file = openSync(`${path}.new`, 'w+')
  const moved: { place: Place; at: number }[] = []
  let bytes = 0
  for (const [collection, entries] of kept) {
    const stays = onDisk.includes(collection)
    let text = ''
    let textBytes = 0
    for (const [id, value] of entries) {
      const line = stays ? readLine(value as Place) : JSON.stringify([collection, id, value])
      if (stays) moved.push({ place: value as Place, at: bytes + textBytes })
      text += `${line}\n`
      textBytes += Buffer.byteLength(line) + 1
      if (textBytes < PIECE_BYTES) continue
      bytes += writeWhole(file, text)
      text = ''
      textBytes = 0
    }
    bytes += writeWhole(file, text)
  }
  renameSync(`${path}.new`, path)
  // Only now: a rewrite that fails half way, on a full disk, leaves the old file and its places as they were.
  for (const { place, at } of moved) place.at = at
  return { file, bytes }
}

/** Lines by their places. Neighbours come out of one piece of the file, whose memory is used again: freed, it would stay with the process. */
function lineReader(file: number): (place: Place) => string {
  const piece = Buffer.alloc(PIECE_BYTES)
  let from = 0
  let until = 0
  return ({ at, length }) => {
    if (length > PIECE_BYTES) {
      const line = Buffer.alloc(length)
      readSync(file, line, 0, length, at)
      return line.toString('utf8')
    }
    if (at < from || at + length > until) {
      from = at
      until = at + readSync(file, piece, 0, PIECE_BYTES, at)
    }
    return piece.toString('utf8', at - from, at - from + length)
  }
}

/** One call may write less than it was given. @returns how many bytes that were. */
function writeWhole(file: number, text: string): number {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
  return bytes.length
}

function* readJournal({ path, file }: { path: string; file: number }): Generator<{ line: Line; place: Place }> {
  let number = 0
  let at = 0
  for (const { bytes, isWhole } of readLines(file)) {
    number += 1
    const text = bytes.toString('utf8')
    const line = parseLine(text)
    if (line !== null) yield { line, place: { at, length: bytes.length } }
    // A process killed while it wrote leaves half a last line; that line answered nobody.
    else if (isWhole && text !== '') process.stderr.write(`${path}: line ${number} is damaged and was left out.\n`)
    at += bytes.length + 1
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
function* readLines(file: number): Generator<{ bytes: Buffer; isWhole: boolean }> {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let parts: Buffer[] = []
  for (let count = readSync(file, chunk); count > 0; count = readSync(file, chunk)) {
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1 && end < count; end = chunk.indexOf(10, from)) {
      const last = chunk.subarray(from, end)
      yield { bytes: parts.length > 0 ? Buffer.concat([...parts, last]) : last, isWhole: true }
      parts = []
      from = end + 1
    }
    parts.push(Buffer.from(chunk.subarray(from, count)))
  }
  yield { bytes: Buffer.concat(parts), isWhole: false }
}
