import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import type { Rates } from '@emanet/contracts/money'
import { urlHost } from '@emanet/providers/url-host'
import { z } from 'zod'

/** A setting that is wrong or missing; the message lists every one of them. */
export class ConfigError extends Error {
  /** EX_CONFIG of sysexits(3). */
  readonly exitCode = 78
  /** One sentence each, beginning with the name of the setting. */
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`wrong settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

const port = z.coerce.number().int().min(1).max(65_535)
const url = z.url({ protocol: /^https?$/ })
const count = z.coerce.number().int().min(0)
const basisPoints = z.coerce.number().int().min(0).max(10_000)
const SENDER = /^(?:[^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)$/u
const NOT_A_NUMBER = 'Invalid input: expected number, received NaN'
const onOff = z.enum(['on', 'off'])

/** What the demo runs with; production refuses every one of these. */
export const DEMO = {
  iyzicoApiKey: 'sandbox-emanet-demo-key',
  iyzicoSecretKey: 'sandbox-emanet-demo-secret',
  sendgridApiKey: 'SG.emanet-demo.key',
  arasUsername: 'emanet-demo',
  arasPassword: 'emanet-demo-password',
  arasCustomerCode: '1234567890123',
  jwtPrivateKey: 'MC4CAQAwBQYDK2VwBCIEIGVtYW5ldC1kZW1vLXNpZ25pbmcta2V5LW5vdC1zZWNy',
  dataKey: 'ZW1hbmV0LWRlbW8tZGF0YS1rZXktbm90LWEtc2VjcmU=',
} as const

const environment = z.object({
  // Another word, such as prod, would run with the secrets of the demo.
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port.default(4000),
  WEB_PORT: port.default(3000),
  MOBILE_WEB_PORT: port.default(3001),
  SIMULATORS_PORT: port.max(65_531).default(4100),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis://')
    .optional(),
  PUBLIC_API_URL: url.optional(),
  PUBLIC_WEB_URL: url.optional(),
  PUBLIC_MOBILE_WEB_URL: url.optional(),
  APP_LINK: z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*:\/\/.*\/$/, 'a link that ends in a slash')
    .default('emanet://orders/'),
  IYZICO_BASE_URL: url.optional(),
  IYZICO_API_KEY: z.string().min(1).optional(),
  IYZICO_SECRET_KEY: z.string().min(1).optional(),
  IYZICO_PREVIOUS_SECRET_KEY: z.string().min(1).optional(),
  IYZICO_BUYER_ID_PLACEHOLDER: z
    .string()
    .regex(/^\d{11}$/)
    .default('11111111111'),
  IYZICO_POLLS_PER_MINUTE: z.coerce.number().int().min(1).default(100),
  SENDGRID_BASE_URL: url.optional(),
  SENDGRID_API_KEY: z.string().min(1).optional(),
  SENDGRID_FEED_LAG_S: z.coerce.number().int().min(0).optional(),
  SENDGRID_FROM: z.string().regex(SENDER, 'an e-mail address, or Name <address>').default('Emanet <siparis@emanet.example>'),
  EXPO_BASE_URL: url.optional(),
  EXPO_ACCESS_TOKEN: z.string().min(1).optional(),
  ARAS_ORDER_URL: url.optional(),
  ARAS_QUERY_URL: url.optional(),
  ARAS_USERNAME: z.string().min(1).optional(),
  ARAS_PASSWORD: z.string().min(1).optional(),
  ARAS_QUERY_USERNAME: z.string().min(1).optional(),
  ARAS_QUERY_PASSWORD: z.string().min(1).optional(),
  ARAS_CUSTOMER_CODE: z.string().min(1).optional(),
  TRACKING_PERIOD_S: z.coerce.number().int().min(1).optional(),
  JWT_PRIVATE_KEY: z.string().min(1).optional(),
  JWT_KEY_ID: z.string().min(1).max(100).default('emanet-1'),
  JWT_PREVIOUS_PUBLIC_KEY: z.string().min(1).optional(),
  JWT_PREVIOUS_KEY_ID: z.string().min(1).max(100).optional(),
  JWT_ISSUER: z.string().min(1).default('emanet'),
  JWT_AUDIENCE: z.string().min(1).default('emanet-api'),
  JWT_ACCESS_TTL_S: z.coerce.number().int().min(1).max(86_400).default(900),
  JWT_REFRESH_TTL_S: z.coerce.number().int().min(60).default(2_592_000),
  DATA_KEY: z.string().min(1).optional(),
  COMMISSION_BP: basisPoints.default(800),
  BUYER_FEE_KURUS: count.default(990),
  BUYER_FEE_BP: basisPoints.default(300),
  SHIPPING_COST_KURUS: count.default(8990),
  INSTALLMENTS: z
    .string()
    .regex(/^(1|2|3|6|9|12)(,(2|3|6|9|12))*$/, 'a list of 1, 2, 3, 6, 9, 12')
    .default('1'),
  IYZICO_FEE_BP: basisPoints.default(349),
  IYZICO_FEE_KURUS: count.default(25),
  RESERVATION_TTL_S: z.coerce.number().int().min(1).max(86_400).default(2700),
  RATE_LIMITS: onOff.default('on'),
  TRUST_PROXY: z
    .string()
    .refine(
      (list) => list === 'off' || list.split(',').every(isNetwork),
      'off, or a list of addresses, networks, loopback, linklocal, uniquelocal',
    )
    .default('off'),
  FORWARD_KEY: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export type Config = {
  production: boolean
  host: string
  apiPort: number
  database: { url: string; poolMax: number }
  redisUrl: string | undefined
  publicApiUrl: string
  publicWebUrl: string
  publicMobileWebUrl: string
  appLink: string
  iyzico: {
    baseUrl: string
    apiKey: string
    secretKey: string
    previousSecretKey: string | undefined
    buyerIdPlaceholder: string
    pollsPerMinute: number
    feeBp: number
    feeKurus: number
    installments: number[]
  }
  /** `feedLagS`: how long SendGrid's activity feed may not show a message that it has. */
  sendgrid: { baseUrl: string; apiKey: string; from: string; feedLagS: number }
  expo: { baseUrl: string; accessToken: string | undefined }
  aras: {
    orderUrl: string
    queryUrl: string
    username: string
    password: string
    queryUsername: string
    queryPassword: string
    customerCode: string
    trackingPage?: string
  }
  /** How often a parcel under way is asked about, in seconds. */
  trackingPeriodS: number
  jwt: {
    keyId: string
    privateKey: KeyObject
    publicKeys: Record<string, KeyObject>
    issuer: string
    audience: string
    accessTtlS: number
    refreshTtlS: number
  }
  /** 32 bytes; seals identity numbers and IBANs, and is the root of one-time links. */
  dataKey: Buffer
  rates: Rates
  reservationTtlS: number
  rateLimits: boolean
  /** Whose `X-Forwarded-For` is believed: addresses and networks in a list. */
  trustProxy: string | false
  /** What our web proves itself with when it names its visitor's address. */
  forwardKey: string | undefined
  logLevel: string
}

/** Reads the settings. @throws ConfigError that lists every wrong one by name. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))
  const problems: string[] = []
  const e = parseSettings(given, problems)
  const production = e.NODE_ENV === 'production'
  const at = (port: number) => `http://${urlHost(e.HOST)}:${port}`
  const simulator = (offset: number, path = '') => `${at(e.SIMULATORS_PORT + offset)}${path}`
  const config: Config = {
    production,
    host: e.HOST,
    apiPort: e.API_PORT,
    database: { url: e.DATABASE_URL, poolMax: e.DATABASE_POOL },
    redisUrl: e.REDIS_URL,
    publicApiUrl: withoutSlash(e.PUBLIC_API_URL ?? at(e.API_PORT)),
    publicWebUrl: withoutSlash(e.PUBLIC_WEB_URL ?? at(e.WEB_PORT)),
    publicMobileWebUrl: withoutSlash(e.PUBLIC_MOBILE_WEB_URL ?? at(e.MOBILE_WEB_PORT)),
    appLink: e.APP_LINK,
    iyzico: {
      baseUrl: withoutSlash(e.IYZICO_BASE_URL ?? simulator(1)),
      apiKey: e.IYZICO_API_KEY ?? DEMO.iyzicoApiKey,
      secretKey: e.IYZICO_SECRET_KEY ?? DEMO.iyzicoSecretKey,
      previousSecretKey: e.IYZICO_PREVIOUS_SECRET_KEY,
      buyerIdPlaceholder: e.IYZICO_BUYER_ID_PLACEHOLDER,
      pollsPerMinute: e.IYZICO_POLLS_PER_MINUTE,
      feeBp: e.IYZICO_FEE_BP,
      feeKurus: e.IYZICO_FEE_KURUS,
      installments: e.INSTALLMENTS.split(',').map(Number),
    },
    sendgrid: {
      baseUrl: withoutSlash(e.SENDGRID_BASE_URL ?? simulator(2)),
      apiKey: e.SENDGRID_API_KEY ?? DEMO.sendgridApiKey,
      from: e.SENDGRID_FROM,
      feedLagS: e.SENDGRID_FEED_LAG_S ?? (production ? 300 : 0),
    },
    expo: { baseUrl: withoutSlash(e.EXPO_BASE_URL ?? simulator(3)), accessToken: e.EXPO_ACCESS_TOKEN },
    aras: {
      orderUrl: e.ARAS_ORDER_URL ?? simulator(4, '/arascargoservice/arascargoservice.asmx'),
      queryUrl: e.ARAS_QUERY_URL ?? simulator(4, '/ArasCargoIntegrationService.svc'),
      username: e.ARAS_USERNAME ?? DEMO.arasUsername,
      password: e.ARAS_PASSWORD ?? DEMO.arasPassword,
      queryUsername: e.ARAS_QUERY_USERNAME ?? e.ARAS_USERNAME ?? DEMO.arasUsername,
      queryPassword: e.ARAS_QUERY_PASSWORD ?? e.ARAS_PASSWORD ?? DEMO.arasPassword,
      customerCode: e.ARAS_CUSTOMER_CODE ?? DEMO.arasCustomerCode,
      // The demo's links lead to the simulator's tracking page; otherwise the carrier's own.
      ...(e.ARAS_QUERY_URL ? {} : { trackingPage: simulator(4, '/mainpage.aspx?code=') }),
    },
    trackingPeriodS: e.TRACKING_PERIOD_S ?? (production ? 900 : 5),
    jwt: jwtKeys(e, problems),
    dataKey: Buffer.from(e.DATA_KEY ?? DEMO.dataKey, 'base64'),
    rates: {
      commissionBp: e.COMMISSION_BP,
      buyerFeeKurus: e.BUYER_FEE_KURUS,
      buyerFeeBp: e.BUYER_FEE_BP,
      shippingCostKurus: e.SHIPPING_COST_KURUS,
    },
    reservationTtlS: e.RESERVATION_TTL_S,
    rateLimits: e.RATE_LIMITS === 'on',
    trustProxy: e.TRUST_PROXY === 'off' ? false : e.TRUST_PROXY,
    forwardKey: e.FORWARD_KEY,
    logLevel: e.LOG_LEVEL,
  }
  if (config.dataKey.length !== 32) problems.push('DATA_KEY: must be 32 bytes in base64')
  if (production) problems.push(...unfitForProduction(e, given, config))
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** The settings that are right; for each wrong one a problem and its default, so that the checks that follow find theirs too. */
function parseSettings(given: Record<string, string | undefined>, problems: string[]): z.output<typeof environment> {
  const parsed = environment.safeParse(given)
  if (parsed.success) return parsed.data
  const right: Record<string, string | undefined> = { DATABASE_URL: 'postgres://not-set', ...given }
  for (const { path, message } of parsed.error.issues) {
    const name = String(path[0])
    problems.push(given[name] === undefined ? `${name}: not set` : `${name}: ${message.replace(NOT_A_NUMBER, 'must be a number')}`)
    if (name === 'DATABASE_URL') right[name] = 'postgres://not-set'
    else delete right[name]
  }
  return environment.parse(right)
}

function jwtKeys(e: z.output<typeof environment>, problems: string[]): Config['jwt'] {
  const base = {
    keyId: e.JWT_KEY_ID,
    issuer: e.JWT_ISSUER,
    audience: e.JWT_AUDIENCE,
    accessTtlS: e.JWT_ACCESS_TTL_S,
    refreshTtlS: e.JWT_REFRESH_TTL_S,
  }
  const privateKey =
    readKey(e.JWT_PRIVATE_KEY ?? DEMO.jwtPrivateKey, 'JWT_PRIVATE_KEY', 'pkcs8', problems) ??
    (readKey(DEMO.jwtPrivateKey, '', 'pkcs8', []) as KeyObject)
  const publicKeys: Record<string, KeyObject> = { [e.JWT_KEY_ID]: createPublicKey(privateKey) }
  if (e.JWT_PREVIOUS_PUBLIC_KEY !== undefined || e.JWT_PREVIOUS_KEY_ID !== undefined) {
    const previous = readKey(e.JWT_PREVIOUS_PUBLIC_KEY ?? '', 'JWT_PREVIOUS_PUBLIC_KEY', 'spki', problems)
    if (e.JWT_PREVIOUS_KEY_ID === undefined || e.JWT_PREVIOUS_KEY_ID === e.JWT_KEY_ID)
      problems.push('JWT_PREVIOUS_KEY_ID: must name the previous key, other than JWT_KEY_ID')
    else if (previous) publicKeys[e.JWT_PREVIOUS_KEY_ID] = previous
  }
  return { ...base, privateKey, publicKeys }
}

/** An Ed25519 key as PEM, or as the base64 of its DER form. */
function readKey(text: string, setting: string, type: 'pkcs8' | 'spki', problems: string[]): KeyObject | undefined {
  try {
    const isPem = text.includes('-----BEGIN')
    const der = { key: Buffer.from(text, 'base64'), format: 'der' } as const
    const key =
      type === 'pkcs8'
        ? createPrivateKey(isPem ? text : { ...der, type: 'pkcs8' })
        : createPublicKey(isPem ? text : { ...der, type: 'spki' })
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Falls through: whatever it was, it was not a key.
  }
  problems.push(`${setting}: must be an Ed25519 key, PEM or base64 DER (${type})`)
  return undefined
}

const REQUIRED_IN_PRODUCTION = [
  'IYZICO_BASE_URL',
  'IYZICO_API_KEY',
  'IYZICO_SECRET_KEY',
  'SENDGRID_BASE_URL',
  'SENDGRID_API_KEY',
  'SENDGRID_FROM',
  'EXPO_BASE_URL',
  'EXPO_ACCESS_TOKEN',
  'ARAS_ORDER_URL',
  'ARAS_QUERY_URL',
  'ARAS_USERNAME',
  'ARAS_PASSWORD',
  'ARAS_CUSTOMER_CODE',
  'JWT_PRIVATE_KEY',
  'DATA_KEY',
  'PUBLIC_API_URL',
  'PUBLIC_WEB_URL',
  'PUBLIC_MOBILE_WEB_URL',
] as const

/** @param given what was set, as it was set. */
function unfitForProduction(
  e: z.output<typeof environment>,
  given: Record<string, string | undefined>,
  { jwt, dataKey }: Config,
): string[] {
  const problems: string[] = []
  const isDemo = demoSettings(jwt, dataKey)
  for (const name of REQUIRED_IN_PRODUCTION) {
    const value = given[name]
    if (value === undefined) problems.push(`${name}: required in production`)
    else if (isDemo(name, value)) problems.push(`${name}: is the demo's; production needs its own`)
    else if (name.endsWith('_URL') && isSimulator(value)) problems.push(`${name}: must be https and not on this machine in production`)
  }
  for (const name of ['IYZICO_PREVIOUS_SECRET_KEY', 'JWT_PREVIOUS_PUBLIC_KEY'])
    if (given[name] !== undefined && isDemo(name, given[name])) problems.push(`${name}: is the demo's; production needs its own`)
  if (e.RESERVATION_TTL_S < 2100)
    problems.push('RESERVATION_TTL_S: at least 2100 in production (the payment page lives 1800 s, 3-D Secure 300 s more)')
  if (e.RATE_LIMITS === 'off') problems.push('RATE_LIMITS: off is refused in production')
  return problems
}

/** A key is the demo's in whatever form it was written down. */
function demoSettings(jwt: Config['jwt'], dataKey: Buffer): (name: string, value: string) => boolean {
  const texts: string[] = Object.values(DEMO)
  const demoKey = createPublicKey(readKey(DEMO.jwtPrivateKey, '', 'pkcs8', []) as KeyObject)
  return (name, value) => {
    if (name === 'JWT_PRIVATE_KEY') return createPublicKey(jwt.privateKey).equals(demoKey)
    if (name === 'JWT_PREVIOUS_PUBLIC_KEY') return readKey(value, '', 'spki', [])?.equals(demoKey) ?? false
    if (name === 'DATA_KEY') return dataKey.equals(Buffer.from(DEMO.dataKey, 'base64'))
    return texts.includes(value) || /@emanet\.example>?$/.test(value)
  }
}

function isSimulator(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return protocol !== 'https:' || /^(localhost|127\.|0\.0\.0\.0|\[::1?\])/.test(hostname)
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.trim().split('/')
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text.trim())) return true
  return (
    isIP(address) !== 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (isIP(address) === 6 ? 128 : 32)))
  )
}

function withoutSlash(value: string): string {
  return value.replace(/\/+$/, '')
}
