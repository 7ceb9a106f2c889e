import type { PushDevice } from './push-port.ts'

/** Expo's pushes reach phones only; what runs this page as a phone would (our tests) brings its own. */
export const pushDevice: PushDevice = (globalThis as { emanetPushDevice?: PushDevice }).emanetPushDevice ?? {
  supported: false,
  permission: async () => 'denied',
  ask: async () => false,
  token: async () => null,
  watch: () => () => {},
  dismiss: async () => {},
}
