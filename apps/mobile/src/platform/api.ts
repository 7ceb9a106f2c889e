import { ApiProblem, type Client, createClient } from '@emanet/contracts/client'
import { type Addresses, findAddresses } from './addresses'
import { online } from './connection.ts'

let addresses: Addresses | null = null

/** Finds out where the API is; before this nothing can be asked. */
export async function findApi(): Promise<void> {
  addresses = await findAddresses()
}

export function apiUrl(): string {
  return known().apiUrl
}

export function webUrl(): string {
  return known().webUrl
}

function known(): Addresses {
  if (!addresses) throw new Error('asked for the API before the app knew where it is')
  return addresses
}

/** A client that also notes whether the API could be reached. */
export function clientFor(options: { accessToken?: () => Promise<string | null>; timeoutMs?: number }): Client {
  const client = createClient({ baseUrl: apiUrl(), ...options })
  const noting =
    (call: (input?: never) => Promise<unknown>) =>
    async (input?: never): Promise<unknown> => {
      try {
        const reply = await call(input)
        online.set(true)
        return reply
      } catch (error) {
        online.set(error instanceof ApiProblem)
        throw error
      }
    }
  return Object.fromEntries(Object.entries(client).map(([name, call]) => [name, noting(call as never)])) as unknown as Client
}

/** The API's problem with this code (or any code), else null: `problemOf(error, 'product.unavailable')`. */
export function problemOf(error: unknown, code?: string): ApiProblem['problem'] | null {
  if (!(error instanceof ApiProblem)) return null
  return code === undefined || error.problem.code === code ? error.problem : null
}
