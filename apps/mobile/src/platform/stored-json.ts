import { storage } from './storage'

/** What is stored under `name`; null when there is nothing, or nothing that can be read. */
export async function readStored<T>(name: string): Promise<T | null> {
  try {
    const text = await storage.read(name)
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** @returns whether it was stored: a full or locked store is no reason to stop. */
export async function writeStored(name: string, value: unknown): Promise<boolean> {
  try {
    await (value === null ? storage.remove(name) : storage.write(name, JSON.stringify(value)))
    return true
  } catch {
    return false
  }
}

let lastChange: Promise<unknown> = Promise.resolve()

/** Reads, changes and writes a stored list; changes wait for each other, so that none undoes another. @returns the list now. */
export function changeStored<T>(name: string, change: (known: T[]) => T[]): Promise<T[]> {
  const changed = lastChange.then(async () => {
    const next = change(await readStoredList<T>(name))
    await writeStored(name, next.length === 0 ? null : next)
    return next
  })
  lastChange = changed.catch(() => {})
  return changed
}

export async function readStoredList<T>(name: string): Promise<T[]> {
  const stored = await readStored<unknown>(name)
  return Array.isArray(stored) ? stored : []
}
