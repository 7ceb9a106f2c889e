import type { letters as turkish } from '../tr/letters.ts'

export const letters: typeof turkish = {
  mail: {
    greeting: 'Hello {name},',
    button: 'See the order',
    total: 'Total',
    footer: 'You get this e-mail because you have an Emanet account.',
    order_paid_buyer: {
      subject: 'Payment received: {title} ({number})',
      text: 'The {total} you paid for “{title}” is with Emanet. The seller gets nothing before it reaches you. We tell you when it is on its way.',
    },
    order_paid_seller: {
      subject: 'Sold: {title} ({number})',
      text: '“{title}” is sold and the money is with Emanet. Print the parcel label and drop the parcel at Aras Kargo. You will get {share}.',
    },
    order_shipped_buyer: {
      subject: 'On its way: {title} ({number})',
      text: '“{title}” was handed to the carrier. Tracking number: {tracking}. Your money stays with Emanet until it reaches you.',
    },
    order_delivered_buyer: {
      subject: 'Delivered: {title} ({number})',
      text: 'The carrier reports that “{title}” was delivered.',
    },
    order_delivered_seller: {
      subject: 'It reached the buyer: {title} ({number})',
      text: 'The carrier reports that “{title}” was delivered to the buyer. Your money is next.',
    },
    review_buyer: {
      subject: 'Your payment is being checked ({number})',
      text: 'The {total} you paid for “{title}” is in a security check. The item is kept for you; we will write as soon as there is a result. There is nothing you need to do.',
    },
    rejected_buyer: {
      subject: 'Your payment was not approved ({number})',
      text: 'Your payment for “{title}” did not pass the security check and the order was cancelled. The payment provider gives the {total} taken from your card back; there is nothing you need to do.',
    },
    refund_buyer: {
      subject: 'Your money is on its way back ({number})',
      text: 'The {total} you paid for “{title}” is going back to your card. You need not do anything; your bank may need a few days to show it.',
    },
    password_reset: {
      subject: 'Renew your Emanet password',
      text: 'Open the link below within one hour to set a new password. If you did not ask for this, you need not do anything.',
      button: 'Renew my password',
    },
  },
  push: {
    order_paid_buyer: { title: 'Payment received', body: 'Your money for “{title}” is with Emanet.' },
    order_paid_seller: { title: 'Sold!', body: '“{title}” is sold. Now ship it.' },
    order_shipped_buyer: { title: 'On its way', body: '“{title}” was handed to the carrier.' },
    order_delivered_buyer: { title: 'Delivered', body: '“{title}” was delivered.' },
    order_delivered_seller: { title: 'It reached the buyer', body: '“{title}” was delivered to the buyer.' },
    refund_buyer: { title: 'Your money is on its way back', body: 'What you paid for “{title}” is being refunded.' },
  },
}
