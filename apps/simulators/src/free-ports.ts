import { type AddressInfo, createServer, type Server } from 'node:net'

/** The first of so many ports in a row that were all free a moment ago. For tests: who takes them is nobody's promise. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = await listen(0)
    const port = (first.address() as AddressInfo).port
    const rest = await Promise.allSettled(Array.from({ length: count - 1 }, (_, index) => listen(port + 1 + index)))
    const servers = [first, ...rest.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))]
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    if (servers.length === count) return port
  }
}

function listen(port: number): Promise<Server> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    if (port > 65_535) reject(new RangeError('no such port'))
    else server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
