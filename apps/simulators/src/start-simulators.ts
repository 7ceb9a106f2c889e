import { startArasSimulator } from '@emanet/providers/aras/aras.simulator'
import { startExpoPushSimulator } from '@emanet/providers/expo-push/expo-push.simulator'
import { startIyzicoSimulator } from '@emanet/providers/iyzico/iyzico.simulator'
import { startSendgridSimulator } from '@emanet/providers/sendgrid/sendgrid.simulator'
import type { Settings } from './settings.ts'
import { startWatchPage } from './watch-page.ts'

export type RunningSimulators = {
  urls: { page: string; iyzico: string; sendgrid: string; expo: string; aras: string }
  close(): Promise<void>
}

export class PortTakenError extends Error {
  constructor(port: number, who: string) {
    super(`Port ${port} (${who}) is taken. SIMULATORS_PORT sets the first of five ports in a row.`)
  }
}

/** The sellers that the samples of iyzico's own client sell for, so that they run against this process as they are. */
const SAMPLE_SELLERS = ['sub merchant key', 'Iw9lDFmlfXPyLEu/m4f1oxV9c7U=']

/** Starts the four simulators on the ports after the watch page's, and the page. All or none. @throws PortTakenError */
export async function startSimulators(settings: Settings): Promise<RunningSimulators> {
  const { host, stateDir, auto, iyzico, sendgrid, expoAccessToken, aras } = settings
  const at = (offset: number) => ({ host, stateDir, port: settings.port + offset })
  const parts = [
    {
      who: 'iyzico simulator',
      port: settings.port + 1,
      start: () => startIyzicoSimulator({ ...at(1), ...iyzico, subMerchantKeys: SAMPLE_SELLERS }),
    },
    { who: 'SendGrid simulator', port: settings.port + 2, start: () => startSendgridSimulator({ ...at(2), ...sendgrid }) },
    {
      who: 'Expo Push simulator',
      port: settings.port + 3,
      start: () => startExpoPushSimulator({ ...at(3), accessToken: expoAccessToken }),
    },
    { who: 'Aras Kargo simulator', port: settings.port + 4, start: () => startArasSimulator({ ...at(4), ...aras, auto }) },
  ]
  // First and alone: a second process stops at its port, before it has opened the state the first one writes.
  const running: { url: string; close(): Promise<void> }[] = []
  const close = async () => void (await Promise.all(running.map((one) => one.close())))
  const isReady = () => running.length > parts.length
  try {
    const page = { who: 'watch page', port: settings.port, start: () => startWatchPage({ host, port: settings.port, isReady }) }
    for (const part of [page, ...parts]) running.push(await startPart(part))
  } catch (error) {
    await close()
    throw error
  }
  const [page, iyzicoUrl, sendgridUrl, expoUrl, arasUrl] = running.map((one) => one.url) as [string, string, string, string, string]
  return { urls: { page, iyzico: iyzicoUrl, sendgrid: sendgridUrl, expo: expoUrl, aras: arasUrl }, close }
}

async function startPart<T>({ who, port, start }: { who: string; port: number; start: () => Promise<T> }): Promise<T> {
  try {
    return await start()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTakenError(port, who)
    throw error
  }
}
