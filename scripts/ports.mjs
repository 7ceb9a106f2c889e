import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * A TCP port that was free a moment ago on `host`. Below those that the system gives to every outgoing connection, so that
 * none of them takes it until its server is there, or while that server is restarted.
 */
export async function freePort(host = '127.0.0.1') {
  for (;;) {
    const port = randomInt(20_000, 30_000)
    if (await isFree(port, host)) return port
  }
}

/** The first of `count` neighbouring ports that were all free a moment ago. */
export async function freePortBlock(count, host = '127.0.0.1') {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = await freePort(host)
    if (first + count > 65_000) continue
    const rest = await Promise.all(Array.from({ length: count - 1 }, (_, index) => isFree(first + 1 + index, host)))
    if (rest.every(Boolean)) return first
  }
  throw new Error(`no ${count} neighbouring free ports found on ${host}`)
}

/** Whether a server could listen there now. A host that is no address of this machine throws. */
export async function isFree(port, host = '127.0.0.1') {
  const server = createServer()
  try {
    await new Promise((resolve, reject) => server.once('error', reject).listen({ port, host, exclusive: true }, resolve))
  } catch (error) {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return false
    throw error
  }
  await new Promise((resolve) => server.close(resolve))
  return true
}
