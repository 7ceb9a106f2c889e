import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium } from 'playwright-core'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Where a Chromium is: `$CHROME_PATH`, an installed one, or the one that came with the packages. */
export async function browserPath(): Promise<string> {
  const known = [process.env.CHROME_PATH, ...INSTALLED].find((path) => path !== undefined && existsSync(path))
  if (known) return known
  // Declared by the workspace's root, where every app's browser tests find it.
  const packed = createRequire(new URL('../../../package.json', import.meta.url))('@sparticuz/chromium')
  return (packed.default ?? packed).executablePath()
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await browserPath(), args: ['--no-sandbox'] })
}
