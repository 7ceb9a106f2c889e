import type { SimReply, SimRequest, SimRoute } from '../../simulator-kit.ts'
import { findCard } from './cards.ts'
import { type CardInput, confirmThreeDs, type Step, submitCard, usable } from './checkout.ts'
import { declineMessage, formPage, gonePage, type Language, returnPage, stuckMessage, threeDsPage } from './pages.ts'
import { lastPayment, type Sim, type Token } from './state.ts'
import type { Webhooks } from './webhooks.ts'

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  // No form-action: the merchant's answer may redirect to an app link, and browsers hold form-action against redirects too.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'",
}

/** The pages the buyer sees: the card form, her bank, and the way back. */
export function hostedPageRoutes(sim: Sim, webhooks: Webhooks): SimRoute[] {
  const page = (method: string, path: string, handle: SimRoute['handle']): SimRoute => ({ method, path, spared: true, handle })
  return [
    page('GET', '/', (request) => showForm(sim, request)),
    page('POST', '/card', (request) => sendCard(sim, webhooks, request)),
    page('GET', '/payment/mock/init3ds', (request) => showThreeDs(sim, request)),
    page('POST', '/payment/mock/confirm3ds', (request) => sendCode(sim, webhooks, request)),
    page('POST', '/leave', (request) => leave(sim, request)),
  ]
}

function showForm(sim: Sim, request: SimRequest): SimReply {
  const token = sim.tokens.get(request.query.get('token') ?? '')
  const language = languageOf(request.query, token)
  const gone = usable(sim, token)
  if (gone !== null || token === undefined)
    return html(gonePage(token, gone?.reason ?? 'unknown', language), gone?.reason === 'unknown' ? 404 : 410)
  const message = declineMessage(lastPayment(sim, token), language)
  return html(formPage(token, { language, nowMs: sim.nowMs(), ...(message === null ? {} : { message }) }))
}

function sendCard(sim: Sim, webhooks: Webhooks, request: SimRequest): SimReply {
  const form = request.form()
  const token = sim.tokens.get(form.get('token') ?? '')
  const language = languageOf(form, token)
  if (token === undefined) return html(gonePage(undefined, 'unknown', language), 404)
  const input = readCard(form)
  const step = submitCard(sim, token, input)
  if (step.kind === 'three_ds')
    return seeOther(`/payment/mock/init3ds?token=${token.token}&orderId=${step.payment.threeDsId}&lang=${language}`)
  return finish({ sim, webhooks, token, language, step, holder: input.holder })
}

function showThreeDs(sim: Sim, request: SimRequest): SimReply {
  const token = sim.tokens.get(request.query.get('token') ?? '')
  const language = languageOf(request.query, token)
  const payment = token === undefined ? undefined : lastPayment(sim, token)
  if (token === undefined || payment?.threeDsId !== request.query.get('orderId')) return html(gonePage(token, 'unknown', language), 404)
  if (payment.status !== 'INIT_THREEDS') return seeOther(formAddress(token, language))
  return html(threeDsPage(token, payment, language))
}

function sendCode(sim: Sim, webhooks: Webhooks, request: SimRequest): SimReply {
  const form = request.form()
  const token = sim.tokens.get(form.get('token') ?? '')
  const language = languageOf(form, token)
  if (token === undefined) return html(gonePage(undefined, 'unknown', language), 404)
  const code = form.get('cancel') === '1' ? null : (form.get('code') ?? '').trim()
  const threeDsId = form.get('orderId') ?? ''
  const answered = lastPayment(sim, token)
  // A second press of the button gets what the first one got; the browser has thrown that answer away.
  if (answered?.threeDsId === threeDsId && answered.status !== 'INIT_THREEDS')
    return answered.status === 'FAILURE' && answered.mdStatus === 1
      ? seeOther(formAddress(token, language))
      : html(returnPage(token, language))
  const step = confirmThreeDs(sim, token, { threeDsId, code })
  return finish({ sim, webhooks, token, language, step, holder: '' })
}

type Ending = { sim: Sim; webhooks: Webhooks; token: Token; language: Language; step: Step; holder: string }

function finish({ sim, webhooks, token, language, step, holder }: Ending): SimReply {
  const again = (state: Partial<Parameters<typeof formPage>[1]>, status = 200) =>
    html(formPage(token, { language, nowMs: sim.nowMs(), holder, ...state }), status)
  switch (step.kind) {
    case 'gone':
      return html(gonePage(token, step.reason, language), step.reason === 'unknown' ? 404 : 410)
    case 'invalid':
      return again({ fields: step.fields }, 422)
    case 'stuck':
      return again({ message: stuckMessage(language) })
    case 'declined':
      webhooks.schedule(step.payment, token)
      // The form says why. Its own address lets her reload and come back to it.
      return seeOther(formAddress(token, language))
    case 'three_ds':
      return seeOther(`/payment/mock/init3ds?token=${token.token}&orderId=${step.payment.threeDsId}&lang=${language}`)
    case 'paid':
    case 'three_ds_failed':
      webhooks.schedule(step.payment, token)
      return html(returnPage(token, language))
  }
}

/** The real page tells the merchant nothing when the buyer gives up; here she at least gets back to her order. */
function leave(sim: Sim, request: SimRequest): SimReply {
  const form = request.form()
  const token = sim.tokens.get(form.get('token') ?? '')
  const language = languageOf(form, token)
  return token === undefined ? html(gonePage(undefined, 'unknown', language), 404) : html(returnPage(token, language))
}

/** A chosen test card fills what was left empty, so that the form can be sent without JavaScript. */
function readCard(form: URLSearchParams): CardInput {
  const text = (name: string) => (form.get(name) ?? '').trim()
  const chosen = findCard(text('testCard'))
  const typed = text('cardNumber').replaceAll(/\D/g, '')
  const isChosen = typed === '' && chosen !== undefined
  const number = isChosen ? chosen.number : typed
  const [month = '', year = ''] = (text('expiry') === '' && isChosen ? '12/2030' : text('expiry')).split('/').map((part) => part.trim())
  const fraudStatus = Number(text('fraudStatus') || '1')
  return {
    holder: text('cardHolder') === '' && isChosen ? 'Test Kart' : text('cardHolder'),
    number,
    month,
    year: year.length === 2 ? `20${year}` : year,
    cvc: text('cvc') === '' && isChosen ? (chosen.association === 'AMERICAN_EXPRESS' ? '1234' : '123') : text('cvc'),
    installment: Number(text('installment') || '1'),
    fraudStatus: fraudStatus === 0 || fraudStatus === -1 ? fraudStatus : 1,
  }
}

function formAddress(token: Token, language: Language): string {
  return `/?token=${token.token}&lang=${language}`
}

function languageOf(fields: URLSearchParams, token: Token | undefined): Language {
  return (fields.get('lang') ?? token?.basket.locale) === 'en' ? 'en' : 'tr'
}

function html(body: string, status = 200): SimReply {
  return { status, body, headers: HEADERS }
}

function seeOther(location: string): SimReply {
  return { status: 303, body: '', headers: { ...HEADERS, location } }
}
