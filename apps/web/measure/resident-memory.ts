import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Resident memory of the process that listens on `port`, in MB; 0 where there is no /proc to ask. */
export function residentMegabytes(port: number): number {
  try {
    const inode = listeningInode(port)
    const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && holds(name, inode))
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes ?? 0) / 1024
  } catch {
    return 0
  }
}

function listeningInode(port: number): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const line = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .find((row) => row.includes(`:${hex} 00000000:0000 0A`))
  return line?.trim().split(/\s+/)[9]
}

function holds(pid: string, inode: string | undefined): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`)
  } catch {
    // Gone meanwhile, or another user's.
    return false
  }
}
