import type { Carrier, EmailSender, PaymentProvider, PushSender } from '@emanet/providers/ports'
import type { Config } from './config.ts'
import type { Clock } from './platform/clock.ts'
import type { Database } from './platform/db.ts'
import type { Log } from './platform/log.ts'
import type { Poke } from './platform/poke.ts'

/** Everything a command may use. Made once per process (`open-deps.ts`), handed down as the first parameter. */
export type Deps = {
  config: Config
  db: Database
  clock: Clock
  log: Log
  payments: PaymentProvider
  carrier: Carrier
  email: EmailSender
  push: PushSender
  /** Wakes the outbox relay after a commit; never called inside a transaction. */
  poke: Poke
}
