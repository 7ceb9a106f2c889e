import { expect, test } from 'vitest'
import { readEnvironment } from './environment.mjs'
import { phoneHints } from './phone-hints.mjs'

const hintsFor = (own) => phoneHints(readEnvironment({ root: '/nowhere', own })).join('\n')

test('an emulator is led to everything that a purchase touches, iyzico’s page too', () => {
  const hints = hintsFor({ API_PORT: '21400', WEB_PORT: '21401', MOBILE_WEB_PORT: '21402', SIMULATORS_PORT: '21410' })
  expect(hints).toContain('for p in 21400 21401 21402 21410 21411 8081; do adb reverse tcp:$p tcp:$p; done')
  expect(hints).toContain('HOST=<address> npm start')
  expect(hints).toContain('PUBLIC_API_URL')
})

test('a copy that the network reaches says where a phone finds it', () => {
  const hints = hintsFor({ HOST: '192.168.1.20' })
  expect(hints).toContain('http://192.168.1.20:3001')
  expect(hints).toContain('HOST=192.168.1.20 npm run mobile')
})
