// The load generator: a process of its own, so that its work is not the server's. It gets one job by IPC, answers, and waits.
import { connect, type Socket } from 'node:net'
import { type Frame, frame, frameReader } from './http-frames.ts'
import type { LoadJob, LoadRequest, LoadResult } from './load.ts'

process.on('message', (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ failure: error.message }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })

async function run({ url, concurrency, pauseMs, requests }: LoadJob): Promise<LoadResult> {
  const { host, hostname, port } = new URL(url)
  const written = requests.map((request) => bytesOf(request, host))
  const sockets = await Promise.all(Array.from({ length: concurrency }, () => open(hostname, Number(port))))
  const latenciesMs: number[] = []
  const codes: number[] = []
  const surprises: string[] = []
  const queue = written.entries()
  const startedAt = performance.now()
  await Promise.all(
    sockets.map(async (socket) => {
      for (const [index, bytes] of queue) {
        const sentAt = performance.now()
        const { head, body } = await socket.exchange(bytes)
        latenciesMs.push(performance.now() - sentAt)
        const status = Number(head.slice(9, 12))
        codes.push(status)
        if (requests[index]?.expect !== status && surprises.length < 3) surprises.push(`${status} ${body.toString().slice(0, 300)}`)
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  for (const socket of sockets) socket.close()
  return { seconds, latenciesMs, codes, surprises }
}

function bytesOf({ method, path, headers, body }: LoadRequest, host: string): Buffer {
  return frame(`${method} ${path} HTTP/1.1`, { host, ...(body === '' ? {} : { 'content-type': 'application/json' }), ...headers }, body)
}

type Exchange = { exchange(bytes: Buffer): Promise<Frame>; close(): void }

function open(host: string, port: number): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    let answer: { resolve: (frame: Frame) => void; reject: (error: Error) => void } | undefined
    const socket: Socket = connect({ host, port, noDelay: true })
    socket.on(
      'data',
      frameReader((frame) => answer?.resolve(frame)),
    )
    socket.once('connect', () =>
      resolve({
        exchange(bytes) {
          return new Promise<Frame>((resolveAnswer, rejectAnswer) => {
            answer = { resolve: resolveAnswer, reject: rejectAnswer }
            socket.write(bytes)
          })
        },
        close: () => socket.destroy(),
      }),
    )
    const fail = (error: Error) => {
      reject(error)
      answer?.reject(error)
    }
    socket.once('error', fail)
    socket.once('close', () => fail(new Error('the server closed a connection')))
  })
}
