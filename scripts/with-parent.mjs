// Runs a program that knows nothing of IPC and ends it when the launcher is gone: `node with-parent.mjs <program> [args…]`.
import { spawn } from 'node:child_process'

const STOP_TIMEOUT_MS = 9000
const [program, ...args] = process.argv.slice(2)
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })

child.once('error', (error) => {
  process.stderr.write(`${program}: ${error.message}\n`)
  process.exit(1)
})
child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))

function stop() {
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS).unref()
}

process.on('disconnect', stop)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
