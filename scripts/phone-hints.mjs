const LOCAL = new Set(['127.0.0.1', 'localhost', '::1'])
const METRO_PORT = 8081

/** Whether only this computer reaches what listens on the host. */
export function isLocal(host) {
  return LOCAL.has(host)
}

/**
 * How a phone or an emulator reaches this copy: each place is either open to the network or led there by `adb reverse`.
 * @returns {string[]} lines to print
 */
export function phoneHints({ ports, env }) {
  const named = new URL(env.PUBLIC_API_URL).hostname.replace(/^\[|\]$/g, '')
  return isLocal(env.HOST) || isLocal(named) ? [...forEmulator(ports), ...forPhone()] : fromNetwork(env)
}

// The API, both webs, what mails and links lead to, and iyzico's page of the simulators.
function forEmulator({ API_PORT, WEB_PORT, MOBILE_WEB_PORT, SIMULATORS_PORT }) {
  const ports = [API_PORT, WEB_PORT, MOBILE_WEB_PORT, SIMULATORS_PORT, SIMULATORS_PORT + 1, METRO_PORT]
  return [
    'In an emulator: `npm run mobile`, then a for Android or i for iOS.',
    'Android reaches this computer after',
    `  for p in ${ports.join(' ')}; do adb reverse tcp:$p tcp:$p; done`,
  ]
}

function forPhone() {
  return [
    'On a phone in the same network: start with the computer’s address in it,',
    '  HOST=<address> npm start        HOST=<address> npm run mobile',
    'and scan the code with Expo Go. Where the phone sees the computer under',
    'another name or by https, set PUBLIC_API_URL, PUBLIC_WEB_URL and',
    'PUBLIC_MOBILE_WEB_URL too.',
  ]
}

function fromNetwork({ HOST, PUBLIC_API_URL, PUBLIC_MOBILE_WEB_URL }) {
  return [
    `On a phone in the same network: open ${PUBLIC_MOBILE_WEB_URL}`,
    'in its browser, or run',
    `  HOST=${HOST} npm run mobile`,
    'and scan the code with Expo Go. The app talks to',
    `  ${PUBLIC_API_URL}`,
  ]
}
