// `node apps/mobile/measure/cold-open.ts` against a running `npm start`: how long a browser that has never seen the app needs
// until the products stand there, and what travels for it.
import { launchBrowser } from '../../web/test/browser.ts'

const APP_URL = process.env['PUBLIC_MOBILE_WEB_URL'] ?? 'http://127.0.0.1:3001'
const TURNS = 7

const browser = await launchBrowser()
const opened: { ms: number; bytes: number }[] = []
for (let turn = 0; turn < TURNS; turn++) {
  const context = await browser.newContext({ baseURL: APP_URL, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  const page = await context.newPage()
  await page.goto('/', { waitUntil: 'commit' })
  await page.getByTestId('free').first().waitFor()
  opened.push(
    await page.evaluate(() => {
      const parts = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      const ours = parts.filter(({ name }) => name.startsWith(location.origin))
      return { ms: Math.round(performance.now()), bytes: ours.reduce((sum, part) => sum + part.transferSize, 0) }
    }),
  )
  await context.close()
}
await browser.close()
opened.sort((a, b) => a.ms - b.ms)
process.stdout.write(`cold open → products: median ${opened[TURNS >> 1]?.ms} ms of ${TURNS}, ${opened[0]?.bytes} bytes\n`)
