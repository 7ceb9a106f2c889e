import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { birthOf, isAlive } from './processes.mjs'

/**
 * Makes this process the only one that runs Emanet on a directory. The lock of a process that is gone does not count.
 * @returns {{unlock: () => void, leftover: boolean}} `leftover`: the last holder was killed, so its children may still be ending
 * @throws when a live process has it, or when nothing can be written there
 */
export function lockDirectory(dir) {
  const lock = orNameSetting(dir, () => takeLock(join(dir, 'start.lock')))
  if (lock.holder)
    throw new Error(`Emanet already runs on ${dir} (process ${lock.holder}); stop it, or set EMANET_DIR to another directory`)
  return lock
}

// It is the first thing written there: a directory that is a file, or read-only, or full is found here.
function orNameSetting(dir, take) {
  try {
    return take()
  } catch (cause) {
    throw new Error(`nothing can be written to ${dir} (${cause.code ?? cause.message}); set EMANET_DIR to a directory of yours`, { cause })
  }
}

/**
 * Does the work while holding the lock, after waiting for whoever holds it now.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function whileLocked(file, work) {
  for (;;) {
    const { holder, unlock } = takeLock(file)
    if (!holder) return await work().finally(unlock)
    await new Promise((next) => setTimeout(next, 200))
  }
}

// Either `holder`, the live process that has it, or the lock.
function takeLock(file) {
  mkdirSync(dirname(file), { recursive: true })
  const own = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) })
  // A link appears with its content, so nobody reads a lock that is half written.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, own)
  let leftover = false
  for (;;) {
    try {
      linkSync(draft, file)
      rmSync(draft)
      return { leftover, unlock: () => rmSync(file, { force: true }) }
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = liveHolder(file)
    if (holder) {
      rmSync(draft)
      return { holder }
    }
    rmSync(file, { force: true })
    leftover = true
  }
}

function liveHolder(file) {
  try {
    const { pid, birth } = JSON.parse(readFileSync(file, 'utf8'))
    return isAlive(pid) && birthOf(pid) === birth ? pid : null
  } catch {
    return null
  }
}
