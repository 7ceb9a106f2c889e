import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { birthOf, isAlive } from './processes.mjs'

/**
 * Makes this process the only one that runs Emanet on a directory. The lock of a process that is gone does not count.
 * @returns {{unlock: () => void, leftover: boolean}} `leftover`: the last holder was killed, so its children may still be ending
 * @throws when a live process has it
 */
export function lockDirectory(dir) {
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'start.lock')
  const own = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) })
  for (const leftover of [false, true]) {
    try {
      writeFileSync(file, own, { flag: 'wx' })
      return { unlock: () => rmSync(file, { force: true }), leftover }
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = liveHolder(file)
    if (holder) throw new Error(`Emanet already runs on ${dir} (process ${holder}); stop it, or set EMANET_DIR to another directory`)
    rmSync(file, { force: true })
  }
  throw new Error(`another start of Emanet took ${file} at this moment; try again`)
}

function liveHolder(file) {
  try {
    const { pid, birth } = JSON.parse(readFileSync(file, 'utf8'))
    return isAlive(pid) && birthOf(pid) === birth ? pid : null
  } catch {
    return null
  }
}
