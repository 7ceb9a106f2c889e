import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sgMail from '@sendgrid/mail'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../simulator-kit.ts'
import { type KeptMail, startSendgridSimulator } from './sendgrid.simulator.ts'

const API_KEY = 'SG.test.key'
let simulator: Simulator
// The types leave it out.
const { client } = sgMail as unknown as { client: { setDefaultRequest(name: string, value: string): void } }

beforeAll(async () => {
  simulator = await startSendgridSimulator({ port: 0, apiKey: API_KEY })
  sgMail.setApiKey(API_KEY)
  // After the key, which sets the address anew.
  client.setDefaultRequest('baseUrl', simulator.url)
})
afterAll(() => simulator.close())

const valid = {
  personalizations: [{ to: [{ email: 'ada@example.com' }] }],
  from: { email: 'shop@example.com' },
  subject: 'Hi',
  content: [{ type: 'text/plain', value: 'x' }],
}
const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${simulator.url}/v3/mail/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const fieldsOf = async (body: unknown) =>
  ((await (await post(body)).json()) as { errors: { field: string }[] }).errors.map((error) => error.field)
const mails = async (at = simulator) => ((await (await fetch(`${at.url}/__sim/mails`)).json()) as { items: KeptMail[] }).items

describe('the official client, unchanged', () => {
  it('sends one mail', async () => {
    const [response] = await sgMail.send({
      to: 'ada@example.com',
      from: 'Shop <shop@example.com>',
      subject: 'Hi',
      text: 'plain',
      html: '<b>x</b>',
      customArgs: { effect_id: 'e-1' },
    })
    expect(response.statusCode).toBe(202)
    expect(response.headers['x-message-id']).toMatch(/^[\w-]{22}$/)
    expect((await mails()).at(-1)).toMatchObject({ to: 'ada@example.com', subject: 'Hi', text: 'plain', html: '<b>x</b>', effectId: 'e-1' })
  })

  it('sends to several in one envelope, and each has it', async () => {
    const before = (await mails()).length
    await sgMail.send({ to: ['a@example.com', 'b@example.com'], cc: 'c@example.com', from: 'shop@example.com', subject: 'Hi', text: 'x' })
    expect((await mails()).slice(before).map((mail) => mail.to)).toEqual(['a@example.com', 'b@example.com', 'c@example.com'])
  })

  it('sends to several, each in an envelope of their own', async () => {
    const before = (await mails()).length
    await sgMail.sendMultiple({ to: ['a@example.com', 'b@example.com'], from: 'shop@example.com', subject: 'Hi', text: 'x' })
    expect((await mails()).slice(before).map((mail) => mail.to)).toEqual(['a@example.com', 'b@example.com'])
  })

  it('is told what is wrong as by SendGrid', async () => {
    const failed = sgMail.send({ to: ['ada@example.com', 'ADA@example.com'], from: 'shop@example.com', subject: 'Hi', text: 'x' })
    await expect(failed).rejects.toMatchObject({ code: 400, response: { body: { errors: [{ field: 'personalizations.0' }] } } })
  })

  it('keeps nothing in sandbox mode', async () => {
    const before = (await mails()).length
    const [response] = await sgMail.send({
      to: 'ada@example.com',
      from: 'shop@example.com',
      subject: 'Hi',
      text: 'x',
      mailSettings: { sandboxMode: { enable: true } },
    })
    expect(response.statusCode).toBe(200)
    expect(await mails()).toHaveLength(before)
  })
})

describe('what it refuses', () => {
  it.each([
    ['no personalization', { ...valid, personalizations: [] }, ['personalizations']],
    ['no recipient', { ...valid, personalizations: [{ to: [] }] }, ['personalizations.0.to']],
    ['a recipient without an address', { ...valid, personalizations: [{ to: [{ name: 'Ada' }] }] }, ['personalizations.0.to.0.email']],
    [
      'a separator in a name',
      { ...valid, personalizations: [{ to: [{ email: 'a@example.com', name: 'A; B' }] }] },
      ['personalizations.0.to.0.name'],
    ],
    ['no sender', { ...valid, from: undefined }, ['from.email']],
    ['no subject', { ...valid, subject: '' }, ['subject']],
    ['no content', { ...valid, content: undefined }, ['content']],
    ['content that is no list', { ...valid, content: { type: 'text/plain' } }, ['content']],
    ['an empty text', { ...valid, content: [{ type: 'text/plain', value: '' }] }, ['content.0.value']],
    [
      'HTML before text',
      {
        ...valid,
        content: [
          { type: 'text/html', value: 'x' },
          { type: 'text/plain', value: 'x' },
        ],
      },
      ['content.1.type'],
    ],
    ['a template id that is none', { ...valid, template_id: 'x' }, ['template_id']],
    ['a number in custom_args', { ...valid, custom_args: { n: 1 } }, ['custom_args']],
    ['custom_args too long', { ...valid, custom_args: { n: 'x'.repeat(10_001) } }, ['personalizations.0.custom_args']],
    ['a reserved header', { ...valid, headers: { Subject: 'x' } }, ['headers']],
    ['a category twice', { ...valid, categories: ['a', 'a'] }, ['categories']],
    ['a date too far away', { ...valid, send_at: 4_000_000_000 }, ['send_at']],
    [
      'a flag that is a word',
      { ...valid, tracking_settings: { open_tracking: { enable: 'no' } } },
      ['tracking_settings.open_tracking.enable'],
    ],
    ['two things at once', { ...valid, subject: '', from: { email: 'nobody' } }, ['from.email', 'subject']],
  ])('%s', async (_, body, fields) => {
    expect(await fieldsOf(body)).toEqual(fields)
  })

  it('another method, type, key or text', async () => {
    expect((await fetch(`${simulator.url}/v3/mail/send`)).status).toBe(405)
    expect((await post(valid, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post(valid, { authorization: 'Bearer SG.no' })).status).toBe(401)
    expect((await post('{"from":')).status).toBe(400)
  })
})

it('keeps every mail of a busy day, and the bodies of the newest', async () => {
  const before = (await mails()).length
  const html = 'x'.repeat(900_000)
  for (let sent = 0; sent < 6; sent += 1)
    expect(
      (
        await post({
          ...valid,
          content: [
            { type: 'text/plain', value: 'short' },
            { type: 'text/html', value: html },
          ],
        })
      ).status,
    ).toBe(202)
  const kept = (await mails()).slice(before)
  expect(kept.map((mail) => mail.html?.length ?? mail.forgotten)).toEqual([['html'], ['html'], ...Array(4).fill(900_000)])
  expect(kept.map((mail) => mail.text)).toEqual(Array(6).fill('short'))
})

it('finds in its feed the mails of one effect, those of before a kill too, and none after a reset', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'sendgrid-'))
  const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' }
  const send = (url: string, effect_id: string, email: string) =>
    fetch(`${url}/v3/mail/send`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...valid, personalizations: [{ to: [{ email }], custom_args: { effect_id } }] }),
    })
  const found = async (url: string, query: string) => {
    const feed = await fetch(`${url}/v3/messages?limit=10&query=${encodeURIComponent(query)}`, { headers })
    return ((await feed.json()) as { messages: { to_email: string }[] }).messages.map((message) => message.to_email)
  }
  const first = await startSendgridSimulator({ port: 0, apiKey: API_KEY, stateDir })
  await send(first.url, 'e-1', 'ada@example.com')
  await send(first.url, 'e-2', 'can@example.com')
  // The first is not closed: nothing it does at its end counts.
  const second = await startSendgridSimulator({ port: 0, apiKey: API_KEY, stateDir })
  await send(second.url, 'e-1', 'ece@example.com')
  expect(await found(second.url, `(unique_args['effect_id']="e-1")`)).toEqual(['ece@example.com', 'ada@example.com'])
  expect(await found(second.url, `unique_args['effect_id']="e-1" AND to_email="ada@example.com"`)).toEqual(['ada@example.com'])
  expect(await found(second.url, `to_email="can@example.com"`)).toEqual(['can@example.com'])
  expect(await found(second.url, `unique_args['effect_id']="e-3"`)).toEqual([])
  await fetch(`${second.url}/__sim/reset`, { method: 'POST' })
  expect(await found(second.url, `unique_args['effect_id']="e-1"`)).toEqual([])
  await Promise.all([first.close(), second.close()])
})

it('shows after a kill what it had accepted', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'sendgrid-'))
  const first = await startSendgridSimulator({ port: 0, apiKey: API_KEY, stateDir })
  await fetch(`${first.url}/v3/mail/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(valid),
  })
  // The first is not closed: nothing it does at its end counts.
  const second = await startSendgridSimulator({ port: 0, apiKey: API_KEY, stateDir })
  expect(await mails(second)).toMatchObject([{ to: 'ada@example.com' }])
  await Promise.all([first.close(), second.close()])
})
