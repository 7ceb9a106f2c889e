import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { isFree } from './ports.mjs'

const PORTS = { WEB_PORT: 3000, MOBILE_WEB_PORT: 3001, API_PORT: 4000, POSTGRES_PORT: 5433, SIMULATORS_PORT: 4100 }
const SIMULATORS = ['its page', 'iyzico', 'SendGrid', 'Expo Push', 'Aras']

/**
 * The environment every part of Emanet is started with: the file `.env`, over it the process's own variables, and what
 * follows from them (`PUBLIC_*_URL` from host and ports).
 * @param {{root: string, own?: NodeJS.ProcessEnv}} options
 * @returns {{env: NodeJS.ProcessEnv, host: string, ports: Record<string, number>, dir: string, embedded: boolean}}
 *   `dir` is where all of this copy's data lives; `embedded` says that PostgreSQL is ours to start
 * @throws one Error that lists every wrong value
 */
export function readEnvironment(options) {
  const { wrong, ...settings } = examineEnvironment(options)
  refuseWrong(wrong)
  return settings
}

/** As `readEnvironment`, with the list of what is `wrong`; nothing but `dir` and `env` is to be used while there is something. */
export function examineEnvironment({ root, own = process.env }) {
  const file = join(root, '.env')
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const set = withoutEmpty({ ...written, ...own })
  const wrong = []

  // What follows from a wrong value is not wrong once more: it goes on with the default.
  let host = set.HOST ?? '127.0.0.1'
  if (!isIP(host) && host !== 'localhost') {
    wrong.push(`HOST is '${host}'; it must be an IP address or localhost`)
    host = '127.0.0.1'
  }
  const ports = readPorts(set, wrong)
  for (const [name, protocols] of [
    ['DATABASE_URL', ['postgres:', 'postgresql:']],
    ['REDIS_URL', ['redis:', 'rediss:']],
    ['PUBLIC_API_URL', ['http:', 'https:']],
    ['PUBLIC_WEB_URL', ['http:', 'https:']],
    ['PUBLIC_MOBILE_WEB_URL', ['http:', 'https:']],
  ]) {
    if (set[name] && !protocols.includes(protocolOf(set[name])))
      wrong.push(`${name} must be a URL that begins with ${protocols.join('// or ')}//`)
  }

  const dir = resolve(root, set.EMANET_DIR ?? '.emanet')
  const reached = urlHost(host)
  const env = {
    PUBLIC_API_URL: `http://${reached}:${ports.API_PORT}`,
    PUBLIC_WEB_URL: `http://${reached}:${ports.WEB_PORT}`,
    PUBLIC_MOBILE_WEB_URL: `http://${reached}:${ports.MOBILE_WEB_PORT}`,
    ...set,
    HOST: host,
    EMANET_DIR: dir,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
  }
  return { env, host, ports, dir, embedded: !set.DATABASE_URL, wrong }
}

/** @throws one Error that lists them, each setting once, in the words of whoever found it first */
export function refuseWrong(wrong) {
  const nameOf = (sentence) => /^\w+/.exec(sentence)?.[0]
  const first = wrong.filter((sentence, index) => wrong.findIndex((other) => nameOf(other) === nameOf(sentence)) === index)
  if (first.length) throw new Error(`wrong settings (environment or .env):\n  ${first.join('\n  ')}`)
}

/**
 * Refuses ports that another program holds, before anything is started.
 * @throws one Error that names every taken port and the variable that moves it
 */
export async function requireFreePorts({ host, ports, embedded, needed = Object.keys(PORTS) }) {
  const taken = []
  for (const name of needed) {
    if (name === 'POSTGRES_PORT' && !embedded) continue
    const count = name === 'SIMULATORS_PORT' ? SIMULATORS.length : 1
    for (let offset = 0; offset < count; offset++) {
      const port = ports[name] + offset
      if (await isFree(port, name === 'POSTGRES_PORT' ? '127.0.0.1' : host)) continue
      taken.push(
        `port ${port} is taken by another program: set ${name}${offset ? ` (now ${ports[name]}; ${SIMULATORS[offset]} is ${name} + ${offset})` : ''}`,
      )
    }
  }
  if (taken.length) throw new Error(`${taken.join('\n')}\nfor example: ${exampleFor(taken, ports)} npm start`)
}

/** The host as it stands in a URL that a program on this machine can reach. */
export function urlHost(host) {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return isIP(host) === 6 ? `[${host}]` : host
}

function readPorts(set, wrong) {
  const ports = {}
  const before = wrong.length
  for (const [name, fallback] of Object.entries(PORTS)) {
    const text = set[name] ?? String(fallback)
    const last = name === 'SIMULATORS_PORT' ? 65_535 - (SIMULATORS.length - 1) : 65_535
    const isPort = /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= last
    if (!isPort) wrong.push(`${name} is '${text}'; it must be a port from 1 to ${last}`)
    ports[name] = isPort ? Number(text) : fallback
  }
  if (wrong.length > before) return ports
  const users = new Map()
  for (const [name, port] of Object.entries(ports)) {
    const count = name === 'SIMULATORS_PORT' ? SIMULATORS.length : 1
    for (let offset = 0; offset < count; offset++) {
      const label = offset ? `${name} + ${offset}` : name
      if (users.has(port + offset)) wrong.push(`${label} and ${users.get(port + offset)} are both ${port + offset}`)
      users.set(port + offset, label)
    }
  }
  return ports
}

// `WEB_PORT=` in a shell or in .env means "as if it were not there".
function withoutEmpty(env) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
}

function protocolOf(text) {
  return URL.canParse(text) ? new URL(text).protocol : ''
}

function exampleFor(taken, ports) {
  const names = new Set(taken.map((line) => /set (\w+)/.exec(line)[1]))
  return [...names].map((name) => `${name}=${ports[name] + 1000 > 65_000 ? 20_000 : ports[name] + 1000}`).join(' ')
}
