// `npm run mobile`: Metro, for the app on a phone or in an emulator, beside a running `npm start`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEnvironment } from './environment.mjs'
import { installDependencies } from './install.mjs'
import { findNode, withBin } from './node-binary.mjs'
import { isLocal, phoneHints } from './phone-hints.mjs'
import { whenAskedToStop } from './stopping.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
let metro
let stopped = false

whenAskedToStop(() => {
  stopped = true
  metro?.kill('SIGTERM')
})

try {
  const settings = readEnvironment({ root })
  await installDependencies({ root, dir: settings.dir })
  if (!stopped) process.exitCode = await runMetro(settings)
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
  process.exitCode = 1
}

function runMetro(settings) {
  const { env, host } = settings
  process.stdout.write(
    `\n${phoneHints(settings)
      .map((line) => `  ${line}\n`)
      .join('')}\n`,
  )
  const folder = join(root, 'apps/mobile')
  const expo = join(folder, 'node_modules/expo/bin/cli')
  // Expo's own questions of the terminal (QR code, `a` for Android) need it as it is.
  metro = spawn(findNode(root), [expo, 'start', isLocal(host) ? '--localhost' : '--lan', ...process.argv.slice(2)], {
    cwd: folder,
    env: {
      ...withBin(root, env),
      EXPO_PUBLIC_API_URL: env.PUBLIC_API_URL,
      EXPO_PUBLIC_WEB_URL: env.PUBLIC_WEB_URL,
      EXPO_NO_TELEMETRY: '1',
    },
    stdio: 'inherit',
  })
  return new Promise((done, fail) => {
    metro.once('error', fail)
    metro.once('exit', (code, signal) => done(stopped ? 0 : signal ? 1 : code))
  })
}
