import { ERRORS } from '@emanet/contracts/errors'
import {
  HOLD_STATUSES,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
  PRODUCT_STATUSES,
  REFUND_STATUSES,
  SHIPMENT_STATUSES,
} from '@emanet/contracts/states'
import { describe, expect, it } from 'vitest'
import { errorSentence, key, LANGUAGES, messagesFor, preferredLanguage } from './catalogue.ts'
import { sentences } from './translator.ts'

describe.each(LANGUAGES)('the catalogue in %s', (language) => {
  const messages = messagesFor(language)

  it('has a sentence for every error code of the API', () => {
    for (const code of Object.keys(ERRORS)) expect(messages.errors, code).toHaveProperty(key(code), expect.stringMatching(/\S.*\.$/))
  })

  it('has a word for every status', () => {
    for (const [name, words] of [
      ['orderStatus', ORDER_STATUSES],
      ['productStatus', PRODUCT_STATUSES],
      ['paymentStatus', PAYMENT_STATUSES],
      ['holdStatus', HOLD_STATUSES],
      ['shipmentStatus', SHIPMENT_STATUSES],
      ['refundStatus', REFUND_STATUSES],
    ] as const)
      for (const word of words) expect(messages[name], `${name}.${word}`).toHaveProperty(word, expect.stringMatching(/\S/))
  })

  it('uses the same placeholders as the other language', () => {
    const placeholders = (sentence: string) =>
      [...new Set([...sentence.matchAll(/\{(\w+)|<(\w+)>/g)].map((match) => match[1] ?? match[2]))].sort()
    const other = new Map(leaves(messagesFor(language === 'tr' ? 'en' : 'tr')))
    const branches = /, plural,/
    for (const [path, sentence] of leaves(messages)) {
      if (!branches.test(sentence)) expect(placeholders(sentence), path).toEqual(placeholders(other.get(path)!))
    }
  })

  it('says an unknown error code in general words', () => {
    expect(errorSentence('something.new', language)).toBe(messages.errors.server_error)
  })
})

it('chooses the language a browser prefers, and Turkish when it names neither', () => {
  expect(preferredLanguage('en-US,en;q=0.9,tr;q=0.8')).toBe('en')
  expect(preferredLanguage('de-DE,de;q=0.9,en;q=0.4,tr;q=0.8')).toBe('tr')
  expect(preferredLanguage('de')).toBe('tr')
  expect(preferredLanguage('en;q=0, tr')).toBe('tr')
  expect(preferredLanguage(null)).toBe('tr')
})

it('fills a sentence outside React', () => {
  expect(sentences('en')('mail.order_paid_buyer.subject', { title: 'Lamp', number: 'EM1' })).toBe('Payment received: Lamp (EM1)')
  expect(sentences('tr')('home.results', { q: 'ığdır', count: 3 })).toBe('“ığdır” için 3 ürün')
})

function leaves(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value] as [string, string]] : leaves(value, `${path}${name}.`),
  )
}
