import { join } from 'node:path'
import { urlHost } from '@emanet/providers/url-host'

export type Settings = {
  host: string
  /** The watch page; the four simulators take the ports after it. */
  port: number
  /** Absent: the state stays in memory. */
  stateDir: string | undefined
  auto: boolean
  iyzico: { apiKey: string; secretKey: string; webhookUrl: string; webhookDelayMs: number }
  sendgrid: { apiKey: string; from: string }
  expoAccessToken: string | undefined
  aras: { username: string; password: string; customerCode: string }
}

/** Reads the environment. @returns every wrong value in one list of sentences instead, when there is one. */
export function readSettings(env: NodeJS.ProcessEnv): Settings | string[] {
  const problems: string[] = []
  const text = (name: string, otherwise: string) => env[name]?.trim() || otherwise
  const whole = (name: string, otherwise: number, max: number) => {
    const value = text(name, String(otherwise))
    if (!/^\d+$/.test(value) || Number(value) > max) problems.push(`${name} must be a whole number up to ${max}, not "${value}".`)
    return Number(value)
  }
  const auto = text('SIMULATORS_AUTO', 'on')
  if (auto !== 'on' && auto !== 'off') problems.push(`SIMULATORS_AUTO must be on or off, not "${auto}".`)
  const host = text('HOST', '127.0.0.1')
  const apiUrl = text('PUBLIC_API_URL', `http://${urlHost(host)}:${text('API_PORT', '4000')}`).replace(/\/+$/, '')
  if (!/^https?:$/.test(URL.parse(apiUrl)?.protocol ?? '')) problems.push(`PUBLIC_API_URL must be an http(s) address, not "${apiUrl}".`)
  const settings: Settings = {
    host,
    port: whole('SIMULATORS_PORT', 4100, 65_531),
    stateDir: join(text('EMANET_DIR', '.emanet'), 'simulators'),
    auto: auto === 'on',
    iyzico: {
      apiKey: text('IYZICO_API_KEY', 'sandbox-emanet-demo-key'),
      secretKey: text('IYZICO_SECRET_KEY', 'sandbox-emanet-demo-secret'),
      webhookUrl: `${apiUrl}/webhooks/iyzico`,
      webhookDelayMs: whole('SIM_WEBHOOK_DELAY_MS', 2000, 3_600_000),
    },
    sendgrid: { apiKey: text('SENDGRID_API_KEY', 'SG.emanet-demo.key'), from: text('SENDGRID_FROM', 'Emanet <siparis@emanet.example>') },
    expoAccessToken: text('EXPO_ACCESS_TOKEN', '') || undefined,
    aras: {
      username: text('ARAS_USERNAME', 'emanet-demo'),
      password: text('ARAS_PASSWORD', 'emanet-demo-password'),
      customerCode: text('ARAS_CUSTOMER_CODE', '1234567890123'),
    },
  }
  return problems.length > 0 ? problems : settings
}
