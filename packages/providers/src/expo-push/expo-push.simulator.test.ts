import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { ExpoPushTicket } from 'expo-server-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../simulator-kit.ts'
import { startExpoPushSimulator } from './expo-push.simulator.ts'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startExpoPushSimulator({ port: 0 })
})
afterAll(() => simulator.close())

const TOKEN = 'ExponentPushToken[xxxxxxxxxxxxxxxxxxxxxx]'
type Answer = { data?: unknown; errors?: { code: string; message: string }[] }
const post = async (body: unknown, path = '/--/api/v2/push/send') => {
  const response = await fetch(simulator.url + path, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Answer }
}

/** The client reads its address once, when it is imported; so each script is a process of its own. */
async function runClient(script: string): Promise<unknown> {
  const source = `import { Expo } from 'expo-server-sdk'\nconst expo = new Expo({ retryMinTimeout: 1 })\nconst token = '${TOKEN}'\nconst out = await (async () => {${script}})().catch((error) => ({ failed: error.code ?? error.message, status: error.statusCode }))\nprocess.stdout.write(JSON.stringify(out))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: import.meta.dirname,
    env: { ...process.env, EXPO_BASE_URL: simulator.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(output)
}

describe('the official client, unchanged', () => {
  it('sends, and reads the receipts', async () => {
    const out = await runClient(`
      const tickets = await expo.sendPushNotificationsAsync([{ to: token, title: 'A', body: 'x' }, { to: [token, token], title: 'B', sound: 'default' }])
      const receipts = await expo.getPushNotificationReceiptsAsync(tickets.map((ticket) => ticket.id))
      return { tickets: tickets.map((ticket) => ticket.status), receipts: Object.values(receipts) }`)
    expect(out).toEqual({ tickets: ['ok', 'ok', 'ok'], receipts: [{ status: 'ok' }, { status: 'ok' }, { status: 'ok' }] })
  })

  it('sends a body it has zipped', async () => {
    const out = await runClient(`
      const messages = Array.from({ length: 30 }, (_, index) => ({ to: token, title: 'Zipped ' + index, body: 'x'.repeat(100), collapseId: 'zip-' + index }))
      return (await expo.sendPushNotificationsAsync(messages)).length`)
    expect(out).toBe(30)
    const { items } = (await (await fetch(`${simulator.url}/__sim/pushes`)).json()) as { items: { title: string }[] }
    expect(items.at(-1)?.title).toBe('Zipped 29')
  })

  it('is told of a wrong message and of a dead token as by Expo', async () => {
    const wrong = await runClient(`return expo.sendPushNotificationsAsync([{ to: token, title: 7 }])`)
    expect(wrong).toEqual({ failed: 'VALIDATION_ERROR', status: 400 })
    await post({ token: TOKEN, state: 'unregistered' }, '/__sim/tokens')
    expect(await runClient(`return expo.sendPushNotificationsAsync([{ to: token, title: 'x' }])`)).toEqual([
      {
        status: 'error',
        message: `"${TOKEN}" is not a registered push notification recipient`,
        details: { error: 'DeviceNotRegistered', expoPushToken: TOKEN },
      },
    ] satisfies ExpoPushTicket[])
    await post({ token: TOKEN, state: 'ok' }, '/__sim/tokens')
  })

  it('cuts 250 messages as it likes, and is told of two projects and of each error by its name', async () => {
    const tokens = ['unregisteredLate', 'tooBig', 'rateExceeded', 'badCredentials', 'mismatch'].map((state) => ({
      state,
      token: `ExponentPushToken[${state}]`,
    }))
    for (const token of tokens) await post(token, '/__sim/tokens')
    const foreign = 'ExponentPushToken[foreign]'
    await post({ token: foreign, project: '@other/app' }, '/__sim/tokens')
    const out = await runClient(`
      const chunks = expo.chunkPushNotifications(Array.from({ length: 250 }, (_, index) => ({ to: token, title: String(index) })))
      const mixed = await expo.sendPushNotificationsAsync([{ to: token }, { to: '${foreign}' }]).catch((error) => [error.code, error.details])
      const tickets = await expo.sendPushNotificationsAsync(${JSON.stringify(tokens)}.map(({ token }) => ({ to: token, title: 'x' })))
      const receipts = await expo.getPushNotificationReceiptsAsync(tickets.map((ticket) => ticket.id))
      return { chunks: chunks.map((chunk) => chunk.length), mixed, errors: tickets.map((ticket) => receipts[ticket.id].details.error) }`)
    expect(out).toEqual({
      chunks: [100, 100, 50],
      mixed: ['PUSH_TOO_MANY_EXPERIENCE_IDS', { '@emanet/app': [TOKEN], '@other/app': [foreign] }],
      errors: ['DeviceNotRegistered', 'MessageTooBig', 'MessageRateExceeded', 'InvalidCredentials', 'MismatchSenderId'],
    })
  })
})

describe('what it answers', () => {
  it('a single message gets a single ticket', async () => {
    expect((await post({ to: TOKEN, title: 'x' })).body.data).toMatchObject({ status: 'ok' })
    expect((await post([{ to: TOKEN, title: 'x' }])).body.data).toMatchObject([{ status: 'ok' }])
  })

  it('a push that comes again is the newest on its phone, and one there', async () => {
    for (const tag of ['first', 'second', 'first']) await post({ to: TOKEN, title: tag, collapseId: `again-${tag}` })
    const { items } = (await (await fetch(`${simulator.url}/__sim/pushes?limit=2`)).json()) as { items: { title: string; sends: number }[] }
    expect(items.map(({ title, sends }) => [title, sends])).toEqual([
      ['second', 1],
      ['first', 2],
    ])
  })

  it.each([
    ['a title that is a number', [{ to: TOKEN }, { to: TOKEN, title: 7 }], '"[1].title" must be a string.'],
    ['a token that is none', [{ to: 'abc' }], '"[0].to" must be an Expo push token.'],
    ['an unknown field', [{ to: TOKEN, tilte: 'x' }], '"[0].tilte" is not allowed.'],
    ['data that is text', [{ to: TOKEN, data: 'x' }], '"[0].data" must be an object.'],
    ['nothing', [], '"value" must contain at least 1 items.'],
  ])('%s is a validation error', async (_, body, words) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { errors: [{ code: 'VALIDATION_ERROR', message: words }] } })
  })

  it('more than it takes is refused by name', async () => {
    const many = Array.from({ length: 101 }, () => ({ to: TOKEN }))
    expect((await post(many)).body.errors?.[0]?.code).toBe('PUSH_TOO_MANY_NOTIFICATIONS')
    const ids = Array.from({ length: 1001 }, () => 'x')
    expect((await post({ ids }, '/--/api/v2/push/getReceipts')).body.errors?.[0]?.code).toBe('PUSH_TOO_MANY_RECEIPTS')
  })

  it('limits the notifications of one second', async () => {
    const hundred = Array.from({ length: 100 }, () => ({ to: TOKEN, collapseId: 'one' }))
    const answers = await Promise.all(Array.from({ length: 24 }, () => post(hundred)))
    expect(answers.some(({ status, body }) => status === 429 && body.errors?.[0]?.code === 'TOO_MANY_REQUESTS')).toBe(true)
  })
})
