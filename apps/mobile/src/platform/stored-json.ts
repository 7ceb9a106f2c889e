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
