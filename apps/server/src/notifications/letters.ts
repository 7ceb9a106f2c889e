import { formatKurus } from '@emanet/contracts/money'
import { sentences } from '@emanet/messages/translator'
import type { OrderFacts } from './order-facts.ts'

/** An e-mail before it is laid out. Every part is plain text. */
export type Letter = {
  language: 'tr' | 'en'
  to: { email: string; name: string }
  subject: string
  greeting: string
  body: string
  /** Label and amount, the last one the sum. */
  lines: [string, string][]
  button: { label: string; url: string }
  footer: string
}

/** Which sentences of the catalogue an event has for each side. */
const KEYS = {
  'order.paid': { buyer: 'order_paid_buyer', seller: 'order_paid_seller' },
  'order.shipped': { buyer: 'order_shipped_buyer', seller: null },
  'order.delivered': { buyer: 'order_delivered_buyer', seller: 'order_delivered_seller' },
  'payment.review_started': { buyer: 'review_buyer', seller: null },
  'payment.rejected': { buyer: 'rejected_buyer', seller: null },
  'payment.refunded': { buyer: 'refund_buyer', seller: null },
} as const

type KnownEvent = keyof typeof KEYS

function keyOf(event: string, role: 'buyer' | 'seller') {
  return event in KEYS ? KEYS[event as KnownEvent][role] : null
}

/** Null: this event has nothing to say to that side. */
export function orderLetter(event: string, order: OrderFacts, url: string): Letter | null {
  const key = keyOf(event, order.role)
  if (key === null) return null
  const t = sentences(order.language)
  const facts = factsFor(order)
  return {
    language: order.language,
    to: { email: order.email, name: order.full_name },
    subject: t(`mail.${key}.subject`, facts),
    greeting: t('mail.greeting', { name: firstName(order.full_name) }),
    body: t(`mail.${key}.text`, facts),
    lines:
      order.role === 'buyer'
        ? [
            [order.product_title, formatKurus(order.item_kurus, order.language)],
            [t('mail.total'), facts.total],
          ]
        : [],
    button: { label: t('mail.button'), url },
    footer: t('mail.footer'),
  }
}

/** Null: this event has nothing to say on that side's phone. */
export function orderPush(event: string, order: OrderFacts): { title: string; body: string } | null {
  const key = keyOf(event, order.role)
  if (key === null || key === 'review_buyer' || key === 'rejected_buyer') return null
  const t = sentences(order.language)
  return { title: t(`push.${key}.title`), body: t(`push.${key}.body`, { title: order.product_title }) }
}

export function resetLetter(user: { email: string; full_name: string; language: 'tr' | 'en' }, url: string): Letter {
  const t = sentences(user.language)
  return {
    language: user.language,
    to: { email: user.email, name: user.full_name },
    subject: t('mail.password_reset.subject'),
    greeting: t('mail.greeting', { name: firstName(user.full_name) }),
    body: t('mail.password_reset.text'),
    lines: [],
    button: { label: t('mail.password_reset.button'), url },
    footer: t('mail.footer'),
  }
}

function factsFor(order: OrderFacts) {
  const amount = (kurus: number) => formatKurus(kurus, order.language)
  return {
    title: order.product_title,
    number: order.number,
    total: amount(order.total_kurus),
    share: amount(order.seller_kurus),
    tracking: order.tracking_number ?? '—',
  }
}

function firstName(fullName: string): string {
  return fullName.split(/\s+/)[0] ?? fullName
}
