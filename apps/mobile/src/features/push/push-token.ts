import type { PushDevice } from '../../platform/push-port.ts'
import { readStored, writeStored } from '../../platform/stored-json.ts'
import { api } from '../session/api.ts'

const STORE = 'emanet.push-token'

/** Tells the API where this phone's notifications go, when its owner allows them. Safe to repeat; tokens change. */
export async function registerPushToken(device: PushDevice): Promise<boolean> {
  if (!device.supported || (await device.permission()) !== 'granted') return false
  const token = await device.token()
  if (token === null) return false
  await api().addPushToken({ body: { token } })
  await writeStored(STORE, token)
  return true
}

/** This phone hears nothing more about the one who signs out. Done while the session still counts. */
export async function removePushToken(): Promise<void> {
  const token = await readStored<string>(STORE)
  if (token === null) return
  await writeStored(STORE, null)
  try {
    await api().removePushToken({ params: { token } })
  } catch {
    // Unreachable: the next person who signs in on this phone takes the token over.
  }
}
