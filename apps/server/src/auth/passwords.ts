import { AppError } from '@emanet/contracts/errors'
import { hash, verify } from '@node-rs/argon2'
import type { Config } from '../config.ts'
import { createInTurn } from '../platform/in-turn.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'
import { deriveKey } from './derived-secrets.ts'

/** OWASP's argon2id: 19 MiB, two passes, one lane. Changing it rehashes each password at its next sign-in. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const PREFIX = '$argon2id$v=19$m=19456,t=2,p=1$'

/** Each takes a core for some 20 ms and 19 MiB; more at once would only make all of them late. */
const inTurn = createInTurn({ atOnce: 2, waitingMax: 200 })

/** @throws AppError `request.invalid` on `password` for one that everybody tries first. */
export function assertUncommon(password: string): void {
  if (!COMMON_PASSWORDS.has(password.toLowerCase())) return
  throw new AppError('request.invalid', { errors: [{ path: 'password', message: 'too common, choose another one' }] })
}

/** @throws AppError `server.busy` when too many wait. */
export function hashPassword(config: Config, password: string): Promise<string> {
  return inTurn(() => hash(password, { ...PARAMETERS, secret: pepper(config) }))
}

/**
 * Whether this is the password; without a stored hash (nobody has this e-mail) it takes as long and is not.
 * @throws AppError `server.busy` when too many wait.
 */
export async function isPassword(config: Config, storedHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash('the password of nobody', { ...PARAMETERS, secret: pepper(config) })
  const compared = storedHash ?? (await decoy)
  const matches = await inTurn(() => verify(compared, password, { secret: pepper(config) }))
  return matches && storedHash !== null
}

export function isOutdated(storedHash: string): boolean {
  return !storedHash.startsWith(PREFIX)
}

let decoy: Promise<string> | undefined

/** A copy of the database alone does not allow guessing. */
function pepper(config: Config): Buffer {
  return deriveKey(config.dataKey, 'password pepper')
}
