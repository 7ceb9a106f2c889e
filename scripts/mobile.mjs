// `npm run mobile`: Metro, for the app on a phone or in an emulator, beside a running `npm start`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEnvironment } from './environment.mjs'
import { installDependencies } from './install.mjs'
import { findNode, withBin } from './node-binary.mjs'
import { whenAskedToStop } from './stopping.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const LOCAL = new Set(['127.0.0.1', 'localhost', '::1'])
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

function runMetro({ env, host, ports }) {
  const isLocal = LOCAL.has(host)
  process.stdout.write(isLocal ? forEmulator(ports) : forPhone(env))
  const folder = join(root, 'apps/mobile')
  const expo = join(folder, 'node_modules/expo/bin/cli')
  // Expo's own questions of the terminal (QR code, `a` for Android) need it as it is.
  metro = spawn(findNode(root), [expo, 'start', isLocal ? '--localhost' : '--lan', ...process.argv.slice(2)], {
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

function forEmulator({ API_PORT, WEB_PORT }) {
  return `
  In an emulator: press a for Android or i for iOS. Android reaches this computer after
    adb reverse tcp:${API_PORT} tcp:${API_PORT} && adb reverse tcp:${WEB_PORT} tcp:${WEB_PORT} && adb reverse tcp:8081 tcp:8081
  On a phone in the same network: give \`npm start\` and this command the computer's address in it,
    HOST=<address> npm start      HOST=<address> npm run mobile
  and scan the code with Expo Go.

`
}

function forPhone({ PUBLIC_API_URL }) {
  return `
  On a phone in the same network: scan the code with Expo Go. It talks to ${PUBLIC_API_URL},
  where \`npm start\` has to run with the same HOST.

`
}
