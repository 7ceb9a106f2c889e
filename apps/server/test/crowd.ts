import { ApiProblem } from '@emanet/contracts/client'
import { expect } from 'vitest'
import { sql } from '../src/platform/sql.ts'
import { type Person, tokenOf, until, type World } from './world.ts'

const RETRY_AFTER_MS = 50

/** Buyers who buy and pay one product after the other, however often they have to press Buy. */
export type Crowd = {
  /** Orders that somebody was told of, in the order of the answers. */
  readonly orderIds: string[]
  /** How often somebody was sent away with 503, or got no answer. */
  readonly refusals: string[]
  /** Payments made. */
  readonly paid: number
  /** Everybody has what she wanted, or somebody got an answer that she should not get. */
  done: Promise<unknown>
}

export type Fair = { buyers: Person[]; products: string[] }

/** Four buyers, and `count` products each of which can be bought once. */
export async function holdFair(world: World, count: number): Promise<Fair> {
  const seller = await world.seller()
  const buyers = await Promise.all(Array.from({ length: 4 }, () => world.person()))
  const products = await Promise.all(Array.from({ length: count }, (_, n) => world.product(seller, { title: `Parça ${n}.` })))
  return { buyers, products: products.map((product) => product.id) }
}

/** Lets the buyers share the products. */
export function sendCrowd(world: World, { buyers, products }: Fair): Crowd {
  const crowd = { orderIds: [] as string[], refusals: [] as string[], paid: 0, done: Promise.resolve() as Promise<unknown> }
  const waiting = [...products]
  crowd.done = Promise.all(
    buyers.map(async (buyer) => {
      for (let productId = waiting.shift(); productId; productId = waiting.shift()) {
        const token = await pressBuy(crowd, buyer, productId)
        await world.pay(token, { webhook: true })
        crowd.paid += 1
      }
    }),
  )
  // Who waits for it hears of a failure; who does not yet, must not end the test.
  crowd.done.catch(() => {})
  return crowd
}

/** Presses Buy with one key until there is a payment page, as the web and the app do. */
async function pressBuy(crowd: Crowd, buyer: Person, productId: string): Promise<string> {
  const giveUpAt = Date.now() + 50_000
  for (;;) {
    try {
      const { body } = await buyer.client.placeOrder({
        body: { productId, addressId: buyer.addressId },
        headers: { 'idempotency-key': productId },
      })
      crowd.orderIds.push(body.orderId)
      return tokenOf(body.paymentUrl as string)
    } catch (error) {
      const isSentAway = error instanceof ApiProblem && error.problem.status === 503
      const isUnanswered = error instanceof TypeError && error.message === 'fetch failed'
      if (Date.now() > giveUpAt || !(isSentAway || isUnanswered)) throw error
      crowd.refusals.push(isSentAway ? error.problem.code : 'no answer')
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS))
    }
  }
}

/** Waits until every order that somebody was told of is paid, booked and told, then counts what happened in the world. */
export async function expectOneOfEach(world: World, crowd: Crowd): Promise<void> {
  await crowd.done
  // What iyzico's notification should have told is asked for by the poller; its quarter of a minute is over.
  await world.query(sql`update payments set next_check_at = now() where status in ('pending', 'unknown')`)
  await until(async () => {
    await letLostEffectsBeFound(world)
    const rows = await world.query<{ open: number }>(sql`
      select (select count(*) from orders where status = 'pending_payment') + (select count(*) from outbox where relayed_at is null)
        + (select count(*) from effects where status <> 'done') as open`)
    return rows[0]?.open === 0
  }, 'every purchase to be complete')
  await expectNothingTwice(world, crowd)
}

/**
 * A job that the queue lost, and an attempt whose process or row was cut off, wait a minute for the timer of stuck effects.
 * Nothing is waited for that long here. But an e-mail or a push in the hands of a slow worker would be sent twice if it
 * were let go of sooner than that worker gives up on its answer, after ten seconds; a parcel would not.
 */
async function letLostEffectsBeFound(world: World): Promise<void> {
  await world.query(sql`
    update effects set lease_until = now() - interval '1 second'
    where status = 'sending' and updated_at < now() - case channel when 'shipment' then interval '4 seconds' else interval '13 seconds' end`)
  await world.query(sql`
    update effects set next_attempt_at = now() - interval '61 seconds'
    where status = 'pending' and next_attempt_at between now() - interval '60 seconds' and now() - interval '4 seconds'`)
}

/** The gateway that was asking iyzico for a page is no more, or could not write it down: nobody waits for that any longer. */
export async function letLostPagesBeFound(world: World): Promise<void> {
  await world.query(sql`update payments set created_at = created_at - interval '12 seconds' where token is null`)
}

async function expectNothingTwice(world: World, crowd: Crowd): Promise<void> {
  const orders = await world.query<{
    id: string
    number: string
    status: string
    buyer: string
    seller: string
    title: string
    tokens: string[]
  }>(sql`
    select o.id, o.number, o.status, b.email as buyer, s.email as seller, o.product_title as title,
      (select array_agg(t.token order by t.token) from push_tokens t where t.user_id in (b.id, s.id)) as tokens
    from orders o join users b on b.id = o.buyer_id join users s on s.id = o.seller_id`)
  expect(orders.map((order) => order.id).sort()).toEqual([...new Set(crowd.orderIds)].sort())
  const [mails, pushes, parcels] = await Promise.all([world.mails(), world.pushes(), world.parcels()])
  for (const order of orders) {
    expect(await world.standing(order.id)).toMatchObject({
      order: 'paid',
      product: 'sold',
      hold: 'held',
      refunds: [],
      shipment: 'registered',
    })
    const to = mails.filter((mail) => mail.subject.includes(order.number)).map((mail) => mail.to)
    expect(to.sort()).toEqual([order.buyer, order.seller].sort())
    expect(parcels.filter((parcel) => parcel.reference === `${order.number}-1`)).toHaveLength(1)
    expect(
      pushes
        .filter((push) => push.body.includes(`${order.title}”`))
        .map((push) => push.token)
        .sort(),
    ).toEqual(order.tokens)
  }
  expect([mails.length, pushes.length, parcels.length]).toEqual([2 * orders.length, 2 * orders.length, orders.length])
  await world.expectBooksToBalance()
  await world.expectIyzicoToAgree()
}
