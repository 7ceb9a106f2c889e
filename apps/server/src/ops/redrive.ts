import { AppError } from '@emanet/contracts/errors'
import type { Deps } from '../deps.ts'
import { redriveEffect } from '../platform/effects.ts'
import { sql } from '../platform/sql.ts'
import { type EffectView, findEffects } from './ops.queries.ts'

/**
 * Sends a dead effect again, with a new generation. The worker's timer hands it to the queue within two seconds.
 * @throws AppError `effect.not_found`, `effect.wrong_state` when it is not dead.
 */
export async function redrive(deps: Deps, effectId: string): Promise<EffectView> {
  const job = await redriveEffect(deps, effectId)
  const effect = (await findEffects(deps.db, sql`o.id = ${effectId}`))[0]
  if (!effect) throw new AppError('effect.not_found')
  if (!job) throw new AppError('effect.wrong_state', { effectStatus: effect.status })
  return effect
}
