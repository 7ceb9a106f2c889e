import { ORDER_STATUSES, type OrderStatus } from '@emanet/contracts/states'
import { expect, it } from 'vitest'
import { type CaptureFacts, type Disposition, decideDisposition } from '../src/orders/disposition.ts'

type Row = { row: string; when: (facts: CaptureFacts) => boolean; becomes: Disposition }

const isUnclear = ({ fraudStatus }: CaptureFacts) => fraudStatus === 0 || fraudStatus === null
const OVER: OrderStatus[] = ['expired', 'cancelled', 'refunded']

/** The table as it is written down, first match wins; the rows with a star wait for the verdict while the payment is under review. */
const TABLE: Row[] = [
  { row: '1', when: ({ before }) => before === 'final', becomes: 'unchanged' },
  { row: '1, still under review', when: (facts) => facts.before !== 'none' && isUnclear(facts), becomes: 'unchanged' },
  { row: '3', when: ({ fraudStatus }) => fraudStatus === -1, becomes: 'rejected' },
  {
    row: '12 over 4, 5, 9, 10, 11',
    when: (facts) => isUnclear(facts) && (!facts.matches || facts.otherPayment || facts.order !== 'pending_payment'),
    becomes: 'parked',
  },
  { row: '4', when: ({ matches }) => !matches, becomes: 'mismatch' },
  { row: '5', when: ({ otherPayment }) => otherPayment, becomes: 'duplicate' },
  { row: '6', when: (facts) => facts.order === 'pending_payment' && facts.fraudStatus === 1, becomes: 'applied' },
  { row: '7', when: (facts) => facts.order === 'pending_payment' && isUnclear(facts), becomes: 'review' },
  { row: '8', when: ({ order, before }) => order === 'payment_review' && before === 'review', becomes: 'applied' },
  { row: '9', when: ({ order, stillFree }) => order === 'expired' && stillFree, becomes: 'applied' },
  { row: '10, 11', when: ({ order }) => OVER.includes(order), becomes: 'late' },
  { row: '5, the order is paid or under review by another', when: () => true, becomes: 'duplicate' },
]

function everyCase(): CaptureFacts[] {
  const cases: CaptureFacts[] = []
  for (const before of ['none', 'review', 'parked', 'final'] as const)
    for (const fraudStatus of [1, 0, -1, null] as const)
      for (const order of ORDER_STATUSES)
        for (const matches of [true, false])
          for (const otherPayment of [true, false])
            for (const stillFree of [true, false]) cases.push({ before, fraudStatus, order, matches, otherPayment, stillFree })
  return cases
}

it('every combination of facts has the disposition of the table', () => {
  const cases = everyCase()
  expect(cases).toHaveLength(4 * 4 * 10 * 2 * 2 * 2)
  const wrong = cases.filter((facts) => decideDisposition(facts) !== TABLE.find((row) => row.when(facts))?.becomes)
  expect(wrong).toEqual([])
})

it('every row of the table decides something', () => {
  const deciding = new Set(everyCase().map((facts) => TABLE.find((row) => row.when(facts))?.row))
  expect([...deciding].sort()).toEqual(TABLE.map(({ row }) => row).sort())
})

it('a sale is only made of a matching, approved payment for an order that awaits it or may be revived', () => {
  const applied = everyCase().filter((facts) => decideDisposition(facts) === 'applied')
  expect(applied.every((facts) => facts.matches && facts.fraudStatus === 1 && !facts.otherPayment)).toBe(true)
  expect(new Set(applied.map(({ order }) => order))).toEqual(new Set(['pending_payment', 'payment_review', 'expired']))
})

it('no money is sent back while the fraud team looks, for a rejection would return it a second time', () => {
  const sentBack = everyCase().filter((facts) => ['mismatch', 'duplicate', 'late'].includes(decideDisposition(facts)))
  expect(new Set(sentBack.map(({ fraudStatus }) => fraudStatus))).toEqual(new Set([1]))
})
