import { createStore } from './store.ts'

/** What was last heard of the API, by name, so that a screen that is opened again shows something at once. */
const heard = new Map<string, unknown>()

/** Counts the reasons for every screen to ask again. */
export const changes = createStore(0)

export function recall<T>(name: string | null): T | null {
  return name === null ? null : ((heard.get(name) as T | undefined) ?? null)
}

export function remember(name: string, value: unknown): void {
  heard.set(name, value)
}

/** Forgets what was heard, because somebody else looks now. */
export function forgetHeard(): void {
  heard.clear()
  somethingChanged()
}

/** Lets every screen ask again that shows what a change may have touched. */
export function somethingChanged(): void {
  changes.set(changes.get() + 1)
}
