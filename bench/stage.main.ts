// The API, cut at one step of POST /orders by the hooks with which tests cut commands. What a step costs is the difference
// between two cuts. The request that is cut answers 415, the cheapest of our refusals to make from outside.
import type { startApi as StartApi } from '../apps/server/src/api.ts'
import { readConfig } from '../apps/server/src/config.ts'
import type { openDeps as OpenDeps } from '../apps/server/src/open-deps.ts'

export type Cut = 'look' | 'begin' | 'call' | 'token' | 'nothing'

// The API has decorators, which Node cannot strip: it runs as it was built.
const BUILT = '../apps/server/dist/apps/server/src'
const { startApi } = (await import(`${BUILT}/api.js`)) as { startApi: typeof StartApi }
const { openDeps } = (await import(`${BUILT}/open-deps.js`)) as { openDeps: typeof OpenDeps }

const cut = process.env['EMANET_BENCH_CUT'] as Cut
const here = Object.assign(new Error('cut here'), { statusCode: 415 })
const STATEMENTS: Partial<Record<Cut, RegExp>> = {
  look: /left join idempotency_keys keyed/,
  begin: /^begin$/,
  token: /update payments\s+set token/,
}
const statement = STATEMENTS[cut]

const deps = openDeps(readConfig(process.env), 'stage', {
  ...(statement && {
    beforeStatement(text: string) {
      if (statement.test(text)) throw here
    },
  }),
  ...(cut === 'call' && {
    beforeCall() {
      throw here
    },
  }),
})
const api = await startApi(deps, { host: '127.0.0.1', port: 0 })
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
process.send?.({ ready: true, url: api.url })
