import type { Deps } from '../deps.ts'
import { bookShipment } from '../orders/book-shipment.ts'
import type { ClaimedEffect, EffectResult } from '../platform/effects.ts'

/** ShippingWorker: creates the shipment at Aras Kargo. Its reference makes a repeat an update, so an unsure one is just sent again. */
export async function shipOrder(deps: Deps, effect: ClaimedEffect): Promise<EffectResult> {
  const outcome = await bookShipment(deps, effect.subject_id)
  if (outcome.kind === 'ok') return { kind: 'done', providerRef: outcome.reference }
  if (outcome.kind === 'refused') return { kind: 'dead', reason: `${outcome.code} ${outcome.reason}` }
  return { kind: 'retry', reason: outcome.reason, ...(outcome.retryAfterMs === undefined ? {} : { afterMs: outcome.retryAfterMs }) }
}
