import { readFileSync } from 'node:fs'
import { query } from './rows.ts'

/** Linux counts in these, on every machine it runs on. */
const TICK_MS = 10

/**
 * Milliseconds of processor time that a process has used so far, with those of its children that have ended. Unlike a rate it
 * does not depend on what else runs on the machine. Null where the system does not say.
 */
export function cpuMs(pid: number): number | null {
  const fields = statOf(pid)
  return fields && fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS
}

/** The same for a whole PostgreSQL: its postmaster, the connections that are open, those that were. */
export async function postgresCpuMs(url: string): Promise<number | null> {
  const rows = await query<{ pid: number }>(url, 'select pid from pg_stat_activity')
  // One of them may have ended since; they all have the same parent.
  const postmaster = Number(rows.map((row) => statOf(row.pid)).find((stat) => stat !== null)?.[1])
  const all = [postmaster, ...rows.map((row) => row.pid)].map(cpuMs)
  return all.reduce((sum, ms) => (sum ?? 0) + (ms ?? 0), 0) || null
}

/** What follows the name in `/proc/<pid>/stat`: state, parent, … */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}
