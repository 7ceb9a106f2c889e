import { resetToken } from '../auth/request-password-reset.ts'
import type { Deps } from '../deps.ts'
import type { ClaimedEffect, EffectResult } from '../platform/effects.ts'
import { sql } from '../platform/sql.ts'
import { type Letter, orderLetter, resetLetter } from './letters.ts'
import { findOrderFacts } from './order-facts.ts'
import { renderLetter } from './render-letter.ts'

/** How long an e-mail whose fate SendGrid cannot tell waits before it is sent (perhaps) a second time. */
const UNSURE_WAIT_MS = 5 * 60_000

/**
 * EmailWorker: one e-mail to one person through SendGrid, in her language. After a lost answer SendGrid is asked whether
 * it has a message with this effect id; only when it cannot tell is it sent again, five minutes later.
 */
export async function sendEmail(deps: Deps, effect: ClaimedEffect): Promise<EffectResult> {
  if (effect.unsure_since) {
    const earlier = await deps.email.find(effect.id)
    if (earlier.kind === 'ok' && earlier.found) return { kind: 'done', providerRef: null }
    const mustWaitMs = earlier.kind === 'ok' ? deps.config.sendgrid.feedLagS * 1000 : UNSURE_WAIT_MS
    const leftMs = mustWaitMs - (deps.clock.now().getTime() - effect.unsure_since.getTime())
    if (leftMs > 0) return { kind: 'wait', reason: 'an earlier attempt may have arrived', afterMs: leftMs }
  }
  const letter = await writeLetter(deps, effect)
  if (!letter) return { kind: 'dead', reason: `nothing to write about ${effect.event}` }
  const { subject, text, html } = renderLetter(letter)
  const outcome = await deps.email.send({
    effectId: effect.id,
    to: letter.to,
    subject,
    text,
    html,
    category: effect.event.replace('.', '-'),
  })
  if (outcome.kind === 'ok') return { kind: 'done', providerRef: outcome.messageId }
  if (outcome.kind === 'refused') return { kind: 'dead', reason: `${outcome.code} ${outcome.reason}` }
  return {
    kind: outcome.notSent ? 'retry' : 'unsure',
    reason: outcome.reason,
    ...(outcome.retryAfterMs === undefined ? {} : { afterMs: outcome.retryAfterMs }),
  }
}

async function writeLetter(deps: Deps, effect: ClaimedEffect): Promise<Letter | null> {
  if (effect.order_id !== null) {
    const order = await findOrderFacts(deps.db, effect.order_id, effect.recipient)
    return order ? orderLetter(effect.event, order, `${deps.config.publicWebUrl}/orders/${order.order_id}`) : null
  }
  const users = await deps.db.query<{ email: string; full_name: string; language: 'tr' | 'en' }>(
    sql`select email, full_name, language from users where id = ${effect.recipient}`,
  )
  const user = users[0]
  return user ? resetLetter(user, `${deps.config.publicWebUrl}/reset?token=${resetToken(deps.config, effect.subject_id)}`) : null
}
