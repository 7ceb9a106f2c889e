import type { PushDevice } from './push-port.ts'

/** Expo's pushes reach phones only. */
export const pushDevice: PushDevice = {
  supported: false,
  permission: async () => 'denied',
  ask: async () => false,
  token: async () => null,
  watch: () => () => {},
  dismiss: async () => {},
}
