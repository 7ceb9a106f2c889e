import { relative } from 'node:path'
import { urlHost } from './environment.mjs'
import { phoneHints } from './phone-hints.mjs'

/**
 * What `npm start` prints once everything is healthy: addresses, demo accounts, what to try next. It fits 80 columns with ports
 * of four digits and the data in the clone.
 * @param {{root: string, settings: ReturnType<typeof import('./environment.mjs').readEnvironment>, accounts: object[], hasWeb: boolean, hasMobile: boolean}} options
 */
export function overview({ root, settings, accounts, hasWeb, hasMobile }) {
  const { host, ports, dir, embedded, env } = settings
  const place = relative(root, dir).startsWith('..') ? dir : relative(root, dir)
  const addresses = [
    ...(hasWeb ? [['web', env.PUBLIC_WEB_URL]] : []),
    ...(hasMobile ? [['app in a browser', env.PUBLIC_MOBILE_WEB_URL, '(a few seconds later)']] : []),
    ['API', env.PUBLIC_API_URL, '(its description: /docs)'],
    // Production has its own providers.
    ...(env.NODE_ENV === 'production'
      ? []
      : [['simulators', `http://${urlHost(host)}:${ports.SIMULATORS_PORT}`, '(mails, pushes, parcels)']]),
    ['PostgreSQL', ...(embedded ? [`127.0.0.1:${ports.POSTGRES_PORT}`, `(its URL: ${place}/database.url)`] : ['as DATABASE_URL says'])],
    ['logs', `${place}/logs`],
  ]
  const lines = table(addresses)
  if (accounts.length) {
    lines.push('', ...table([['sign in as', 'password', 'role', 'name'], ...accounts.map(accountRow)]), '')
    lines.push('In another terminal, `npm run buy` makes one purchase and times each step.')
  }
  if (hasMobile) lines.push('', ...phoneHints(settings))
  return lines.map((line) => (line ? `  ${line}` : '')).join('\n')
}

function accountRow({ email, password, role, name }) {
  return [email, password, role, name]
}

// A cell without one behind it makes its column no wider, so that a long path pushes nothing aside.
function table(rows) {
  const widths = []
  for (const row of rows) {
    for (const [column, cell] of row.slice(0, -1).entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  }
  return rows.map((row) => row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column]) : cell)).join('   '))
}
