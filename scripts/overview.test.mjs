import { expect, test } from 'vitest'
import { readEnvironment } from './environment.mjs'
import { overview } from './overview.mjs'

const ACCOUNTS = [
  { email: 'zeynep@emanet.example', password: 'emanet-demo-1', role: 'buyer', name: 'Zeynep Şahin' },
  { email: 'selin@emanet.example', password: 'emanet-demo-1', role: 'admin', name: 'Selin Aydın' },
]
const overviewFor = (own, accounts = ACCOUNTS) =>
  overview({ root: '/clone', settings: readEnvironment({ root: '/clone', own }), accounts, hasWeb: true, hasMobile: true })

test('what npm start prints fits a terminal of 80 columns', () => {
  expect(
    overviewFor({})
      .split('\n')
      .filter((line) => line.length > 80 || line !== line.trimEnd()),
  ).toEqual([])
})

test('a newcomer reads where to go, how to sign in and what to run next', () => {
  const text = overviewFor({})
  expect(text).toMatch(/^ {2}web +http:\/\/127\.0\.0\.1:3000$/m)
  expect(text).toMatch(/^ {2}sign in as +password +role +name$/m)
  expect(text).toMatch(/^ {2}zeynep@emanet\.example +emanet-demo-1 +buyer +Zeynep Şahin$/m)
  expect(text.indexOf('npm run buy')).toBeLessThan(text.indexOf('npm run mobile'))
  expect(text).toContain('.emanet/logs')
})

test('data outside the clone is named in full', () => {
  expect(overviewFor({ EMANET_DIR: '/var/lib/emanet' })).toContain('/var/lib/emanet/logs')
})

test('production is told of no simulators and no demo accounts', () => {
  const text = overviewFor({ NODE_ENV: 'production' }, [])
  expect(text).not.toMatch(/^ {2}simulators/m)
  expect(text).not.toMatch(/npm run buy|sign in as/)
})
