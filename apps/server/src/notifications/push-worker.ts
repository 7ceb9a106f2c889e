import type { Deps } from '../deps.ts'
import type { ClaimedEffect, EffectResult } from '../platform/effects.ts'
import { sql } from '../platform/sql.ts'
import { orderPush } from './letters.ts'
import { findOrderFacts } from './order-facts.ts'

/**
 * PushWorker: one notification to one device through Expo. Expo cannot be asked about a lost answer; the effect id is the
 * collapse id, so that a second copy replaces the first on the phone; the app knows it as `data.effectId`.
 */
export async function sendPush(deps: Deps, effect: ClaimedEffect): Promise<EffectResult> {
  const { userId, token } = deviceOf(effect.recipient)
  // Signed out, or somebody else signed in on that phone: this is no longer a place to reach her.
  const owners = await deps.db.query(sql`select 1 from push_tokens where token = ${token} and user_id = ${userId}`)
  if (owners.length === 0) return { kind: 'done', providerRef: null }
  const order = await findOrderFacts(deps.db, effect.order_id as string, userId)
  const text = order && orderPush(effect.event, order)
  if (!text) return { kind: 'dead', reason: `nothing to say about ${effect.event}` }
  const outcome = await deps.push.send([{ effectId: effect.id, token, ...text, data: { orderId: order.order_id, effectId: effect.id } }])
  if (outcome.kind === 'refused') return { kind: 'dead', reason: `${outcome.code} ${outcome.reason}` }
  if (outcome.kind === 'unknown')
    return {
      kind: outcome.notSent ? 'retry' : 'unsure',
      reason: outcome.reason,
      ...(outcome.retryAfterMs === undefined ? {} : { afterMs: outcome.retryAfterMs }),
    }
  const ticket = outcome.tickets[0]
  if (ticket?.kind === 'ok') return { kind: 'done', providerRef: ticket.ticketId }
  if (ticket?.kind !== 'dead_token') return { kind: 'dead', reason: ticket ? `${ticket.code} ${ticket.reason}` : 'no ticket' }
  await forgetDevice(deps, token)
  return { kind: 'done', providerRef: null }
}

/** The recipient of a push is `<user id>:<Expo token>`. */
function deviceOf(recipient: string): { userId: string; token: string } {
  const at = recipient.indexOf(':')
  return { userId: recipient.slice(0, at), token: recipient.slice(at + 1) }
}

/** The app is gone from that phone. */
async function forgetDevice(deps: Deps, token: string): Promise<void> {
  await deps.db.query(sql`delete from push_tokens where token = ${token}`)
}

/**
 * Reads the receipts of pushes sent 15 minutes to 24 hours ago, those longest not asked for first; a ticket only says that Expo took the message. A device
 * that is gone is forgotten unless it registered again since.
 */
export async function readPushReceipts(deps: Deps): Promise<void> {
  const sent = await deps.db.query<{ id: string; recipient: string; provider_ref: string; updated_at: Date }>(sql`
    select id, recipient, provider_ref, updated_at from effects
    where channel = 'push' and status = 'done' and provider_ref is not null and receipt_checked_at is null
      and updated_at between now() - interval '24 hours' and now() - interval '15 minutes'
    order by receipt_asked_at nulls first, updated_at
    limit 300`)
  if (sent.length === 0) return
  await deps.db.query(sql`update effects set receipt_asked_at = now() where id = any(${sent.map((push) => push.id)}::uuid[])`)
  const outcome = await deps.push.receipts(sent.map((push) => push.provider_ref))
  if (outcome.kind !== 'ok') return deps.log.warn({ reason: outcome.reason }, 'push receipts could not be read')
  for (const push of sent) {
    const receipt = outcome.receipts[push.provider_ref]
    if (!receipt) continue
    if (receipt.kind === 'dead_token')
      await deps.db.query(sql`delete from push_tokens where token = ${deviceOf(push.recipient).token} and updated_at < ${push.updated_at}`)
    const error = receipt.kind === 'failed' ? `${receipt.code} ${receipt.reason}` : null
    if (error !== null) deps.log.error({ effectId: push.id, error }, 'a push was not delivered')
    await deps.db.query(sql`update effects set receipt_checked_at = now(), last_error = ${error} where id = ${push.id}`)
  }
}
