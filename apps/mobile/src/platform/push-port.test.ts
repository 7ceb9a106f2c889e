import { expect, it } from 'vitest'
import { permissionOf } from './push-port.ts'

it.each([
  ['asked for where nobody was asked yet, which Android 13 calls denied', 'denied', true, 'undetermined'],
  ['not asked for again where it was denied for good', 'denied', false, 'denied'],
  ['asked for on an iPhone that was never asked', 'undetermined', true, 'undetermined'],
  ['there when it was granted', 'granted', true, 'granted'],
] as const)('the permission for notifications is %s', (_, status, canAskAgain, permission) => {
  expect(permissionOf({ status, canAskAgain })).toBe(permission)
})
