// `npm start`: everything Emanet is made of, from a clean clone to an address to open.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildIfStale, isPresent } from './build.mjs'
import { runCommand, stopCommands } from './command.mjs'
import { examineEnvironment, refuseWrong, requireFreePorts, urlHost } from './environment.mjs'
import { installDependencies } from './install.mjs'
import { endLeftovers } from './leftovers.mjs'
import { lockDirectory } from './lock.mjs'
import { findNode } from './node-binary.mjs'
import { overview } from './overview.mjs'
import { stopLeftoverPostgres } from './postgres.mjs'
import { during, say } from './progress.mjs'
import { emanetServices, mobileService } from './services.mjs'
import { whenAskedToStop } from './stopping.mjs'
import { createSupervisor } from './supervise.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const supervisors = []
let unlock
let stopping

whenAskedToStop(
  (why) => {
    say(`stopping (${why})`)
    stop().then(() => process.exit(0))
  },
  () => process.exit(1),
)

try {
  await start()
} catch (error) {
  if (!stopping) {
    process.stderr.write(`\n${error.message}\n`)
    await stop()
    process.exit(1)
  }
}

async function start() {
  const { wrong, ...settings } = examineEnvironment({ root })
  // The lock comes first: whoever runs here already holds the ports, and its name says more than theirs.
  const lock = lockDirectory(settings.dir)
  unlock = lock.unlock
  if (lock.leftover) await clearLeftovers(settings)
  if (!wrong.length) await requireFreePorts(settings)
  await installDependencies({ root, dir: settings.dir })
  if (stopping) return

  await Promise.all([
    refuseWrongSettings(settings, wrong),
    wrong.length ? undefined : buildIfStale({ root, dir: settings.dir, name: 'server', env: settings.env }),
  ])
  const { NODE_ENV: _, ...webEnv } = settings.env
  const hasWeb = isPresent(root, 'web')
  const webBuilt = hasWeb ? buildIfStale({ root, dir: settings.dir, name: 'web', env: webEnv }) : Promise.resolve()
  // It is awaited where the web starts; until then its failure must not end the process.
  webBuilt.catch(() => {})
  if (stopping) return

  let accounts = []
  const services = emanetServices({
    root,
    settings,
    webBuilt,
    onAccounts(found) {
      accounts = found
    },
  }).filter((service) => hasWeb || !service.name.startsWith('web'))
  await supervise(services)
  const hasMobile = isPresent(root, 'mobile')
  process.stdout.write(`\n${overview({ root, settings, accounts, hasWeb, hasMobile })}\n\n`)
  say('ready; Ctrl-C stops everything')
  if (hasMobile) startMobile(settings)
}

// The parts know their own settings best, and can say so once they are installed: everything wrong is named at once.
async function refuseWrongSettings({ dir, env }, wrong) {
  const check = join(root, 'scripts/check-settings.mjs')
  const output = await runCommand({
    name: 'settings',
    command: [findNode(root), check],
    cwd: root,
    env,
    log: join(dir, 'logs', 'settings.log'),
  })
  refuseWrong([...wrong, ...JSON.parse(output)])
}

// The children of a start that was killed end by themselves, in a moment; a PostgreSQL that lost its keeper does not.
async function clearLeftovers(settings) {
  const waiting = (count) =>
    say(`the last start was killed; waiting for ${count === 1 ? 'one program' : `${count} programs`} it left behind`)
  await endLeftovers(settings.dir, waiting)
  if (settings.embedded) await stopLeftoverPostgres({ dataDir: join(settings.dir, 'postgres') })
}

async function supervise(services) {
  const announced = services.map((service) => ({
    ...service,
    start: (abort) => (service.announced ? service.start(abort) : announce(service, abort)),
  }))
  const supervisor = createSupervisor({ services: announced, say })
  supervisors.push(supervisor)
  await supervisor.start()
}

// The first start of each part is progress that people wait for; later ones are the supervisor's news.
function announce(service, abort) {
  service.announced = true
  return during(`starting ${service.name}`, () => service.start(abort))
}

function startMobile(settings) {
  const service = { ...mobileService({ root, settings }), announced: true }
  supervise([service]).then(
    () => say(`the app for browsers is at http://${urlHost(settings.host)}:${settings.ports.MOBILE_WEB_PORT}`),
    (error) => stopping || say(`the app for browsers is not available: ${error.message}`),
  )
}

function stop() {
  stopping ??= (async () => {
    stopCommands()
    for (const supervisor of supervisors.toReversed()) await supervisor.stop()
    unlock?.()
  })()
  return stopping
}
