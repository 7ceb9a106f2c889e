import { expect, it } from 'vitest'
import { pollSilentPayments } from '../src/orders/poll-silent-payments.ts'
import { trackShipments } from '../src/orders/track-shipments.ts'
import { sql } from '../src/platform/sql.ts'
import { type Crash, createCrash } from './crash.ts'
import { createWorld, type Person, type Standing, tokenOf, until, type World } from './world.ts'

/** One product, and what one round of a story does to it. */
type Round = { world: World; crash: Crash; buyer: Person; seller: Person; productId: string; title: string; orderId: string; token: string }

type Story = {
  /** A path through the house: `<path>, cut before any of its steps, …` */
  path: string
  /** What has happened before, uncut. */
  before: (round: Round) => Promise<unknown>
  /** What is cut before each of its steps. */
  cut: (round: Round) => Promise<unknown>
  /** What buyer, courier and time do anyway, whether it was cut or not. */
  after: (round: Round) => Promise<unknown>
  comesTo: Partial<Standing>
  /** E-mails and pushes to each; a parcel is one in every story that has a shipment. */
  told: { buyer: [mails: number, pushes: number]; seller: [mails: number, pushes: number] }
}

const SALE: Partial<Standing> = {
  order: 'paid',
  product: 'sold',
  dispositions: ['applied'],
  refunds: [],
  hold: 'held',
  shipment: 'registered',
}
const NO_SALE: Partial<Standing> = { product: 'active', dispositions: [], refunds: [], hold: null, shipment: null }
const BOTH_ONCE: Story['told'] = { buyer: [1, 1], seller: [1, 1] }
const NOBODY: Story['told'] = { buyer: [0, 0], seller: [0, 0] }

const STORIES: Story[] = [
  {
    path: 'a purchase placed, paid and shipped',
    before: async () => {},
    cut: async (round) => {
      await place(round)
      await round.world.pay(round.token)
      await round.world.callback(round.token)
      await round.world.drain()
    },
    after: async (round) => {
      await round.world.wait(20)
      // Buy once more, with the same key; and pay, if that is still to be done.
      const { paymentUrl } = await place(round)
      if (paymentUrl !== null) await round.world.pay(round.token).catch(() => undefined)
    },
    comesTo: SALE,
    told: BOTH_ONCE,
  },
  {
    path: 'a notification of iyzico',
    before: payUnheard,
    cut: async ({ world, crash, token, orderId }) => {
      await world.webhook(token)
      const isProcessed = async () =>
        (await world.query(sql`select 1 from webhook_inbox where token = ${token} and processed_at is null`)).length === 0
      await until(
        async () => crash.isDead || ((await isProcessed()) && (await world.standing(orderId)).order === 'paid'),
        'the notification',
      )
    },
    after: async () => {},
    comesTo: SALE,
    told: BOTH_ONCE,
  },
  {
    path: 'the poller that finds a silent payment',
    before: async (round) => {
      await payUnheard(round)
      await round.world.wait(16)
    },
    cut: ({ world }) => pollSilentPayments(world.deps),
    after: async () => {},
    comesTo: SALE,
    told: BOTH_ONCE,
  },
  {
    path: 'a new attempt after a declined card',
    before: async (round) => {
      await place(round)
      await round.world.pay(round.token, { code: '000000', callback: true })
    },
    cut: payAgain,
    after: async (round) => {
      await round.world.wait(20)
      await payAgain(round)
      await round.world.pay(round.token)
    },
    comesTo: SALE,
    told: BOTH_ONCE,
  },
  {
    path: 'a cancellation',
    before: place,
    cut: cancel,
    after: cancel,
    comesTo: { ...NO_SALE, order: 'cancelled', payments: ['abandoned'] },
    told: NOBODY,
  },
  {
    path: 'a cancellation of what was paid meanwhile',
    before: payUnheard,
    cut: (round) => expect(cancel(round)).rejects.toMatchObject({ problem: { code: 'order.wrong_state' } }),
    after: async () => {},
    comesTo: SALE,
    told: BOTH_ONCE,
  },
  {
    path: 'an expiry',
    before: async (round) => {
      await place(round)
      await round.world.wait(2701)
    },
    cut: ({ world }) => world.expire(),
    after: async ({ world }) => {
      await world.wait(20)
      await world.expire()
    },
    comesTo: { ...NO_SALE, order: 'expired', payments: ['abandoned'] },
    told: NOBODY,
  },
  {
    path: 'money that comes after the end, and its refund',
    before: async (round) => {
      await place(round)
      await cancel(round)
      await round.world.pay(round.token)
      await round.world.wait(120)
    },
    cut: async ({ world }) => {
      await pollSilentPayments(world.deps)
      await world.drain()
    },
    after: async () => {},
    comesTo: { ...NO_SALE, order: 'cancelled', payments: ['refunded'], dispositions: ['late'], refunds: ['succeeded'] },
    told: { buyer: [1, 1], seller: [0, 0] },
  },
  {
    path: 'a payment that iyzico approves after its fraud review',
    before: async (round) => {
      await place(round)
      const { paymentId } = await round.world.pay(round.token, { fraudStatus: 0, callback: true })
      await round.world.drain()
      await round.world.control('iyzico', 'POST', '/__sim/verdict', { paymentId, fraudStatus: 1, webhook: false })
      await round.world.wait(120)
    },
    cut: ({ world }) => pollSilentPayments(world.deps),
    after: async () => {},
    comesTo: SALE,
    told: { buyer: [2, 1], seller: [1, 1] },
  },
  {
    path: 'a parcel that is delivered',
    before: async (round) => {
      await payUnheard(round)
      await round.world.callback(round.token)
      await round.world.drain()
      const { number } = await round.world.order(round.buyer, round.orderId)
      await round.world.control('aras', 'POST', '/__sim/move', { reference: `${number}-1`, to: 'delivered' })
    },
    cut: track,
    after: track,
    comesTo: { ...SALE, order: 'delivered', shipment: 'delivered' },
    told: { buyer: [3, 3], seller: [2, 2] },
  },
]

it.each(STORIES.map((story) => [story.path, story] as const))(
  '%s, cut before any of its steps, comes to the same end, once',
  async (_, story) => {
    const crash = createCrash()
    const world = await createWorld({ crash })
    try {
      const [buyer, seller] = await Promise.all([world.person(), world.seller()])
      let rounds = 0
      const play = async (step: string | null): Promise<string[]> => {
        const title = `Kesilen alışveriş ${++rounds}`
        const { id: productId } = await world.product(seller, { title })
        return playRound(story, { world, crash, buyer, seller, productId, title, orderId: '', token: '' }, step)
      }
      const cuts = new Set<string>()
      // Until nothing happens, in a round that is not cut, that was not cut before.
      for (;;) {
        const fresh = (await play(null)).filter((step) => !cuts.has(step))
        if (fresh.length === 0) break
        for (const step of fresh) {
          await play(step)
          cuts.add(step)
        }
      }
      expect(cuts.size).toBeGreaterThan(4)
      await world.expectBooksToBalance()
      await world.expectIyzicoToAgree()
    } finally {
      await world.close()
    }
  },
  120_000,
)

/** @returns the steps that it took, up to the cut. @throws when it was to be cut and never came to that step. */
async function playRound(story: Story, round: Round, step: string | null): Promise<string[]> {
  const { world, crash } = round
  await story.before(round)
  crash.dieBefore(step)
  await story.cut(round).catch((error: unknown) => {
    // Seen from outside, the crash is an answer of 500, or none.
    if (!crash.isDead) throw error
  })
  const { isDead, steps } = crash
  // How often the queue is looked at is up to chance, so the n-th look need not come again.
  if (!step?.match(/#(?!1$)/)) expect(isDead, `came to ${step}`).toBe(step !== null)
  await crash.revive()
  await story.after(round)
  await letTimePass(world)
  await expectTheEnd(story, round, step)
  return steps
}

/** The timers go on until nothing is left to be done, and a minute longer. */
async function letTimePass(world: World): Promise<void> {
  for (let isLast = false, minute = 0; minute < 8; minute++) {
    await world.wait(70)
    await world.poll()
    await world.drain()
    if (isLast) return
    const open = await world.query(sql`
      select 1 from outbox where relayed_at is null
      union all select 1 from effects where status <> 'done'
      union all select 1 from refunds where status <> 'succeeded'
      union all select 1 from payments p join orders o on o.id = p.order_id where p.status in ('pending', 'unknown', 'review')`)
    isLast = open.length === 0
  }
  throw new Error('after eight minutes there is still something to be done')
}

async function expectTheEnd(story: Story, { world, buyer, seller, title, productId }: Round, step: string | null): Promise<void> {
  const orders = await world.query<{ id: string; number: string }>(sql`select id, number from orders where product_id = ${productId}`)
  const order = orders[0] as { id: string; number: string }
  const { dispositions, ...standing } = await world.standing(order.id)
  const mails = (await world.mails()).filter((mail) => mail.subject.includes(order.number) || mail.text.includes(order.id))
  const pushes = (await world.pushes()).filter((push) => push.body.includes(`${title}”`))
  const parcels = (await world.parcels()).filter((parcel) => parcel.reference.startsWith(order.number))
  const sentTo = (who: Person) => [
    mails.filter((mail) => mail.to === who.email).length,
    pushes.filter((push) => push.token === who.pushToken).length,
  ]
  // An attempt whose page was lost on the way decided nothing.
  const decided = dispositions.filter((disposition) => disposition !== null)
  const facts = {
    orders: orders.length,
    standing: { ...standing, dispositions: decided },
    parcels: parcels.length,
    buyer: sentTo(buyer),
    seller: sentTo(seller),
  }
  expect(facts, `cut before ${step}`).toEqual({
    orders: 1,
    standing: expect.objectContaining(story.comesTo),
    parcels: story.comesTo.shipment === null ? 0 : 1,
    buyer: story.told.buyer,
    seller: story.told.seller,
  })
}

async function place(round: Round) {
  const { body } = await round.buyer.client.placeOrder({
    body: { productId: round.productId, addressId: round.buyer.addressId },
    headers: { 'idempotency-key': round.productId },
  })
  round.orderId = body.orderId
  if (body.paymentUrl !== null) round.token = tokenOf(body.paymentUrl)
  return body
}

async function payUnheard(round: Round): Promise<void> {
  await place(round)
  await round.world.pay(round.token)
}

async function payAgain(round: Round): Promise<void> {
  const { body } = await round.buyer.client.payOrder({ params: { id: round.orderId } })
  round.token = tokenOf(body.paymentUrl)
}

async function cancel({ buyer, orderId }: Round): Promise<void> {
  const { body } = await buyer.client.cancelOrder({ params: { id: orderId } })
  expect(body.status).toBe('cancelled')
}

async function track({ world, orderId }: Round): Promise<void> {
  await world.query(sql`update shipments set next_track_at = now() where order_id = ${orderId}`)
  await trackShipments(world.deps)
}
