import { clientFor } from '../../platform/api.ts'
import { changeStored, readStoredList } from '../../platform/stored-json.ts'
import { isTokenRefused } from './session.ts'

/** A session that has ended on this phone and of which the API does not know yet. */
type Farewell = { refreshToken: string; pushToken: string | null }

const STORE = 'emanet.farewells'
const KEPT_MAX = 3

export async function noteFarewell(farewell: Farewell): Promise<void> {
  await changeStored<Farewell>(STORE, (known) => [farewell, ...known].slice(0, KEPT_MAX))
}

let underWay: Promise<void> | null = null

/** Tells the API of every session that ended here, so that no notification about it reaches this phone; what cannot be told now stays for later. */
export function sayFarewells(): Promise<void> {
  underWay ??= sayAll().finally(() => {
    underWay = null
  })
  return underWay
}

async function sayAll(): Promise<void> {
  for (const { refreshToken } of await readStoredList<Farewell>(STORE)) await say(refreshToken)
}

async function say(refreshToken: string): Promise<void> {
  try {
    const { body } = await clientFor({ timeoutMs: 10_000 }).refresh({ body: { refreshToken } })
    // A token is exchanged once; cut off here, the next try goes on with the new one.
    const [farewell] = await change(refreshToken, (known) => [{ ...known, refreshToken: body.refreshToken }])
    const client = clientFor({ accessToken: () => Promise.resolve(body.accessToken), timeoutMs: 10_000 })
    if (farewell?.pushToken) await client.removePushToken({ params: { token: farewell.pushToken } })
    await client.logout({ body: { refreshToken: body.refreshToken } })
    await change(body.refreshToken, () => [])
  } catch (error) {
    // The API has ended the session itself: there is nobody left to say it as.
    if (isTokenRefused(error)) await change(refreshToken, () => [])
  }
}

/** @returns what became of it. */
async function change(refreshToken: string, edit: (farewell: Farewell) => Farewell[]): Promise<Farewell[]> {
  let edited: Farewell[] = []
  await changeStored<Farewell>(STORE, (known) =>
    known.flatMap((one) => {
      if (one.refreshToken !== refreshToken) return [one]
      edited = edit(one)
      return edited
    }),
  )
  return edited
}

/** The push token belongs to the session that is open now: an older farewell must not take it away. */
export async function keepPushToken(pushToken: string): Promise<void> {
  await changeStored<Farewell>(STORE, (known) => known.map((one) => (one.pushToken === pushToken ? { ...one, pushToken: null } : one)))
}
