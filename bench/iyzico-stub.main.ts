// iyzico as a simulator that does not wait: answers the opening of a payment page at once, signed, and knows nothing else. It
// neither checks nor remembers anything, so that what is measured is ours. Correctness is the business of the real simulator.
import { randomUUID } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
import { responseSignature, SIGNED_FIELDS } from '../packages/providers/src/iyzico/iyzico.wire.ts'
import { frame, frameReader } from './http-frames.ts'

const secretKey = process.env['IYZICO_SECRET_KEY'] ?? ''

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  socket.on(
    'data',
    frameReader(({ body }) => socket.write(openedPage(body))),
  )
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ ready: true, url: `http://127.0.0.1:${port}` })
})
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))

function openedPage(request: Buffer): Buffer {
  const { conversationId } = JSON.parse(request.toString()) as { conversationId: string }
  const token = randomUUID()
  const page = `http://127.0.0.1/?token=${token}&lang=tr`
  const answer = {
    status: 'success',
    locale: 'tr',
    systemTime: Date.now(),
    conversationId,
    token,
    tokenExpireTime: 1800,
    paymentPageUrl: page,
  }
  const signature = responseSignature(secretKey, SIGNED_FIELDS.checkoutInitialize, answer)
  return frame('HTTP/1.1 200 OK', { 'content-type': 'application/json' }, JSON.stringify({ ...answer, signature }))
}
