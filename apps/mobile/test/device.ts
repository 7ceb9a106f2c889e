import { vi } from 'vitest'
import type { PushDevice, Seen } from '../src/platform/push-port.ts'

type Net = (request: { method: string; path: string; go: () => Promise<Response> }) => Promise<Response>

const online: Net = ({ go }) => go()
const realFetch = globalThis.fetch

/** What lies below the app's own modules: a store that outlives the app, and a network that can be cut. */
export class Device {
  readonly kept = new Map<string, string>()
  isFull = false
  net: Net = online

  constructor(apiUrl: string) {
    vi.stubGlobal('location', new URL('http://127.0.0.1:9'))
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => this.kept.get(name) ?? null,
      setItem: (name: string, value: string) => {
        if (this.isFull) throw new Error('QuotaExceededError')
        this.kept.set(name, value)
      },
      removeItem: (name: string) => this.kept.delete(name),
    })
    vi.stubGlobal('fetch', (input: string, init?: RequestInit) =>
      this.net({
        method: init?.method ?? 'GET',
        path: input.startsWith('http') ? new URL(input).pathname : input,
        go: () => (input === '/config.json' ? Promise.resolve(Response.json({ apiUrl })) : realFetch(input, init)),
      }),
    )
  }

  /** The app, started afresh: nothing in memory, everything that was kept. */
  async start() {
    vi.resetModules()
    const { findApi } = await import('../src/platform/api.ts')
    const session = await import('../src/features/session/session.ts')
    await Promise.all([findApi(), session.loadSession()])
    return {
      ...session,
      ...(await import('../src/features/session/api.ts')),
      ...(await import('../src/features/session/sign-out.ts')),
      ...(await import('../src/features/session/farewells.ts')),
      ...(await import('../src/features/checkout/open-purchases.ts')),
      ...(await import('../src/features/checkout/attempts.ts')),
      ...(await import('../src/features/checkout/send-purchase.ts')),
      ...(await import('../src/features/checkout/resume-purchase.ts')),
      ...(await import('../src/features/push/push-token.ts')),
      ...(await import('../src/features/push/notifications.ts')),
    }
  }
}

export type App = Awaited<ReturnType<Device['start']>>

/** Every call fails as it does in a tunnel. */
export const offline: Net = async ({ path, go }) => {
  // The app itself has been loaded.
  if (path === '/config.json') return go()
  throw new TypeError('fetch failed')
}

/** The work is done, the answer never comes. */
export function losingAnswersOf(method: string, path: RegExp): Net {
  return async (request) => {
    const answer = await request.go()
    if (request.method === method && path.test(request.path)) throw new TypeError('fetch failed')
    return answer
  }
}

/** Something between the app and the API answers in its place. */
export function answering(path: RegExp, status: number, body: string): Net {
  return (request) => (path.test(request.path) ? Promise.resolve(new Response(body, { status })) : request.go())
}

/** The phone's notifications in a test's hands. */
export function heldPushDevice(token: string) {
  const dismissed: string[] = []
  let listeners: Parameters<PushDevice['watch']>[0] | undefined
  const device: PushDevice = {
    supported: true,
    permission: async () => 'granted',
    ask: async () => true,
    token: async () => token,
    watch(given) {
      listeners = given
      return () => {
        listeners = undefined
      }
    },
    dismiss: async (id) => void dismissed.push(id),
  }
  return {
    device,
    dismissed,
    show: (notification: Seen) => listeners?.onShown(notification),
    tap: (notification: Seen) => listeners?.onTap(notification),
  }
}
