import { formatKurus } from '@emanet/contracts/money'
import { kurusBelow, unitsOf } from '../iyzico.wire.ts'
import { TEST_CARDS, type TestCard, THREE_DS_CODE } from './cards.ts'
import { type CardField, installmentPrice } from './checkout.ts'
import { simError } from './errors.ts'
import { BANK_SCRIPT, SCRIPT, STYLE } from './page-assets.ts'
import type { Payment, Token } from './state.ts'

export type Language = 'tr' | 'en'

const TEXTS = {
  tr: {
    title: 'Güvenli ödeme',
    badge: 'Test ortamı · gerçek para çekilmez',
    total: 'Ödenecek tutar',
    order: 'Sipariş',
    testCard: 'Test kartı',
    ownCard: 'Kendim yazacağım',
    works: 'Ödeme alan kartlar',
    fails: 'Reddedilen kartlar',
    special: 'Özel durumlar',
    holder: 'Kart üzerindeki ad soyad',
    number: 'Kart numarası',
    expiry: 'Son kullanma (AA/YY)',
    cvc: 'Güvenlik kodu (CVC)',
    installment: 'Taksit',
    single: 'Tek çekim',
    times: 'taksit',
    review: 'Dolandırıcılık incelemesi (deneme)',
    reviewNone: 'Yok: onaylandı',
    reviewOpen: 'İnceleniyor',
    reviewRejected: 'Reddedildi',
    pay: 'öde',
    leave: 'Vazgeç ve satıcıya dön',
    secure: 'Ödeme 3-D Secure ile tamamlanır. Kart bilgilerinizi Emanet görmez.',
    left: 'Kalan süre',
    fix: 'Lütfen işaretli alanları düzeltin.',
    declined: 'Ödeme alınamadı',
    another: 'Başka bir kartla deneyebilirsiniz.',
    stuck: '3-D Secure başlatılamadı. Başka bir kartla deneyin.',
    errors: {
      holder: 'Ad ve soyad yazın.',
      number: 'Bu bir test kartı numarası değil.',
      expiry: 'Geçerli bir tarih yazın (AA/YY).',
      cvc: 'Kartın güvenlik kodunu yazın.',
      installment: 'Bu kartla bu taksit seçilemez.',
    },
    bank: 'Bankanızın doğrulama sayfası',
    bankTitle: '3-D Secure doğrulaması',
    codeHint: 'Telefonunuza gelen kod:',
    code: 'Doğrulama kodu',
    confirm: 'Onayla',
    giveUp: 'Vazgeç',
    wrongCode: 'Yanlış kod ödemeyi başarısız kılar.',
    merchant: 'İş yeri',
    amount: 'Tutar',
    card: 'Kart',
    returning: 'Satıcıya dönülüyor…',
    continue: 'Devam et',
    gone: { unknown: 'Bu ödeme sayfası bulunamadı.', expired: 'Bu ödeme sayfasının süresi doldu.', paid: 'Bu ödeme tamamlandı.' },
    back: 'Satıcıya dön',
    footer: 'iyzico simülatörü',
  },
  en: {
    title: 'Secure payment',
    badge: 'Test environment · no real money moves',
    total: 'Amount to pay',
    order: 'Order',
    testCard: 'Test card',
    ownCard: 'I will type one',
    works: 'Cards that pay',
    fails: 'Cards that are declined',
    special: 'Special cases',
    holder: 'Name on the card',
    number: 'Card number',
    expiry: 'Expiry (MM/YY)',
    cvc: 'Security code (CVC)',
    installment: 'Instalments',
    single: 'One payment',
    times: 'instalments',
    review: 'Fraud review (for trying out)',
    reviewNone: 'None: approved',
    reviewOpen: 'Under review',
    reviewRejected: 'Rejected',
    pay: 'Pay',
    leave: 'Give up and return to the shop',
    secure: 'The payment is completed with 3-D Secure. Emanet never sees your card.',
    left: 'Time left',
    fix: 'Please correct the marked fields.',
    declined: 'The payment was declined',
    another: 'You can try another card.',
    stuck: '3-D Secure could not be started. Try another card.',
    errors: {
      holder: 'Type first name and surname.',
      number: 'This is not a test card number.',
      expiry: 'Type a valid date (MM/YY).',
      cvc: 'Type the security code of the card.',
      installment: 'This card cannot pay in these instalments.',
    },
    bank: 'The page of your bank',
    bankTitle: '3-D Secure verification',
    codeHint: 'The code sent to your phone:',
    code: 'Verification code',
    confirm: 'Confirm',
    giveUp: 'Cancel',
    wrongCode: 'A wrong code fails the payment.',
    merchant: 'Merchant',
    amount: 'Amount',
    card: 'Card',
    returning: 'Returning to the shop…',
    continue: 'Continue',
    gone: { unknown: 'This payment page does not exist.', expired: 'This payment page has expired.', paid: 'This payment is complete.' },
    back: 'Return to the shop',
    footer: 'iyzico simulator',
  },
} as const

export type FormState = {
  language: Language
  nowMs: number
  /** Shown above the form: a decline, or a 3-D Secure that could not start. */
  message?: string
  fields?: CardField[]
  holder?: string
}

/** The card form. Works without JavaScript: then the test-card list stands in for typing. */
export function formPage(token: Token, { language, nowMs, message, fields = [], holder = '' }: FormState): string {
  const t = TEXTS[language]
  const amount = lira(token.basket.paidPrice, language)
  const alert = message ?? (fields.length > 0 ? t.fix : null)
  const secondsLeft = Math.max(0, Math.floor((token.expiresAtMs - nowMs) / 1000))
  const field = (name: CardField, id: string, label: string, attributes: string, value = '') => `
    <div class="field">
      <label for="${id}">${label}</label>
      <input id="${id}" name="${id}" value="${escapeHtml(value)}" ${attributes} ${fields.includes(name) ? 'aria-invalid="true"' : ''} aria-describedby="${id}-error">
      <p class="error" id="${id}-error" ${fields.includes(name) ? '' : 'hidden'}>${t.errors[name]}</p>
    </div>`
  return page(
    language,
    t.title,
    `
  <header><h1 class="merchant">Emanet</h1><p class="badge">${t.badge}</p></header>
  <section class="amount" aria-label="${t.total}">
    <p class="label">${t.total}</p><p class="sum" id="amount">${amount}</p>
    <p class="label">${token.basket.basketId === null ? '' : `${t.order} ${escapeHtml(token.basket.basketId)}`}</p>
    <p class="label">${t.left} <span id="left" data-seconds="${secondsLeft}">${clock(secondsLeft)}</span></p>
  </section>
  ${alert === null ? '' : `<div class="alert" role="alert" id="message">${escapeHtml(alert)}</div>`}
  <form method="post" action="/card" id="card-form" novalidate>
    <input type="hidden" name="token" value="${escapeHtml(token.token)}"><input type="hidden" name="lang" value="${language}">
    <div class="field">
      <label for="testCard">${t.testCard}</label>
      <select id="testCard" name="testCard">${testCardOptions(language)}</select>
    </div>
    ${field('holder', 'cardHolder', t.holder, 'autocomplete="cc-name" maxlength="100"', holder)}
    ${field('number', 'cardNumber', t.number, 'inputmode="numeric" autocomplete="cc-number" maxlength="23" placeholder="0000 0000 0000 0000"')}
    <div class="pair">
      ${field('expiry', 'expiry', t.expiry, 'inputmode="numeric" autocomplete="cc-exp" maxlength="7" placeholder="12/30"')}
      ${field('cvc', 'cvc', t.cvc, 'inputmode="numeric" autocomplete="cc-csc" maxlength="4" placeholder="123"')}
    </div>
    ${installments(token, language, fields.includes('installment'))}
    <details><summary>${t.review}</summary>
      <select name="fraudStatus" aria-label="${t.review}"><option value="1">${t.reviewNone}</option><option value="0">${t.reviewOpen}</option><option value="-1">${t.reviewRejected}</option></select>
    </details>
    <button type="submit" id="pay">${language === 'tr' ? `${amount} ${t.pay}` : `${t.pay} ${amount}`}</button>
    <p class="secure">${t.secure}</p>
  </form>
  <form method="post" action="/leave" class="leave"><input type="hidden" name="token" value="${escapeHtml(token.token)}"><input type="hidden" name="lang" value="${language}"><button class="link" id="leave">${t.leave}</button></form>
  <script>${SCRIPT}</script>`,
  )
}

/** The bank's page; it shows the code that would be sent to a telephone. */
export function threeDsPage(token: Token, payment: Payment, language: Language): string {
  const t = TEXTS[language]
  return page(
    language,
    t.bankTitle,
    `
  <header><p class="merchant bank">${escapeHtml(payment.card.bank || 'Test Bank')}</p><p class="badge">${t.bank}</p></header>
  <h1>${t.bankTitle}</h1>
  <dl>
    <div><dt>${t.merchant}</dt><dd>Emanet / iyzico</dd></div>
    <div><dt>${t.amount}</dt><dd>${lira(payment.paidPrice, language)}</dd></div>
    <div><dt>${t.card}</dt><dd>•••• ${payment.card.lastFour}</dd></div>
  </dl>
  <p class="sms">${t.codeHint} <strong id="sms-code">${THREE_DS_CODE}</strong></p>
  <form method="post" action="/payment/mock/confirm3ds" id="iyzico-3ds-form">
    <input type="hidden" name="token" value="${escapeHtml(token.token)}"><input type="hidden" name="lang" value="${language}">
    <input type="hidden" name="orderId" value="${escapeHtml(payment.threeDsId ?? '')}">
    <div class="field"><label for="code">${t.code}</label>
      <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6" autofocus aria-describedby="code-hint">
      <p class="hint" id="code-hint">${t.wrongCode}</p></div>
    <button type="submit" id="confirm">${t.confirm}</button>
    <button type="submit" id="cancel" name="cancel" value="1" class="link" formnovalidate>${t.giveUp}</button>
  </form>
  <script>${BANK_SCRIPT}</script>`,
  )
}

/** Sends the browser back to the merchant with the token and nothing else, as iyzico does. */
export function returnPage(token: Token, language: Language): string {
  const t = TEXTS[language]
  return page(
    language,
    t.returning,
    `
  <h1>${t.returning}</h1>
  <form method="post" action="${escapeHtml(token.callbackUrl)}" id="callback"><input type="hidden" name="token" value="${escapeHtml(token.token)}"><button type="submit" id="continue">${t.continue}</button></form>
  <script>document.getElementById('callback').submit()</script>`,
  )
}

export function gonePage(token: Token | undefined, reason: 'unknown' | 'expired' | 'paid', language: Language): string {
  const t = TEXTS[language]
  const back =
    token === undefined
      ? ''
      : `<form method="post" action="${escapeHtml(token.callbackUrl)}"><input type="hidden" name="token" value="${escapeHtml(token.token)}"><button type="submit" id="continue">${t.back}</button></form>`
  return page(
    language,
    t.title,
    `<header><p class="merchant">Emanet</p><p class="badge">${t.badge}</p></header><h1>${t.gone[reason]}</h1>${back}`,
  )
}

/** Why the last attempt of a token ended, for the form; null when it did not fail. */
export function declineMessage(payment: Payment | undefined, language: Language): string | null {
  if (payment === undefined || payment.status !== 'FAILURE' || payment.error === null) return null
  const t = TEXTS[language]
  return `${t.declined}: ${simError(payment.error.code, language).message}. ${t.another}`
}

export function stuckMessage(language: Language): string {
  return TEXTS[language].stuck
}

function testCardOptions(language: Language): string {
  const t = TEXTS[language]
  const isSpecial = (card: TestCard) => card.mdStatus !== undefined || card.threeDsStuck === true || card.refusesRefunds === true
  const option = (card: TestCard) =>
    `<option value="${card.number}">${grouped(card.number)} · ${escapeHtml(outcome(card, language))}</option>`
  const group = (label: string, cards: TestCard[]) => `<optgroup label="${label}">${cards.map(option).join('')}</optgroup>`
  return [
    `<option value="">${t.ownCard}</option>`,
    group(
      t.works,
      TEST_CARDS.filter((card) => card.declines === undefined && !isSpecial(card)),
    ),
    group(
      t.fails,
      TEST_CARDS.filter((card) => card.declines !== undefined),
    ),
    group(t.special, TEST_CARDS.filter(isSpecial)),
  ].join('')
}

function outcome(card: TestCard, language: Language): string {
  if (card.declines !== undefined) return simError(card.declines, language).message
  if (card.mdStatus !== undefined) return `3-D Secure mdStatus ${card.mdStatus}`
  if (card.threeDsStuck) return language === 'tr' ? '3-D Secure başlamaz' : '3-D Secure does not start'
  if (card.refusesRefunds) return language === 'tr' ? 'öder, iade edilemez' : 'pays, cannot be refunded'
  const kind = card.type === 'DEBIT_CARD' ? (language === 'tr' ? 'banka kartı' : 'debit') : language === 'tr' ? 'kredi kartı' : 'credit'
  return `${card.bank || (language === 'tr' ? 'Yabancı' : 'Foreign')}, ${kind}`
}

function installments(token: Token, language: Language, isWrong: boolean): string {
  const t = TEXTS[language]
  if (token.enabledInstallments.length < 2) return '<input type="hidden" name="installment" value="1">'
  const option = (count: number) =>
    `<option value="${count}">${count === 1 ? t.single : `${count} ${t.times}`} · ${lira(installmentPrice(token, count), language)}</option>`
  return `<div class="field"><label for="installment">${t.installment}</label><select id="installment" name="installment" ${isWrong ? 'aria-invalid="true"' : ''} aria-describedby="installment-error">${token.enabledInstallments.map(option).join('')}</select><p class="error" id="installment-error" ${isWrong ? '' : 'hidden'}>${t.errors.installment}</p></div>`
}

function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><link rel="icon" href="data:,">
<title>${title} · Emanet</title><style>${STYLE}</style></head><body><main>${body}
</main><footer>${TEXTS[language].footer}</footer></body></html>`
}

function lira(text: string, language: Language): string {
  return formatKurus(kurusBelow(unitsOf(text)) ?? 0, language)
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function grouped(number: string): string {
  return number.replaceAll(/(.{4})(?=.)/g, '$1 ')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}
