import { AppError } from '@emanet/contracts/errors'
import { readIyzicoWebhook } from '@emanet/providers/iyzico/iyzico.webhook'
import type { Webhook } from '@emanet/providers/ports'
import type { Deps } from '../deps.ts'
import { isUuid, newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { settleNotification } from './settle-notification.ts'

type Notification = Extract<Webhook, { kind: 'ok' }>

/**
 * Verify, store, answer; the settlement follows after the answer. The inbox is unique on the signed fields, so that a
 * replay, even with another reference code, is one row; it pokes the settlement while its attempt is open.
 * @throws AppError `request.malformed` (no notification), `webhook.bad_signature` (nothing changes), `webhook.not_stored`
 *   (iyzico sends it again).
 */
export async function receiveWebhook(deps: Deps, request: { rawBody: Buffer; signature: string | string[] | undefined }): Promise<object> {
  const { secretKey, previousSecretKey } = deps.config.iyzico
  const webhook = readIyzicoWebhook({ ...request, secretKeys: previousSecretKey ? [secretKey, previousSecretKey] : [secretKey] })
  if (webhook.kind === 'not_a_notification') throw new AppError('request.malformed')
  if (webhook.kind === 'bad_signature') {
    deps.log.warn({ bytes: request.rawBody.length }, 'a notification with a wrong or missing signature was turned away')
    throw new AppError('webhook.bad_signature')
  }
  if (webhook.kind === 'not_ours') return {}
  const inboxId = await store(deps, webhook, request.rawBody).catch((error: unknown) => {
    throw new AppError('webhook.not_stored', {}, { cause: error })
  })
  afterAnswer(deps, () => settleNotification(deps, inboxId))
  return {}
}

async function store(deps: Deps, webhook: Notification, rawBody: Buffer): Promise<string> {
  const rows = await deps.db.query<{ id: string }>(sql`
    insert into webhook_inbox (id, dedupe_key, event, status, token, provider_payment_id, body, payment_id)
    values (${newId()}, ${webhook.dedupeKey}, ${webhook.event}, ${webhook.status}, ${webhook.token}, ${webhook.providerPaymentId}, ${rawBody},
      (select id from payments where token = ${webhook.token} or (${webhook.token}::text is null and id = ${attemptIdOf(webhook)})))
    on conflict (dedupe_key) do update set duplicates = webhook_inbox.duplicates + 1
    returning id`)
  return rows[0]?.id as string
}

/** A notification without a token names the attempt by the id we gave it. */
function attemptIdOf({ paymentId }: Notification): string | null {
  return paymentId !== null && isUuid(paymentId) ? paymentId : null
}

/** The sender is not kept waiting; what fails here is found by the timer, since the row is stored. */
function afterAnswer(deps: Deps, task: () => Promise<unknown>): void {
  setImmediate(() => task().catch((error: unknown) => deps.log.warn({ err: error }, 'a notification will be settled by the timer')))
}
