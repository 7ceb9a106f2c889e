import { createAras } from '@emanet/providers/aras/aras.adapter'
import { createExpoPush } from '@emanet/providers/expo-push/expo-push.adapter'
import { createIyzico } from '@emanet/providers/iyzico/iyzico.adapter'
import { createSendgrid } from '@emanet/providers/sendgrid/sendgrid.adapter'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { systemClock } from './platform/clock.ts'
import { assertNoTransaction, type BeforeStatement, openDatabase } from './platform/db.ts'
import { openLog } from './platform/log.ts'
import { createPoke } from './platform/poke.ts'

export type OpenDeps = Deps & { close(): Promise<void> }

/**
 * The one place where providers are chosen and connections opened. `beforeCall` and `beforeStatement` are how tests cut a
 * command at its n-th step.
 */
export function openDeps(
  config: Config,
  name: string,
  hooks: { beforeCall?: () => void; beforeStatement?: BeforeStatement } = {},
): OpenDeps {
  const log = openLog({ level: config.logLevel, name })
  const db = openDatabase({
    url: config.database.url,
    poolMax: config.database.poolMax,
    name: `emanet-${name}`,
    onError: (error) => log.warn({ err: error }, 'database connection lost'),
    ...(hooks.beforeStatement ? { beforeStatement: hooks.beforeStatement } : {}),
  })
  const beforeCall = () => {
    assertNoTransaction()
    hooks.beforeCall?.()
  }
  const iyzico = createIyzico({
    baseUrl: config.iyzico.baseUrl,
    apiKey: config.iyzico.apiKey,
    secretKey: config.iyzico.secretKey,
    beforeCall,
  })
  return {
    config,
    db,
    log,
    clock: systemClock,
    payments: iyzico,
    carrier: createAras({ ...config.aras, beforeCall }),
    email: createSendgrid({ ...config.sendgrid, beforeCall }),
    push: createExpoPush({
      baseUrl: config.expo.baseUrl,
      ...(config.expo.accessToken ? { accessToken: config.expo.accessToken } : {}),
      beforeCall,
    }),
    poke: createPoke(db.pool),
    async close() {
      await Promise.all([db.close(), iyzico.close()])
    },
  }
}
