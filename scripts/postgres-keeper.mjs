// The parent of PostgreSQL. It lives as long as the channel to the launcher does: when the launcher ends, even by kill -9,
// the channel closes and PostgreSQL is stopped. It has its own session, so that Ctrl-C reaches the applications first.
import { spawn } from 'node:child_process'

let postgres
let stopWith

process.on('message', (message) => {
  if (message.stop) stop()
  else start(message)
})
process.on('disconnect', stop)
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, stop)

function start({ command: [program, ...args], uid, gid, cwd, env, pgCtl }) {
  stopWith = pgCtl
  postgres = spawn(program, args, { uid, gid, cwd, env, stdio: ['ignore', 'inherit', 'inherit'] })
  postgres.once('error', (error) => {
    process.stderr.write(`${program}: ${error.message}\n`)
    process.exit(1)
  })
  postgres.once('exit', (code, name) => process.exit(name ? 1 : (code ?? 1)))
  if (process.connected) process.send({ pid: postgres.pid })
}

function stop() {
  if (!postgres) process.exit(0)
  if (process.platform === 'win32') spawn(stopWith[0], stopWith.slice(1), { stdio: 'ignore' })
  else postgres.kill('SIGINT')
  // A fast stop that hangs is cut; the next start recovers from the write-ahead log.
  setTimeout(() => postgres.kill('SIGQUIT'), 12_000).unref()
}
