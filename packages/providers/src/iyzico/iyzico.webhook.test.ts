import { describe, expect, it } from 'vitest'
import { notificationSignature, readIyzicoWebhook } from './iyzico.webhook.ts'
import vectors from './vectors.json' with { type: 'json' }

const [first] = vectors.webhookV3
if (first === undefined) throw new Error('no vectors')
const genuine = {
  body: first.payload as Record<string, unknown>,
  signature: first.header['X-IYZ-SIGNATURE-V3'],
  secretKey: first.secretKey,
}

function read(body: unknown, signature: string | string[] | undefined = genuine.signature, secretKeys: string[] = [genuine.secretKey]) {
  return readIyzicoWebhook({ rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), signature, secretKeys })
}

describe('a notification', () => {
  const payments = vectors.webhookV3.filter(({ format }) => format !== 'subscription')
  it.each(payments.map((vector) => [vector.name, vector] as const))('is read: %s', (_name, vector) => {
    const payload = vector.payload as Record<string, unknown>
    const webhook = read(payload, vector.header['X-IYZ-SIGNATURE-V3'], [vector.secretKey])
    expect(webhook).toMatchObject({
      kind: 'ok',
      event: payload.iyziEventType,
      status: payload.status,
      token: payload.token ?? null,
      paymentId: payload.paymentConversationId || null,
      providerPaymentId: String(payload.iyziPaymentId),
    })
  })

  it('may carry its payment id as text', () => {
    expect(read({ ...genuine.body, iyziPaymentId: '25168803' })).toMatchObject({ kind: 'ok', providerPaymentId: '25168803' })
  })

  it('has one dedupe key whatever its unsigned fields say, and another for another status', () => {
    const one = read(genuine.body)
    const again = read({ ...genuine.body, iyziReferenceCode: 'another', iyziEventTime: 1, merchantId: 2, extra: true })
    expect(one).toMatchObject({ kind: 'ok', dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(again).toEqual(one)
    const failed = vectors.webhookV3[1]
    const other = read(failed?.payload, failed?.header['X-IYZ-SIGNATURE-V3'])
    expect(other.kind === 'ok' && one.kind === 'ok' && other.dedupeKey !== one.dedupeKey).toBe(true)
  })

  it('is accepted under the previous key while keys change, and under no other', () => {
    expect(read(genuine.body, genuine.signature, ['new-key', genuine.secretKey]).kind).toBe('ok')
    expect(read(genuine.body, genuine.signature, ['new-key']).kind).toBe('bad_signature')
    expect(read(genuine.body, genuine.signature, []).kind).toBe('bad_signature')
  })
})

describe('a forgery', () => {
  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['a header twice', [genuine.signature, genuine.signature]],
    ['a list of one', [genuine.signature]],
    ['capitals', genuine.signature.toUpperCase()],
    ['a digit too few', genuine.signature.slice(1)],
    ['a digit too many', `${genuine.signature}0`],
    ['a space after it', `${genuine.signature} `],
    ['no hex', 'z'.repeat(64)],
    ['another signature', '0'.repeat(64)],
  ])('is refused: %s', (_name, signature) => {
    const rawBody = Buffer.from(JSON.stringify(genuine.body))
    expect(readIyzicoWebhook({ rawBody, signature, secretKeys: [genuine.secretKey] })).toEqual({ kind: 'bad_signature' })
  })

  it.each(['token', 'status', 'iyziEventType', 'iyziPaymentId', 'paymentConversationId'])('is refused when %s was changed', (field) => {
    const changed: Record<string, unknown> = {
      token: '21111111-2222-4333-8444-555555555555',
      status: 'FAILURE',
      iyziEventType: 'BALANCE',
      iyziPaymentId: 25168804,
      paymentConversationId: 'order-43-try-1',
    }
    expect(read({ ...genuine.body, [field]: changed[field] })).toEqual({ kind: 'bad_signature' })
  })

  it('is never accepted with another meaning, whichever byte was changed', () => {
    const genuineText = JSON.stringify(genuine.body)
    const meant = read(genuineText)
    for (let at = 0; at < genuineText.length; at += 1) {
      for (const byte of ['0', '1', 'A', 'a', '"', ',', ' ', '-', '\\', '\u0000']) {
        const changed = read(genuineText.slice(0, at) + byte + genuineText.slice(at + 1))
        if (changed.kind === 'ok') expect(changed).toEqual(meant)
      }
    }
    for (let at = 0; at < 64; at += 1) {
      for (const digit of '0123456789abcdef') {
        const signature = genuine.signature.slice(0, at) + digit + genuine.signature.slice(at + 1)
        expect(read(genuineText, signature).kind).toBe(signature === genuine.signature ? 'ok' : 'bad_signature')
      }
    }
  })

  it('that moves a boundary between fields signed without separators says nothing of the payment it was made from', () => {
    const { body, secretKey } = genuine
    const token = String(body.token)
    const text = (change: Record<string, string>) => {
      const forged: Record<string, unknown> = { ...body, ...change }
      return {
        forged,
        signed: {
          event: String(forged.iyziEventType),
          providerPaymentId: String(forged.iyziPaymentId),
          token: String(forged.token),
          conversationId: String(forged.paymentConversationId),
          status: String(forged.status),
        },
      }
    }
    const moved = [
      text({ iyziPaymentId: '2516880311111111', token: token.slice(8) }),
      text({ token: `${token}o`, paymentConversationId: 'rder-42-try-1' }),
      text({ paymentConversationId: 'order-42-try-1SUC', status: 'CESS' }),
      text({ iyziEventType: 'CHECKOUT_FORM_AUTH2', iyziPaymentId: '5168803' }),
    ]
    for (const { forged, signed } of moved) {
      const signature = notificationSignature(secretKey, signed)
      expect(signature).toBe(genuine.signature)
      const answer = read(forged)
      expect(answer.kind === 'not_ours' || (answer.kind === 'ok' && answer.token !== token)).toBe(true)
    }
  })
})

describe('something else', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{}',
    '<html>',
    '{"status":"SUCCESS"}',
    '{"iyziEventType":["A"],"status":"SUCCESS"}',
    '{"iyziEventType":"A","status":"SUCCESS","token":{}}',
  ])('is not a notification: %j', (text) => {
    expect(read(text)).toEqual({ kind: 'not_a_notification' })
  })

  it('is a subscription notice, which we have no use for', () => {
    const subscription = vectors.webhookV3.find(({ format }) => format === 'subscription')
    expect(read(subscription?.payload, subscription?.header['X-IYZ-SIGNATURE-V3'])).toEqual({ kind: 'not_ours' })
  })
})
