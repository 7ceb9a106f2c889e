import * as SecureStore from 'expo-secure-store'

// Readable after the first unlock, so that an app woken in the background finds its session.
const OPTIONS = { keychainAccessible: SecureStore.AFTER_FIRST_UNLOCK_THIS_DEVICE_ONLY }

/** The device's keychain. Values stay under 2 KB, which some of them insist on. */
export const storage = {
  read: (name: string): Promise<string | null> => SecureStore.getItemAsync(name, OPTIONS),
  write: (name: string, value: string): Promise<void> => SecureStore.setItemAsync(name, value, OPTIONS),
  remove: (name: string): Promise<void> => SecureStore.deleteItemAsync(name, OPTIONS),
}
