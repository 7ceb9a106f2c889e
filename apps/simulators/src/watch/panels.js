import { badge, button, element, empty, time } from './element.js'

export const SHOWN_MAX = 30
const newestFirst = (items) => items.slice(-SHOWN_MAX).reverse()

/** What each simulator shows: where its list is, how it is drawn, and the routes somebody may want to break. */
export const PANELS = [
  {
    id: 'iyzico',
    offset: 1,
    title: 'Payments',
    company: 'iyzico',
    path: '/__sim/payments',
    routes: [
      '/payment/iyzipos/checkoutform/initialize',
      '/payment/iyzipos/checkoutform/auth',
      '/payment/refund',
      '/payment/iyzipos/item/approve',
      '/v2/reporting',
    ],
    draw: drawPayments,
  },
  {
    id: 'sendgrid',
    offset: 2,
    title: 'E-mails',
    company: 'SendGrid',
    path: '/__sim/mails',
    routes: ['/v3/mail/send', '/v3/messages'],
    draw: drawMails,
  },
  {
    id: 'expo',
    offset: 3,
    title: 'Phones',
    company: 'Expo Push',
    path: '/__sim/pushes',
    routes: ['/push/send', '/push/getReceipts'],
    draw: drawPhones,
  },
  {
    id: 'aras',
    offset: 4,
    title: 'Parcels',
    company: 'Aras Kargo',
    path: '/__sim/shipments',
    routes: ['/arascargoservice', '/ArasCargoIntegrationService'],
    draw: drawParcels,
  },
]

const PAYMENT_WORDS = {
  created: ['waiting for a card', ''],
  three_ds: ['at her bank', 'wait'],
  failed: ['declined', 'bad'],
  paid: ['paid', 'good'],
}
const WEBHOOKS_SHOWN_MAX = 5
const WRONG_CODE = '000000'
const DECLINED_CARD = '4111111111111129'

function drawPayments({ items, payments, webhooks }, tools) {
  if (items.length === 0) return [empty('Nobody has pressed Buy yet.')]
  return newestFirst(items).map((token) => {
    const attempts = payments.filter((payment) => payment.token === token.token)
    const told = webhooks.filter((webhook) => webhook.token === token.token).slice(-WEBHOOKS_SHOWN_MAX)
    return element(
      'article',
      { class: 'card', card: token.token },
      element('div', { class: 'row' }, element('strong', {}, lira(token)), paymentBadge(token)),
      element('p', { class: 'dim' }, `${token.basketId ?? ''} · ${token.paymentId ?? 'no attempt yet'} · `, time(token.createdAt)),
      attempts.map(attemptLine),
      told.length > 0 ? element('ul', { class: 'webhooks', 'aria-label': 'Webhooks' }, told.map(webhookLine)) : null,
      element('div', { class: 'buttons' }, paymentButtons(token, tools)),
    )
  })
}

function lira({ price, currency }) {
  return Number(price).toLocaleString('tr-TR', { style: 'currency', currency })
}

function paymentBadge(token) {
  if (token.status === 'SUCCESS' && token.fraudStatus !== 1)
    return badge(token.fraudStatus === 0 ? 'paid, under review' : 'rejected by review', token.fraudStatus === 0 ? 'wait' : 'bad')
  if (token.state !== 'paid' && Date.parse(token.expiresAt) < Date.now()) return badge('expired')
  return badge(...(PAYMENT_WORDS[token.state] ?? [token.state]))
}

function attemptLine(payment) {
  const refunded = [...payment.lines.flatMap((line) => line.refunds), ...payment.cancels]
    .filter((refund) => refund.succeeded)
    .map((refund) => `refunded ${refund.price}`)
  const released = payment.lines.some((line) => line.transactionStatus === 2) ? ['released to the seller'] : []
  const declined = payment.errorCode ? [`declined ${payment.errorCode}`] : []
  return element(
    'p',
    { class: payment.errorCode ? 'small bad' : 'dim' },
    [`card …${payment.cardLastFour}`, ...declined, ...released, ...refunded].join(' · '),
  )
}

const WEBHOOK_WORDS = {
  pending: ['to come', 'wait'],
  delivered: ['delivered', 'good'],
  gave_up: ['not taken', 'bad'],
  dropped: ['dropped', ''],
}

/** One notification: what it says, what became of it and when, what was answered each time. */
function webhookLine({ status, state, answers, answeredAt, dueAt, forged }) {
  const tries = answers.map((answer) => (answer === 0 ? 'no answer' : answer)).join(', ')
  return element(
    'li',
    {},
    element('span', {}, `webhook ${status}`),
    forged ? badge('forged', 'bad') : null,
    badge(...(WEBHOOK_WORDS[state] ?? [state])),
    element('span', { class: 'dim' }, answers.length > 1 ? `${tries} in ${answers.length} tries` : tries),
    state === 'pending' || answeredAt
      ? element('span', { class: 'dim' }, state === 'pending' ? 'due ' : 'at ', time(state === 'pending' ? dueAt : answeredAt))
      : null,
  )
}

function paymentButtons(token, { base, post }) {
  const { token: name, paymentId } = token
  const pay = (label, key, body, look) => button(label, `${key}-${name}`, () => post('/__sim/pay', { token: name, ...body }), look)
  const tell = (label, key, body) => button(label, `${key}-${name}`, () => post('/__sim/webhooks', { token: name, ...body }))
  const end = (label, fraudStatus) =>
    button(label, `verdict${fraudStatus}-${name}`, () => post('/__sim/verdict', { paymentId, fraudStatus }))
  const tellings = [
    tell('Send webhook again', 'again', {}),
    tell('Send it in 10 s', 'late', { delayMs: 10_000 }),
    tell('Forge one', 'forge', { forge: true }),
    tell('Drop what is to come', 'drop', { drop: true }),
  ]
  if (token.state !== 'paid') {
    return [
      pay('Pay', 'pay', {}, 'main'),
      element(
        'a',
        { class: 'button', href: `${base}/?token=${encodeURIComponent(name)}`, target: '_blank', rel: 'noreferrer', key: `page-${name}` },
        'Open page',
      ),
      pay('Decline', 'decline', { card: DECLINED_CARD }),
      pay('Wrong 3-D Secure code', 'code', { code: WRONG_CODE }),
      pay('Pay, no webhook', 'quiet', { webhook: false }),
      pay('Pay, no way back', 'gone', { callback: false }),
      pay('Pay into review', 'review', { fraudStatus: 0 }),
      ...(token.status === 'FAILURE' ? tellings : []),
    ]
  }
  return [...tellings, ...(token.fraudStatus === 0 ? [end('Review: approve', 1), end('Review: reject', -1)] : [])]
}

let chosenMail = null

function drawMails({ items }, { base, redraw }) {
  if (items.length === 0) return [empty('No mail yet.')]
  const mails = newestFirst(items)
  const chosen = mails.find((mail) => mail.id === chosenMail) ?? mails[0]
  const choose = (mail) => () => {
    chosenMail = mail.id
    redraw()
  }
  const list = mails.map((mail) =>
    element(
      'li',
      {},
      element(
        'button',
        { type: 'button', class: 'mail', 'aria-pressed': String(mail === chosen), key: `mail-${mail.id}`, onclick: choose(mail) },
        element('span', { class: 'row' }, element('strong', {}, mail.subject), time(mail.at)),
        element('span', { class: 'dim' }, mail.toName ? `${mail.toName} <${mail.to}>` : mail.to),
      ),
    ),
  )
  return [element('ul', { class: 'mails' }, list), mailPreview(chosen, base)]
}

function mailPreview(mail, base) {
  // An empty sandbox: the mail has no scripts, no forms, no way out of its frame.
  const html = element('iframe', { sandbox: true, srcdoc: mail.html ?? '', title: `Mail: ${mail.subject}` })
  return element(
    'div',
    { class: 'preview' },
    mail.html === null ? null : html,
    element('details', { key: 'mail-text' }, element('summary', {}, 'As plain text'), element('pre', {}, mail.text ?? '(none)')),
    element(
      'p',
      {},
      element(
        'a',
        { href: `${base}/__sim/mails/${mail.id}`, target: '_blank', rel: 'noreferrer', key: 'mail-page' },
        'Open in a tab of its own',
      ),
    ),
    element('p', { class: 'dim' }, `${mail.from} · ${mail.categories.join(', ')} · ${mail.effectId ?? 'no effect id'}`),
  )
}

function drawPhones({ items }, { post }) {
  if (items.length === 0) return [empty('No phone has buzzed yet.')]
  const phones = new Map()
  for (const push of newestFirst(items)) phones.set(push.token, [...(phones.get(push.token) ?? []), push])
  return [...phones].map(([token, pushes]) =>
    element(
      'article',
      { class: 'phone', 'aria-label': `Phone ${token}` },
      element(
        'p',
        { class: 'clock' },
        new Date(pushes[0].at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      ),
      pushes
        .slice(0, 6)
        .map((push) =>
          element(
            'div',
            { class: 'push' },
            element('div', { class: 'row' }, element('span', { class: 'app' }, 'Emanet'), time(push.at)),
            element('strong', {}, push.title ?? ''),
            element('span', {}, push.body ?? ''),
            push.sends > 1 ? element('span', { class: 'dim' }, `sent ${push.sends} times, shown once`) : null,
          ),
        ),
      element(
        'div',
        { class: 'buttons' },
        button('Uninstall the app', `dead-${token}`, () => post('/__sim/tokens', { token, state: 'unregistered' })),
        button('Install again', `alive-${token}`, () => post('/__sim/tokens', { token, state: 'ok' })),
      ),
      element('p', { class: 'token' }, token),
    ),
  )
}

const STEPS = [
  ['registered', 'Booked'],
  ['accepted', 'Branch'],
  ['in_transit', 'Road'],
  ['out_for_delivery', 'Courier'],
  ['delivered', 'Door'],
]
const MOVES = [
  ['accepted', 'At the branch'],
  ['in_transit', 'On the road'],
  ['out_for_delivery', 'Out for delivery'],
  ['delivered', 'Delivered'],
  ['returned', 'Returned'],
  ['lost', 'Lost'],
]

function drawParcels({ items }, { post }) {
  if (items.length === 0) return [empty('No parcel yet.')]
  return newestFirst(items).map((parcel) => {
    const at = STEPS.findIndex(([status]) => status === parcel.status)
    const tone = parcel.status === 'delivered' ? 'good' : at === -1 ? 'bad' : 'wait'
    const move = ([to, label]) =>
      button(
        label,
        `${to}-${parcel.reference}`,
        () => post('/__sim/move', { reference: parcel.reference, to }),
        to === STEPS[at + 1]?.[0] ? 'main' : '',
      )
    return element(
      'article',
      { class: 'card', card: parcel.reference },
      element('div', { class: 'row' }, element('strong', {}, parcel.reference), badge(parcel.status, tone)),
      element('p', {}, parcel.description),
      element('p', { class: 'dim' }, `${parcel.receiver.name}, ${parcel.receiver.town} / ${parcel.receiver.city}`),
      element(
        'ol',
        { class: 'steps', 'aria-label': 'Progress' },
        STEPS.map(([, label], index) =>
          element(
            'li',
            { class: index <= at ? 'done' : '', 'aria-current': index === at ? 'step' : null, title: label },
            element('span', {}, label),
          ),
        ),
      ),
      parcel.trackingUrl
        ? element(
            'p',
            { class: 'dim' },
            element('a', { href: parcel.trackingUrl, target: '_blank', rel: 'noreferrer' }, parcel.trackingNumber),
          )
        : null,
      parcel.status === 'cancelled' ? null : element('div', { class: 'buttons' }, MOVES.filter(([to]) => to !== parcel.status).map(move)),
    )
  })
}
