import { expect, it } from 'vitest'
import { type PurchaseOutcome, pressBuy, purchaseRefused } from './press-buy.ts'

const placed = (status: string, orderId: string): PurchaseOutcome =>
  ({ kind: 'placed', placed: { orderId, paymentUrl: null, order: { status } } }) as unknown as PurchaseOutcome

/** A seller's counter: hands out one answer after the other, and counts the keys that were forgotten. */
function counter(...answers: PurchaseOutcome[]) {
  const told = { sent: 0, forgotten: 0 }
  const press = {
    send: async () => answers[told.sent++] as PurchaseOutcome,
    forgetKey: () => {
      told.forgotten++
    },
    onRepeat: () => undefined,
  }
  return { told, press }
}

it('keeps the key while its order awaits payment', async () => {
  const { told, press } = counter(placed('pending_payment', '1'))
  expect(await pressBuy(press)).toEqual(placed('pending_payment', '1'))
  expect(told).toEqual({ sent: 1, forgotten: 0 })
})

it('leads to the order that was paid meanwhile, and lets the next press buy another unit', async () => {
  const { told, press } = counter(placed('paid', '1'))
  expect(await pressBuy(press)).toEqual(placed('paid', '1'))
  expect(told).toEqual({ sent: 1, forgotten: 1 })
})

it.each(['cancelled', 'expired', 'refunded'])('buys anew when the order of the key is %s', async (status) => {
  const { told, press } = counter(placed(status, '1'), placed('pending_payment', '2'))
  expect(await pressBuy(press)).toEqual(placed('pending_payment', '2'))
  expect(told).toEqual({ sent: 2, forgotten: 1 })
})

it('asks again for an answer that was lost', async () => {
  const { told, press } = counter({ kind: 'lost' }, placed('pending_payment', '1'))
  expect(await pressBuy(press)).toEqual(placed('pending_payment', '1'))
  expect(told.sent).toBe(2)
})

it('takes a failed server for a lost answer, and a provider that is away for a refusal with an order', () => {
  const problem = { type: '', title: '', traceId: '' }
  expect(purchaseRefused({ ...problem, status: 500, code: 'server.error' }).kind).toBe('lost')
  expect(purchaseRefused({ ...problem, status: 503, code: 'payment.unreachable' }).kind).toBe('refused')
  expect(purchaseRefused({ ...problem, status: 409, code: 'product.unavailable' }).kind).toBe('refused')
})
