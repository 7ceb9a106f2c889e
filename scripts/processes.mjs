import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** Whether a process of this id exists; one that belongs to somebody else counts as existing. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  return stateOf(pid) !== 'Z'
}

/**
 * What tells this process from a later one that got the same id: its start in clock ticks on Linux,
 * the text of `ps` elsewhere, '' when it cannot be known.
 */
export function birthOf(pid) {
  const stat = statOf(pid)
  if (stat) return stat[19]
  return ps(pid, 'lstart')
}

/** The parent of a process, or 0 when it cannot be known. */
export function parentOf(pid) {
  const stat = statOf(pid)
  if (stat) return Number(stat[1])
  return Number(ps(pid, 'ppid')) || 0
}

/** The name of the program a process runs, '' when it cannot be known. */
export function programOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ps(pid, 'comm')
  }
}

/** The working directory of a process, or null where the system does not tell. */
export function workingDirectoryOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

/** Sends a signal to a process group when there is one, else to the process alone; silent when it is already gone. */
export function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error
  }
}

export function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** Resolves to true once the process is gone, to false when `timeoutMs` pass first. */
export async function waitUntilGone(pid, timeoutMs) {
  const until = Date.now() + timeoutMs
  while (isAlive(pid)) {
    if (Date.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return true
}

// A zombie answers signals although it has ended; only its parent's wait() is missing.
function stateOf(pid) {
  return statOf(pid)?.[0]
}

function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name stands in brackets and may itself hold blanks and brackets.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function ps(pid, column) {
  if (process.platform === 'linux' || process.platform === 'win32') return ''
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', `${column}=`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
