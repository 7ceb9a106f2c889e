/** A notification as the phone hands it over. */
export type Seen = { id: string; data: Record<string, unknown> }

export type Permission = 'granted' | 'denied' | 'undetermined'

/** Android 13 says “denied” of what nobody was asked yet; only what may not be asked again has been denied. */
export function permissionOf({ status, canAskAgain }: { status: Permission; canAskAgain: boolean }): Permission {
  return status === 'denied' && canAskAgain ? 'undetermined' : status
}

/** What the app needs of the phone's notifications; a browser has none. */
export type PushDevice = {
  supported: boolean
  permission(): Promise<Permission>
  /** Asks the owner of the phone. @returns whether it was allowed. */
  ask(): Promise<boolean>
  /** An Expo push token, null when this device cannot have one. */
  token(): Promise<string | null>
  /** @returns how to stop. */
  watch(listeners: { onShown: (notification: Seen) => void; onTap: (notification: Seen) => void }): () => void
  dismiss(id: string): Promise<void>
}
