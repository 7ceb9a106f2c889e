import type { PushDevice } from '../../platform/push-port.ts'
import { readStored, writeStored } from '../../platform/stored-json.ts'
import { api } from '../session/api.ts'
import { keepPushToken, sayFarewells } from '../session/farewells.ts'
import { sessionState } from '../session/session.ts'

type Registered = { token: string; userId: string }

const STORE = 'emanet.push-token'

let underWay: Promise<boolean> | null = null

/**
 * Tells the API where this phone's notifications go, when its owner allows them. Safe to repeat; tokens change.
 * @returns whether they come to this phone now.
 */
export function registerPushToken(device: PushDevice): Promise<boolean> {
  underWay ??= register(device)
    .catch(() => false)
    .finally(() => {
      underWay = null
    })
  return underWay
}

async function register(device: PushDevice): Promise<boolean> {
  const state = sessionState.get()
  if (state.kind === 'out' || !device.supported || (await device.permission()) !== 'granted') return false
  // One who has signed out here must not take away afterwards what this session is about to be given.
  await sayFarewells()
  const token = await device.token()
  if (token === null) return false
  await api().addPushToken({ body: { token } })
  await keepPushToken(token)
  await writeStored(STORE, { token, userId: state.session.user.id } satisfies Registered)
  return true
}

/** The token under which this phone hears of this person; nothing is known of it afterwards. */
export async function takePushToken(userId: string): Promise<string | null> {
  await underWay
  const registered = await readStored<Registered>(STORE)
  if (registered?.userId !== userId) return null
  await writeStored(STORE, null)
  return registered.token
}
