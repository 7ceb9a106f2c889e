import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { EmailMessage } from '../ports.ts'
import type { Simulator } from '../simulator-kit.ts'
import { createSendgrid } from './sendgrid.adapter.ts'
import { type KeptMail, startSendgridSimulator } from './sendgrid.simulator.ts'

const API_KEY = 'SG.test.key'
const FROM = 'Emanet <siparis@emanet.example>'
let simulator: Simulator

beforeAll(async () => {
  simulator = await startSendgridSimulator({ port: 0, apiKey: API_KEY, from: FROM })
})
afterEach(() => control('POST', '/__sim/reset'))
afterAll(() => simulator.close())

const control = (method: string, path: string, body?: unknown) =>
  fetch(simulator.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
const fault = (body: object) => control('POST', '/__sim/faults', body)
const mails = async () => ((await (await control('GET', '/__sim/mails')).json()) as { items: KeptMail[] }).items
const sender = (options: { apiKey?: string; from?: string; timeoutMs?: number; beforeCall?: () => void } = {}) =>
  createSendgrid({ baseUrl: simulator.url, apiKey: API_KEY, from: FROM, timeoutMs: 2000, ...options })
const message = (changes: Partial<EmailMessage> = {}): EmailMessage => ({
  effectId: randomUUID(),
  to: { email: 'ada@example.com', name: 'Ada Öz' },
  subject: 'Siparişin alındı',
  text: 'Merhaba',
  html: '<p>Merhaba</p>',
  category: 'order',
  ...changes,
})

describe('sending', () => {
  it('arrives with both bodies, the effect id twice, and tracking off', async () => {
    const mail = message()
    const sent = await sender().send(mail)
    expect(sent).toEqual({ kind: 'ok', messageId: expect.stringMatching(/^[\w-]{22}$/) })
    expect(await mails()).toMatchObject([
      {
        to: 'ada@example.com',
        toName: 'Ada Öz',
        from: 'siparis@emanet.example',
        subject: 'Siparişin alındı',
        text: 'Merhaba',
        html: '<p>Merhaba</p>',
        effectId: mail.effectId,
        customArgs: { effect_id: mail.effectId },
        headers: { 'X-Entity-Ref-ID': mail.effectId },
        categories: ['order'],
      },
    ])
  })

  it('keeps a line break or a separator in a name or subject from becoming anything else', async () => {
    const to = { email: 'ada@example.com', name: 'Ada;\r\nBcc: eve@example.com, Öz' }
    expect(await sender().send(message({ to, subject: 'Hi\r\nBcc: eve@example.com\u2028x' }))).toMatchObject({ kind: 'ok' })
    const [mail] = await mails()
    expect(mail?.toName).toBe('Ada Bcc: eve@example.com Öz')
    expect(mail?.subject).toBe('Hi Bcc: eve@example.com x')
  })

  it('tells a recipient that cannot be, by the field', async () => {
    const refused = await sender().send(message({ to: { email: 'nobody', name: '' } }))
    expect(refused).toMatchObject({ kind: 'refused', code: 'personalizations.0.to.0.email' })
    expect(await mails()).toEqual([])
  })

  it('is not asked again to take what it cannot read', async () => {
    await fault({ kind: 'status', status: 415 })
    expect(await sender().send(message())).toMatchObject({ kind: 'refused', code: '415' })
  })

  it('takes a wrong key, spent credits and an unverified sender for configuration: the mail waits', async () => {
    expect(await sender({ apiKey: 'SG.other.key' }).send(message())).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('configuration'),
    })
    expect(await sender({ from: 'eve@example.com' }).send(message())).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('HTTP 403'),
    })
    await fault({ kind: 'status', status: 401 })
    expect(await sender().send(message())).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('out of credits') })
  })

  it('asks the caller before each request leaves', async () => {
    const calls: string[] = []
    const emails = sender({ beforeCall: () => void calls.push('call') })
    await emails.send(message())
    await emails.find(randomUUID())
    expect(calls).toHaveLength(2)
  })
})

describe('faults', () => {
  it('a rate limit is unknown and says how long to wait', async () => {
    await fault({ kind: 'status', status: 429 })
    const limited = await sender().send(message())
    expect(limited).toMatchObject({ kind: 'unknown', reason: 'rate limited' })
    expect((limited as { retryAfterMs: number }).retryAfterMs).toBeGreaterThanOrEqual(1000)
  })

  it.each([
    ['a JSON 500', { kind: 'status', status: 500 }],
    ['an HTML 503', { kind: 'status', status: 503 }],
    ['a redirect', { kind: 'status', status: 302 }],
    ['half an answer with a 200', { kind: 'garbage' }],
    ['a reset', { kind: 'reset' }],
    ['silence', { kind: 'hang' }],
  ])('%s is unknown', async (_, body) => {
    await fault(body)
    expect(await sender({ timeoutMs: 300 }).send(message())).toMatchObject({ kind: 'unknown' })
    expect(await mails()).toEqual([])
  })

  it('an answer after the deadline is unknown although the mail arrived, and the feed finds it', async () => {
    await fault({ kind: 'late', delayMs: 3000, route: '/v3/mail/send' })
    const mail = message()
    expect(await sender({ timeoutMs: 500 }).send(mail)).toMatchObject({ kind: 'unknown', reason: 'no answer within 500 ms' })
    expect(await sender().find(mail.effectId)).toEqual({ kind: 'ok', found: true })
    expect(await mails()).toHaveLength(1)
  })

  it('nobody listening is unknown', async () => {
    const emails = createSendgrid({ baseUrl: 'http://127.0.0.1:9', apiKey: API_KEY, from: FROM })
    expect(await emails.send(message())).toMatchObject({ kind: 'unknown', reason: 'network: ECONNREFUSED' })
  })

  it('a name that leads nowhere sent nothing', async () => {
    const emails = createSendgrid({ baseUrl: 'http://nobody.invalid', apiKey: API_KEY, from: FROM })
    expect(await emails.send(message())).toMatchObject({ kind: 'unknown', notSent: true })
  })
})

describe('finding', () => {
  it('knows a mail that was accepted and one that was not', async () => {
    const mail = message()
    await sender().send(mail)
    expect(await sender().find(mail.effectId)).toEqual({ kind: 'ok', found: true })
    expect(await sender().find(randomUUID())).toEqual({ kind: 'ok', found: false })
    expect(await sender().find('x"] OR to_email="ada@example.com')).toEqual({ kind: 'ok', found: false })
  })

  it('is unknown on an account without the activity feed', async () => {
    const poor = await startSendgridSimulator({ port: 0, apiKey: API_KEY, activityFeed: false })
    const emails = createSendgrid({ baseUrl: poor.url, apiKey: API_KEY, from: FROM })
    expect(await emails.find(randomUUID())).toMatchObject({ kind: 'unknown' })
    await poor.close()
  })
})
