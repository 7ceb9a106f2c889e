import { type SimReply, type SimRequest, type SimRoute, type Simulator, startSimulator } from '../simulator-kit.ts'
import { openStore } from '../simulator-store.ts'
import { requestSignature, sameText } from './iyzico.wire.ts'
import { initialise } from './simulator/checkout.ts'
import { controlRoutes } from './simulator/controls.ts'
import {
  checkBin,
  completeThreeDs,
  createLink,
  openThreeDs,
  payDirectly,
  postAuthorise,
  quoteInstallments,
  storeCard,
} from './simulator/direct.ts'
import { forgetUnpaid } from './simulator/forget.ts'
import { hostedPageRoutes } from './simulator/hosted-page.ts'
import { approveLine, cancelPayment, changeLine, refundAmount, refundLine } from './simulator/moves.ts'
import { paymentDetail, retrieveCheckout } from './simulator/payments.ts'
import { type Answer, type Body, envelope, fail } from './simulator/replies.ts'
import { reportBounced, reportDetails, reportPayouts, reportScroll, reportTransactions } from './simulator/reports.ts'
import { createSeller, sellerDetail, updateSeller } from './simulator/sellers.ts'
import type { Tariff } from './simulator/split.ts'
import { openCollections, type Sim } from './simulator/state.ts'
import { createWebhooks } from './simulator/webhooks.ts'

export type IyzicoSimulatorOptions = {
  /** 0 takes a free port. */
  port: number
  host?: string
  /** Where the state is kept; absent: in memory. */
  stateDir?: string
  apiKey: string
  secretKey: string
  /** Where notifications go; absent: nowhere. */
  webhookUrl?: string
  webhookDelayMs?: number
  webhookRetryMs?: number
  /** Where a buyer's browser finds the payment page, when that is not where the API caller finds us. */
  publicUrl?: string
  nowMs?: () => number
  /** False: an account without sellers. */
  isMarketplace?: boolean
  tariff?: Partial<Tariff>
  /** Sellers that exist from the beginning, by key. */
  subMerchantKeys?: string[]
}

/** What the public sandbox account was charged in 2026. */
const SANDBOX_TARIFF: Tariff = { commissionRate: '0.0349', fixedFee: '0.25', blockageRate: '0' }
const RETRY_MS = 15 * 60_000

/**
 * iyzico on this machine: its REST interface with signatures, the hosted card page, the bank's page, signed notifications.
 * @throws the listen error when the port is taken.
 */
export async function startIyzicoSimulator(options: IyzicoSimulatorOptions): Promise<Simulator> {
  const store = openStore({ dir: options.stateDir, name: 'iyzico' })
  let simulator: Simulator | null = null
  const sim: Sim = {
    keys: { apiKey: options.apiKey, secretKey: options.secretKey },
    nowMs: options.nowMs ?? Date.now,
    tariff: { ...SANDBOX_TARIFF, ...options.tariff },
    isMarketplace: options.isMarketplace ?? true,
    publicUrl: options.publicUrl?.replace(/\/$/, '') ?? null,
    ...openCollections(store),
    notify: (kind, summary, detail) => simulator?.note(kind, summary, detail),
  }
  for (const key of options.subMerchantKeys ?? []) {
    if (sim.sellers.get(key) === undefined)
      sim.sellers.put(key, {
        subMerchantKey: key,
        subMerchantExternalId: key,
        subMerchantType: 'PERSONAL',
        iban: 'TR180006200119000006672315',
      })
  }
  forgetUnpaid(sim)
  const webhooks = createWebhooks(sim, {
    url: options.webhookUrl ?? null,
    delayMs: options.webhookDelayMs ?? 2000,
    retryMs: options.webhookRetryMs ?? RETRY_MS,
  })
  simulator = await startSimulator({
    name: 'iyzico',
    port: options.port,
    ...(options.host === undefined ? {} : { host: options.host }),
    store,
    routes: [...hostedPageRoutes(sim, webhooks), ...controlRoutes(sim, webhooks), ...apiRoutes(sim)],
    onReset: () => {
      // Sellers stay: they stand for accounts at iyzico, and Emanet's sellers hold their keys.
      webhooks.clear()
      for (const collection of [sim.tokens, sim.payments, sim.deliveries]) collection.clear()
    },
    onClose: () => webhooks.close(),
    faultReply: (status) =>
      status === 429 ? { json: { status: 'failure', errorCode: 50000, errorMessage: 'Request Limit Exceeded', locale: 'en' } } : null,
  }).catch((error: unknown) => {
    webhooks.close()
    store.close()
    throw error
  })
  return simulator
}

type Call = { body: Body; query: URLSearchParams; origin: string }

function apiRoutes(sim: Sim): SimRoute[] {
  const route = (method: string, path: string, work: (call: Call) => Answer): SimRoute => ({
    method,
    path,
    handle: (request) => serve(sim, request, work),
  })
  const post = (path: string, work: (call: Call) => Answer) => route('POST', path, work)
  const checkout = (isPreauth: boolean) => (call: Call) => initialise(sim, call.body, { kind: 'checkout', isPreauth, origin: call.origin })
  const notOffered = (code: string) => (call: Call) => fail(call.body, code)
  return [
    { method: 'GET', path: '/payment/test', handle: () => envelope(sim, {}, { fields: {} }) },
    post('/payment/iyzipos/checkoutform/initialize/auth/ecom', checkout(false)),
    post('/payment/iyzipos/checkoutform/initialize/preauth/ecom', checkout(true)),
    post('/payment/pay-with-iyzico/initialize', ({ body, origin }) => initialise(sim, body, { kind: 'wallet', isPreauth: false, origin })),
    post('/payment/iyzipos/checkoutform/auth/ecom/detail', ({ body }) => retrieveCheckout(sim, body)),
    post('/payment/detail', ({ body }) => paymentDetail(sim, body)),
    post('/payment/refund', ({ body }) => refundLine(sim, body)),
    post('/payment/iyzipos/refund/merchant/charge', ({ body }) => refundLine(sim, body)),
    post('/v2/payment/refund', ({ body }) => refundAmount(sim, body)),
    post('/payment/cancel', ({ body }) => cancelPayment(sim, body)),
    post('/payment/iyzipos/item/approve', ({ body }) => approveLine(sim, body, { to: 2 })),
    post('/payment/iyzipos/item/disapprove', ({ body }) => approveLine(sim, body, { to: 1 })),
    route('PUT', '/payment/item', ({ body }) => changeLine(sim, body)),
    post('/onboarding/submerchant', ({ body }) => createSeller(sim, body)),
    route('PUT', '/onboarding/submerchant', ({ body }) => updateSeller(sim, body)),
    post('/onboarding/submerchant/detail', ({ body }) => sellerDetail(sim, body)),
    route('GET', '/v2/reporting/payment/details', ({ query }) => reportDetails(sim, query)),
    route('GET', '/v2/reporting/payment/transactions', ({ query }) => reportTransactions(sim, query)),
    route('GET', '/v2/reporting/payment/scroll-transactions', ({ query }) => reportScroll(sim, query)),
    post('/reporting/settlement/payoutcompleted', () => reportPayouts(sim)),
    post('/reporting/settlement/bounced', () => reportBounced(sim)),
    post('/payment/bin/check', ({ body }) => checkBin(body)),
    post('/payment/iyzipos/installment', ({ body }) => quoteInstallments(body)),
    post('/payment/auth', ({ body }) => payDirectly(sim, body, { isPreauth: false })),
    post('/payment/preauth', ({ body }) => payDirectly(sim, body, { isPreauth: true })),
    post('/payment/postauth', ({ body }) => postAuthorise(sim, body)),
    post('/payment/3dsecure/initialize', ({ body }) => openThreeDs(sim, body, { isPreauth: false })),
    post('/payment/3dsecure/initialize/preauth', ({ body }) => openThreeDs(sim, body, { isPreauth: true })),
    post('/payment/3dsecure/auth', ({ body }) => completeThreeDs(sim, body)),
    post('/payment/v2/3dsecure/auth', ({ body }) => completeThreeDs(sim, body)),
    post('/cardstorage/card', ({ body }) => storeCard(body)),
    route('DELETE', '/cardstorage/card', notOffered('3005')),
    post('/cardstorage/cards', notOffered('3005')),
    post('/v2/iyzilink/products', createLink),
    // What this account has not been enabled for: products of iyzico that Emanet does not use.
    ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => otherProducts(sim, method)),
  ]
}

function otherProducts(sim: Sim, method: string): SimRoute {
  const prefixes = ['/v2/', '/payment/', '/crossbooking/', '/blockage']
  return {
    method,
    path: '*',
    handle: (request) => {
      const isPage = request.path.startsWith('/payment/mock/') || !prefixes.some((prefix) => request.path.startsWith(prefix))
      return isPage
        ? { status: 404, json: { error: `no such route: ${request.path}` } }
        : serve(sim, request, ({ body }) => fail(body, '100001'))
    },
  }
}

/** Who calls comes before what is asked: unknown key, wrong signature, no JSON, and then the work. */
function serve(sim: Sim, request: SimRequest, work: (call: Call) => Answer): SimReply {
  const refused = refuseCaller(sim, request)
  if (refused !== null) return envelope(sim, {}, fail({}, refused))
  const parsed = request.rawBody.length === 0 ? {} : request.json()
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return envelope(sim, {}, fail({}, '11'))
  const body = parsed as Body
  const echoed: Body = request.method === 'GET' ? Object.fromEntries(request.query) : body
  return envelope(sim, echoed, work({ body, query: request.query, origin: request.origin }))
}

/** The code of the refusal. The query is not signed; whatever body arrived is, `{}` on a GET included. */
function refuseCaller(sim: Sim, request: SimRequest): '1000' | '1001' | null {
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ')
  const match = /^apiKey:(.*)&randomKey:(.*)&signature:([0-9a-f]{64})$/s.exec(Buffer.from(encoded, 'base64').toString('utf8'))
  if (scheme !== 'IYZWSv2' || match === null) return '1000'
  const [, apiKey = '', randomKey = '', signature = ''] = match
  if (apiKey !== sim.keys.apiKey) return '1001'
  const expected = requestSignature({ secretKey: sim.keys.secretKey, randomKey, path: request.path, body: request.rawBody })
  return sameText(signature, expected) ? null : '1000'
}
