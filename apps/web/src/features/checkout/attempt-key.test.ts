import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { attemptKey, beginAttempt, noteOrder } from './attempt-key.ts'

const purchase = { productId: 'p1', addressId: 'a1', priceKurus: 10_000 }

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

it('is the same after a reload until an order has answered it', () => {
  beginAttempt(purchase)
  const key = attemptKey(purchase)
  beginAttempt(purchase)
  expect(attemptKey(purchase)).toBe(key)
})

it('is a new one when the screen opens again after its order, whatever the address', () => {
  const key = attemptKey(purchase)
  noteOrder(purchase, 'o1')
  expect(attemptKey(purchase)).toBe(key)
  beginAttempt({ ...purchase, addressId: 'a2' })
  expect(attemptKey(purchase)).not.toBe(key)
})

it('of another product stays as it was', () => {
  const other = { ...purchase, productId: 'p2' }
  const key = attemptKey(other)
  noteOrder(other, 'o2')
  beginAttempt(purchase)
  expect(attemptKey(other)).toBe(key)
})
