import { isAlive, parentOf, programOf } from './processes.mjs'

const PARENT_POLL_MS = 400

/**
 * Calls back once when this command is to stop: Ctrl-C, SIGTERM, a closed terminal, or the end of the npm that runs it
 * (npm passes no SIGKILL on, and its shell may swallow a SIGTERM).
 * @param {(why: string) => void} stop called once
 * @param {() => void} [hurry] called when somebody presses Ctrl-C again, more than a second after the first
 */
export function whenAskedToStop(stop, hurry) {
  let askedAt = 0
  const ask = (why) => {
    if (!askedAt) {
      askedAt = Date.now()
      clearInterval(timer)
      stop(why)
    } else if (Date.now() - askedAt > 1000) {
      // npm sends a copy of every Ctrl-C, which is no second wish; a person takes longer.
      hurry?.()
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ask(signal))

  const parents = npmAndItsShell()
  const timer = setInterval(() => {
    if (parents.some(({ pid, parent }) => !isAlive(pid) || (parent && parentOf(pid) !== parent))) ask('npm ended')
  }, PARENT_POLL_MS)
  timer.unref()
}

// Watched only below npm: whoever starts this script directly may well leave it running in the background.
function npmAndItsShell() {
  if (!process.env.npm_lifecycle_event) return []
  const own = process.ppid
  if (!isShell(own)) return [{ pid: own }]
  return [{ pid: own, parent: parentOf(own) }]
}

function isShell(pid) {
  return /(^|\/|-)(ba|da|z|k|a)?sh$/.test(programOf(pid))
}
