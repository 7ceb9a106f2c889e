import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PushMessage, PushTicket } from '../ports.ts'
import type { Simulator } from '../simulator-kit.ts'
import { createExpoPush } from './expo-push.adapter.ts'
import { type KeptPush, startExpoPushSimulator } from './expo-push.simulator.ts'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startExpoPushSimulator({ port: 0, accessToken: 'secret' })
})
afterEach(() => control('POST', '/__sim/reset'))
afterAll(() => simulator.close())

const control = (method: string, path: string, body?: unknown) =>
  fetch(simulator.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
const fault = (body: object) => control('POST', '/__sim/faults', body)
const pushes = async () => ((await (await control('GET', '/__sim/pushes')).json()) as { items: KeptPush[] }).items
const sender = (options: { accessToken?: string; timeoutMs?: number } = {}) =>
  createExpoPush({ baseUrl: simulator.url, accessToken: 'secret', timeoutMs: 2000, ...options })
const message = (changes: Partial<PushMessage> = {}): PushMessage => ({
  effectId: randomUUID(),
  token: `ExponentPushToken[${randomUUID()}]`,
  title: 'Sipariş',
  body: 'Kargoya verildi',
  data: { orderId: 'o-1' },
  ...changes,
})
const ticketId = (ticket: PushTicket | undefined) => (ticket?.kind === 'ok' ? ticket.ticketId : '')

describe('sending', () => {
  it('gives one ticket per message, in order, and the phone shows each', async () => {
    const [a, dead, b] = [message({ title: 'A' }), message(), message({ title: 'B' })]
    await control('POST', '/__sim/tokens', { token: dead.token, state: 'unregistered' })
    const sent = await sender().send([a, dead, b])
    expect(sent).toMatchObject({ kind: 'ok', tickets: [{ kind: 'ok' }, { kind: 'dead_token' }, { kind: 'ok' }] })
    expect(await pushes()).toMatchObject([
      {
        token: a.token,
        title: 'A',
        body: 'Kargoya verildi',
        data: { orderId: 'o-1' },
        channelId: 'orders',
        collapseId: a.effectId,
        sends: 1,
      },
      { token: b.token, title: 'B' },
    ])
  })

  it('shows one notification however often the same effect is sent', async () => {
    const push = message()
    await sender().send([push])
    await sender().send([push])
    expect(await pushes()).toMatchObject([{ collapseId: push.effectId, sends: 2 }])
  })

  it('sends the others when one token or text cannot be sent at all', async () => {
    const sent = await sender().send([message({ token: 'fcm:abc' }), message(), message({ body: 'x'.repeat(5000) })])
    expect(sent).toMatchObject({
      kind: 'ok',
      tickets: [{ kind: 'dead_token' }, { kind: 'ok' }, { kind: 'refused', code: 'MessageTooBig' }],
    })
    expect(await pushes()).toHaveLength(1)
  })

  it('refuses a batch of two projects as a whole, by its code', async () => {
    const foreign = message()
    await control('POST', '/__sim/tokens', { token: foreign.token, project: '@somebody/else' })
    expect(await sender().send([message(), foreign])).toMatchObject({ kind: 'refused', code: 'PUSH_TOO_MANY_EXPERIENCE_IDS' })
    expect(await pushes()).toEqual([])
  })

  it('takes a missing access token for configuration: the push waits', async () => {
    expect(await sender({ accessToken: '' }).send([message()])).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('configuration'),
    })
  })

  it('will not send more than Expo takes at once', async () => {
    await expect(sender().send(Array.from({ length: 101 }, () => message()))).rejects.toThrow(RangeError)
  })
})

describe('receipts', () => {
  it('tells what became of each ticket and leaves out the ones not there yet', async () => {
    const states = ['ok', 'unregisteredLate', 'badCredentials', 'noReceipt']
    const messages = states.map(() => message())
    for (const [index, state] of states.entries()) await control('POST', '/__sim/tokens', { token: messages[index]?.token, state })
    const sent = await sender().send(messages)
    const [ok, dead, failed, none] = sent.kind === 'ok' ? sent.tickets.map(ticketId) : []
    const answer = await sender().receipts([ok, dead, failed, none, randomUUID()] as string[])
    expect(answer).toEqual({
      kind: 'ok',
      receipts: {
        [ok as string]: { kind: 'ok' },
        [dead as string]: { kind: 'dead_token' },
        [failed as string]: { kind: 'failed', code: 'InvalidCredentials', reason: expect.any(String) },
      },
    })
    expect(await pushes()).toHaveLength(2)
  })

  it('are asked for without a call when there is nothing to ask', async () => {
    expect(await createExpoPush({ baseUrl: 'http://127.0.0.1:9' }).receipts([])).toEqual({ kind: 'ok', receipts: {} })
  })
})

describe('faults', () => {
  it.each([
    ['a rate limit', { kind: 'status', status: 429 }],
    ['a JSON 500', { kind: 'status', status: 500 }],
    ['plain words with a 503', { kind: 'status', status: 503 }],
    ['an HTML 504', { kind: 'status', status: 504 }],
    ['an HTML 200', { kind: 'status', status: 200 }],
    ['half an answer', { kind: 'garbage' }],
    ['half a true answer', { kind: 'garbage', work: true }],
    ['a reset', { kind: 'reset' }],
    ['silence', { kind: 'hang' }],
  ])('%s is unknown', async (_, body) => {
    await fault(body)
    expect(await sender({ timeoutMs: 300 }).send([message()])).toMatchObject({ kind: 'unknown' })
    expect(await sender({ timeoutMs: 300 }).receipts([randomUUID()])).toMatchObject({ kind: 'unknown' })
  })

  it('an answer that came too late leaves one notification on the phone after the second sending', async () => {
    await fault({ kind: 'late', delayMs: 3000, times: 1 })
    const push = message()
    expect(await sender({ timeoutMs: 500 }).send([push])).toMatchObject({ kind: 'unknown', reason: 'no answer within 500 ms' })
    expect(await sender().send([push])).toMatchObject({ kind: 'ok' })
    expect(await pushes()).toMatchObject([{ collapseId: push.effectId, sends: 2 }])
  })
})
