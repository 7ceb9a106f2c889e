import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { birthOf, isAlive, signalGroup, waitUntilGone } from './processes.mjs'

// Longer than any part takes to stop by itself.
const PATIENCE_MS = 12_000

/** Notes a program that was started, so that a later start finds it should this one be killed. */
export function rememberChild(dir, pid) {
  const alive = readChildren(dir).filter(isSame)
  writeFileSync(join(dir, 'children.json'), JSON.stringify([...alive, { pid, birth: birthOf(pid) }]))
}

/**
 * Waits until what a killed start left running has ended, and kills what does not.
 * @param {(count: number) => void} onWait is told how many there are, when there are any
 */
export async function endLeftovers(dir, onWait, patienceMs = PATIENCE_MS) {
  const left = readChildren(dir).filter(isSame)
  if (left.length) onWait(left.length)
  for (const { pid } of left) {
    if (await waitUntilGone(pid, patienceMs)) continue
    signalGroup(pid, 'SIGKILL')
    await waitUntilGone(pid, PATIENCE_MS)
  }
  rmSync(join(dir, 'children.json'), { force: true })
}

function isSame({ pid, birth }) {
  return isAlive(pid) && birthOf(pid) === birth
}

function readChildren(dir) {
  try {
    return JSON.parse(readFileSync(join(dir, 'children.json'), 'utf8'))
  } catch {
    return []
  }
}
