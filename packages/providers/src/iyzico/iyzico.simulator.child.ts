import { startIyzicoSimulator } from './iyzico.simulator.ts'

/** A simulator in a process of its own, for the test that kills it. Notifications are due too late for it to send them. */
const { apiKey = '', secretKey = '', STATE_DIR = '', WEBHOOK_URL = '' } = process.env
const simulator = await startIyzicoSimulator({
  port: 0,
  apiKey,
  secretKey,
  stateDir: STATE_DIR,
  webhookUrl: WEBHOOK_URL,
  webhookDelayMs: 1500,
})
process.send?.({ url: simulator.url })
