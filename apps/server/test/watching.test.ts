import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { createWorld, type Person, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterEach(() => world.expectToEndWell())
afterAll(() => world?.close())

// biome-ignore lint/suspicious/noExplicitAny: an order as somebody from outside reads it.
type Seen = any

/** The stream as a browser reads it. `until` gives the first order that fits; `close` is the tab going away. */
async function watch(who: Person, orderId: string) {
  const stop = new AbortController()
  const response = await fetch(`${world.url}/orders/${orderId}/events`, {
    headers: { authorization: `Bearer ${who.accessToken}`, accept: 'text/event-stream' },
    signal: stop.signal,
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  const seen: Seen[] = []
  let rest = ''
  return {
    seen,
    async until(fits: (order: Seen) => boolean): Promise<Seen> {
      for (;;) {
        const found = seen.find(fits)
        if (found) return found
        const { value, done } = await reader.read()
        if (done) throw new Error(`the stream ended after ${JSON.stringify(seen)}`)
        const blocks = (rest + value).split('\n\n')
        rest = blocks.pop() as string
        for (const block of blocks) if (block.startsWith('data: ')) seen.push(JSON.parse(block.slice(6)))
      }
    },
    close: () => stop.abort(),
  }
}

it('buyer and seller see the order now and at each change, each with their own eyes', async () => {
  const { buyer, seller, orderId, token } = await world.purchase()
  const streams = [await watch(buyer, orderId), await watch(seller, orderId)] as const
  const both = (fits: (order: Seen) => boolean) => Promise.all(streams.map((stream) => stream.until(fits)))
  const [hers, his] = await both((order) => order.status === 'pending_payment')
  expect([hers.actions, his.actions]).toEqual([['pay', 'cancel'], []])
  await world.pay(token, { callback: true })
  await both((order) => order.status === 'paid')
  await world.drain()
  const [registered] = await both((order) => order.shipment?.status === 'registered')
  await world.move(registered.shipment.reference, 'accepted')
  const [shipped] = await both((order) => order.status === 'shipped' && order.shipment.trackingNumber !== null)
  expect(shipped).toEqual(JSON.parse(JSON.stringify(await world.order(buyer, orderId))))
  for (const stream of streams) {
    expect(new Set(stream.seen.map((order) => JSON.stringify(order))).size).toBe(stream.seen.length)
    stream.close()
  }
})

it('a tab that was closed and opened again gets the order as it is by then', async () => {
  const { buyer, orderId, token } = await world.purchase()
  const first = await watch(buyer, orderId)
  await first.until((order) => order.status === 'pending_payment')
  first.close()
  await world.pay(token, { callback: true })
  const second = await watch(buyer, orderId)
  await second.until((order) => order.status === 'paid')
  expect(second.seen).toHaveLength(1)
  second.close()
})

it('nobody watches the order of somebody else, or without signing in', async () => {
  const { orderId } = await world.purchase()
  const stranger = await world.person()
  const asked = await ask(world, 'GET', `/orders/${orderId}/events`, { token: stranger.accessToken })
  expect([asked.status, asked.body.code]).toEqual([404, 'order.not_found'])
  expect((await ask(world, 'GET', `/orders/${orderId}/events`)).status).toBe(401)
})
