import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { freePorts } from './free-ports.ts'

const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function launch(env: NodeJS.ProcessEnv): ChildProcess {
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    env: { ...process.env, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  children.push(child)
  return child
}

async function started() {
  const port = await freePorts(5)
  const dir = mkdtempSync(join(tmpdir(), 'simulators-'))
  const env = { SIMULATORS_PORT: String(port), EMANET_DIR: dir, SENDGRID_API_KEY: 'SG.a.b', SENDGRID_FROM: 'shop@example.com' }
  const child = launch(env)
  expect((await once(child, 'message'))[0]).toEqual({ ready: true })
  return { port, env, child }
}

const mail = {
  personalizations: [{ to: [{ email: 'ada@example.com' }] }],
  from: { email: 'shop@example.com' },
  subject: 'Hi',
  content: [{ type: 'text/plain', value: 'x' }],
}
const sendMail = (port: number) =>
  fetch(`http://127.0.0.1:${port + 2}/v3/mail/send`, {
    method: 'POST',
    headers: { authorization: 'Bearer SG.a.b', 'content-type': 'application/json' },
    body: JSON.stringify(mail),
  })
const subjects = async (port: number) => {
  const answer = (await (await fetch(`http://127.0.0.1:${port + 2}/__sim/mails`)).json()) as { items: { subject: string }[] }
  return answer.items.map((item) => item.subject)
}

describe('the process', () => {
  it('is ready once all four and the page answer, and ends on SIGTERM', async () => {
    const { port, child } = await started()
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    for (const offset of [1, 2, 3, 4]) expect((await fetch(`http://127.0.0.1:${port + offset}/__sim/health`)).status).toBe(200)
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  })

  it('ends when the one who started it is gone', async () => {
    const { child } = await started()
    child.disconnect()
    expect((await once(child, 'exit'))[0]).toBe(0)
  })

  it('keeps through a kill every mail it had answered for', async () => {
    const { port, env, child } = await started()
    expect((await sendMail(port)).status).toBe(202)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await once(launch(env), 'message')
    expect(await subjects(port)).toEqual(['Hi'])
  })

  it('names a taken port and its setting, and leaves the state of the one who has it alone', async () => {
    const { port, env } = await started()
    const second = launch(env)
    const [words] = await Promise.all([text(second.stderr as NodeJS.ReadableStream), once(second, 'exit')])
    expect(words).toMatch(new RegExp(`Port ${port} .* SIMULATORS_PORT`))
    expect(second.exitCode).toBe(1)
    await sendMail(port)
    expect(await subjects(port)).toEqual(['Hi'])
  })

  it('lists every wrong setting at once', async () => {
    const child = launch({ SIMULATORS_PORT: 'x', SIMULATORS_AUTO: 'maybe', PUBLIC_API_URL: 'nowhere' })
    const [words] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), once(child, 'exit')])
    for (const name of ['SIMULATORS_PORT', 'SIMULATORS_AUTO', 'PUBLIC_API_URL']) expect(words).toContain(name)
  })
})
