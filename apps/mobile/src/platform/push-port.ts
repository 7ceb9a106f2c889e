/** A notification as the phone hands it over. */
export type Seen = { id: string; data: Record<string, unknown> }

/** What the app needs of the phone's notifications; a browser has none. */
export type PushDevice = {
  supported: boolean
  permission(): Promise<'granted' | 'denied' | 'undetermined'>
  /** Asks the owner of the phone. @returns whether it was allowed. */
  ask(): Promise<boolean>
  /** An Expo push token, null when this device cannot have one. */
  token(): Promise<string | null>
  /** @returns how to stop. */
  watch(listeners: { onShown: (notification: Seen) => void; onTap: (notification: Seen) => void }): () => void
  dismiss(id: string): Promise<void>
}
