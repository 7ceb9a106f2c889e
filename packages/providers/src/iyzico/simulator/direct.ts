import { randomInt, randomUUID } from 'node:crypto'
import { SIGNED_FIELDS, unitsOf, unitsText } from '../iyzico.wire.ts'
import { amountOf, isText, readBasket } from './basket.ts'
import { findCard, findCardByBin, findCardByEnds, INSTALLMENT_SURCHARGE_BP, TEST_CARDS, type TestCard } from './cards.ts'
import { capture, decline, newPayment, paymentFields } from './payments.ts'
import { type Answer, type Body, fail, shortNumber } from './replies.ts'
import type { Payment, Sim } from './state.ts'

/** `POST /payment/auth` and `/payment/preauth`: a card without a page. Emanet does not use it; iyzico's own samples do. */
export function payDirectly(sim: Sim, request: Body, { isPreauth }: { isPreauth: boolean }): Answer {
  const opened = openDirect(sim, request, isPreauth)
  if ('error' in opened) return opened
  const { payment, card } = opened
  payment.threeDsId = null
  if (card.declines !== undefined) {
    decline(sim, payment, card.declines)
    return { error: payment.error ?? { code: card.declines, message: '' }, fields: { paymentId: payment.paymentId } }
  }
  capture(sim, payment)
  return { fields: paymentFields(sim, payment), signedOver: SIGNED_FIELDS.payment }
}

/** `POST /payment/postauth`: takes the money a pre-authorisation blocked. */
export function postAuthorise(sim: Sim, request: Body): Answer {
  const payment = isText(request.paymentId) ? sim.payments.get(request.paymentId) : undefined
  if (payment === undefined) return fail(request, '5087')
  if (payment.phase !== 'PRE_AUTH' || payment.status !== 'SUCCESS' || payment.cancels.length > 0) return fail(request, '5082')
  if (payment.card.refusesRefunds) return fail(request, '10220')
  payment.phase = 'POST_AUTH'
  payment.paidPrice = amountOf(request.paidPrice) ?? payment.paidPrice
  sim.payments.put(payment.paymentId, payment)
  return { fields: paymentFields(sim, payment), signedOver: SIGNED_FIELDS.payment }
}

/** `POST /payment/3dsecure/initialize`: the bank's page as HTML, for merchants with a card form of their own. */
export function openThreeDs(sim: Sim, request: Body, { isPreauth }: { isPreauth: boolean }): Answer {
  const opened = openDirect(sim, request, isPreauth)
  if ('error' in opened) return opened
  if (opened.card.threeDsStuck) return fail(request, '10202')
  const { payment } = opened
  sim.payments.put(payment.paymentId, payment)
  const html = `<!doctype html><html><head><title>iyzico Mock 3D-Secure Processing Page</title></head><body><form id="iyzico-3ds-form" action="/payment/mock/init3ds" method="post"><input type="hidden" name="orderId" value="${payment.threeDsId}"></form></body></html>`
  return {
    fields: { paymentId: payment.paymentId, threeDSHtmlContent: Buffer.from(html).toString('base64') },
    signedOver: SIGNED_FIELDS.threeDsInitialize,
  }
}

/** `POST /payment/3dsecure/auth` and `/payment/v2/3dsecure/auth`: completes it. */
export function completeThreeDs(sim: Sim, request: Body): Answer {
  const payment = isText(request.paymentId) ? sim.payments.get(request.paymentId) : undefined
  if (payment === undefined) return fail(request, '5087')
  const card = findCardByEnds(payment.card)
  if (payment.status !== 'INIT_THREEDS' || payment.token !== null || card === undefined) return fail(request, '5115')
  payment.mdStatus = card.mdStatus ?? 1
  const declines = payment.mdStatus === 1 ? card.declines : '10210'
  if (declines !== undefined) {
    decline(sim, payment, declines)
    return { error: payment.error ?? { code: declines, message: '' }, fields: { paymentId: payment.paymentId } }
  }
  capture(sim, payment)
  return { fields: paymentFields(sim, payment), signedOver: SIGNED_FIELDS.payment }
}

function openDirect(sim: Sim, request: Body, isPreauth: boolean): { payment: Payment; card: TestCard } | ReturnType<typeof fail> {
  const basket = readBasket(sim, request)
  if ('error' in basket) return basket
  const given = (typeof request.paymentCard === 'object' && request.paymentCard !== null ? request.paymentCard : {}) as Body
  const card = isText(given.cardNumber) ? findCard(given.cardNumber.replaceAll(' ', '')) : undefined
  if (card === undefined) return fail(request, '12')
  const installment = Number(request.installment ?? 1)
  const payment = newPayment(sim, { basket, card, installment, paidPrice: basket.paidPrice, token: null, isPreauth, fraudStatus: 1 })
  return { payment, card }
}

/** `POST /payment/bin/check`: whose card this is. */
export function checkBin(request: Body): Answer {
  const bin = request.binNumber
  if (!isText(bin) || !/^\d{6,8}$/.test(bin)) return fail(request, '11')
  const card = findCardByBin(bin) ?? (TEST_CARDS[0] as TestCard)
  return {
    fields: {
      binNumber: bin,
      cardType: card.type,
      cardAssociation: card.association,
      cardFamily: card.family,
      bankName: card.bank,
      bankCode: 12,
      commercial: 0,
    },
  }
}

/** `POST /payment/iyzipos/installment`: what paying in parts costs. */
export function quoteInstallments(request: Body): Answer {
  const price = amountOf(request.price)
  if (price === null || price === '0') return fail(request, '5004')
  const card = isText(request.binNumber) ? findCardByBin(request.binNumber) : undefined
  const counts = card?.type === 'DEBIT_CARD' ? ['1'] : Object.keys(INSTALLMENT_SURCHARGE_BP)
  const units = unitsOf(price) ?? 0n
  const installmentPrices = counts.map((count) => {
    const total = units + (units * (INSTALLMENT_SURCHARGE_BP[Number(count)] ?? 0n)) / 10_000n
    return {
      installmentNumber: Number(count),
      totalPrice: shortNumber(total - (total % 1_000_000n)),
      installmentPrice: shortNumber(unitsText(total / BigInt(count)).slice(0, -6)),
    }
  })
  const known = card ?? (TEST_CARDS[0] as TestCard)
  const detail = {
    ...(isText(request.binNumber) ? { binNumber: request.binNumber } : {}),
    price: shortNumber(price),
    cardType: known.type,
    cardAssociation: known.association,
    cardFamilyName: known.family,
    force3ds: 0,
    bankCode: 12,
    bankName: known.bank,
    forceCvc: 1,
    commercial: 0,
    installmentPrices,
  }
  return { fields: { installmentDetails: [detail] } }
}

/** Saved cards are not simulated: storing one gives keys that open nothing. */
export function storeCard(request: Body): Answer {
  const given = (typeof request.card === 'object' && request.card !== null ? request.card : {}) as Body
  const card = isText(given.cardNumber) ? findCard(given.cardNumber) : undefined
  if (!isText(given.cardNumber) || card === undefined) return fail(request, '12')
  return {
    fields: {
      externalId: request.externalId ?? null,
      email: request.email ?? null,
      cardUserKey: randomUUID(),
      cardToken: randomUUID(),
      cardAlias: given.cardAlias ?? null,
      binNumber: given.cardNumber.slice(0, 6),
      lastFourDigits: given.cardNumber.slice(-4),
      cardType: card.type,
      cardAssociation: card.association,
      cardFamily: card.family,
      cardBankName: card.bank,
    },
  }
}

/** `POST /v2/iyzilink/products`: a token and an address, which lead nowhere. */
export function createLink(): Answer {
  const token = `sim${randomInt(100_000, 999_999)}`
  return { fields: { data: { token, url: `https://sandbox.iyzi.link/${token}`, imageUrl: null } } }
}
