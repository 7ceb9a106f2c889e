import type { BeforeCall, Carrier, Outcome, ParcelRequest, ParcelTrack, Unknown } from '../ports.ts'
import { createProviderCall, type ProviderCall, unreadable } from '../provider-call.ts'
import { type ArasAccount, cancelEnvelope, echoEnvelope, queryEnvelope, readParcels, setOrderEnvelope } from './aras.wire.ts'
import { childElement, childText, readSoapBody } from './aras.xml.ts'

const REFERENCES_MAX = 50
const TRACKING_PAGE = 'https://kargotakip.araskargo.com.tr/mainpage.aspx?code='

/** Somebody has to talk to Aras or correct a setting; the parcel waits. */
const CONFIGURATION = new Set(['1000', '1002', '1003', '1006'])
/** The waybill is cut, or Aras has taken the parcel of this reference twenty times: there is nothing left to register. */
const ALREADY_THERE = new Set(['60020', '60022', '70029', '70031', '70035'])
const TECHNICAL = new Set(['1001', '5000', '5001', '5002', '5003', '5004', '5005', '5006', '5007', '5008'])

/**
 * Aras Kargo over its two SOAP services, by hand-written envelopes (README.md says why).
 * @param username of the order service, and of the query service unless `queryUsername` says otherwise; so for `password`.
 * @param customerCode the 13-digit number of the query service.
 * @param trackingPage a parcel's page, less its tracking number at the end.
 */
export function createAras(options: {
  orderUrl: string
  queryUrl: string
  username: string
  password: string
  queryUsername?: string
  queryPassword?: string
  customerCode: string
  trackingPage?: string
  beforeCall?: BeforeCall
  timeoutMs?: number
}): Carrier {
  const { username, password, customerCode, beforeCall, timeoutMs = 30_000, trackingPage = TRACKING_PAGE } = options
  const account: ArasAccount = { username, password, customerCode }
  const reader: ArasAccount = { username: options.queryUsername ?? username, password: options.queryPassword ?? password, customerCode }
  const order = createProviderCall({ baseUrl: options.orderUrl, timeoutMs, connectTimeoutMs: 3000, beforeCall })
  const query = createProviderCall({ baseUrl: options.queryUrl, timeoutMs, connectTimeoutMs: 3000, beforeCall })
  const track = (references: string[]) => trackParcels({ query, account: reader, trackingPage }, references)
  return {
    name: 'aras',
    register: (parcel) => registerParcel({ order, account, track }, parcel),
    cancel: (reference) => cancelParcel({ order, account }, reference),
    track,
  }
}

type Track = (references: string[]) => Promise<Outcome<{ parcels: ParcelTrack[] }>>

async function registerParcel(
  { order, account, track }: { order: ProviderCall; account: ArasAccount; track: Track },
  parcel: ParcelRequest,
): Promise<Outcome<{ reference: string }>> {
  const answer = await soapCall(order, 'SetOrder', 'http://tempuri.org/SetOrder', setOrderEnvelope(account, parcel))
  if (answer.kind === 'unknown') return answer
  const results = childElement(answer.body, 'SetOrderResult')?.OrderResultInfo
  const result = Array.isArray(results) && results.length === 1 ? results[0] : null
  const code = childText(result, 'ResultCode')
  const reason = childText(result, 'ResultMessage')
  if (code === '') return { kind: 'unknown', reason: 'SetOrder without a result code' }
  if (code === '0' || ALREADY_THERE.has(code)) return { kind: 'ok', reference: parcel.reference }
  if (CONFIGURATION.has(code)) return { kind: 'unknown', reason: `configuration: ${code} ${reason}` }
  if (TECHNICAL.has(code) || isUpdateError(code, reason)) return { kind: 'unknown', reason: `${code} ${reason}` }
  if (code === '70027') return settleBarcode({ order, account, track }, parcel.reference, reason)
  return { kind: 'refused', code, reason }
}

/**
 * One table means by 70027 that the barcode was sent before, perhaps by ourselves when the answer was lost, or of another
 * order; the other that the waybill is cut. The order service knows the parcels it took, tracking those that are on their way.
 */
async function settleBarcode(
  { order, account, track }: { order: ProviderCall; account: ArasAccount; track: Track },
  reference: string,
  reason: string,
): Promise<Outcome<{ reference: string }>> {
  const operation = 'GetOrderWithIntegrationCode'
  const echo = await soapCall(order, operation, `http://tempuri.org/${operation}`, echoEnvelope(account, reference))
  if (echo.kind === 'ok' && holdsOrder(echo.body, reference)) return { kind: 'ok', reference }
  const tracked = await track([reference])
  if (tracked.kind !== 'ok') return { kind: 'unknown', reason: `70027 ${reason}; tracking: ${tracked.reason}` }
  if (tracked.parcels.length > 0) return { kind: 'ok', reference }
  if (echo.kind === 'unknown') return { kind: 'unknown', reason: `70027 ${reason}; ${operation}: ${echo.reason}` }
  return { kind: 'refused', code: '70027', reason }
}

function holdsOrder(body: unknown, reference: string): boolean {
  const orders = childElement(body, 'GetOrderWithIntegrationCodeResult')?.Order
  return Array.isArray(orders) && orders.some((order) => childText(order, 'IntegrationCode') === reference)
}

/** 936 is a failed update in one table and any wrong field in the other; the words are all there is to tell them apart. */
function isUpdateError(code: string, reason: string): boolean {
  return code === '936' && /hata/i.test(reason)
}

async function cancelParcel(
  { order, account }: { order: ProviderCall; account: ArasAccount },
  reference: string,
): Promise<Outcome<object>> {
  const answer = await soapCall(order, 'CancelDispatch', 'http://tempuri.org/CancelDispatch', cancelEnvelope(account, reference))
  if (answer.kind === 'unknown') return answer
  const result = childElement(answer.body, 'CancelDispatchResult')
  const code = childText(result, 'ResultCode')
  const reason = childText(result, 'ResultMessage')
  // −1, "not found", is what a cancel says whose first answer was lost.
  if (code === '0' || code === '1' || code === '-1') return { kind: 'ok' }
  if (code === '999') return { kind: 'refused', code, reason }
  return { kind: 'unknown', reason: code === '-2' ? `configuration: ${code} ${reason}` : `CancelDispatch: ${code} ${reason}` }
}

async function trackParcels(
  { query, account, trackingPage }: { query: ProviderCall; account: ArasAccount; trackingPage: string },
  references: string[],
): Promise<Outcome<{ parcels: ParcelTrack[] }>> {
  if (references.length > REFERENCES_MAX) throw new RangeError(`${references.length} references at once, at most ${REFERENCES_MAX}`)
  if (references.length === 0) return { kind: 'ok', parcels: [] }
  const action = 'http://tempuri.org/IArasCargoIntegrationService/GetQueryJSON'
  const answer = await soapCall(query, 'GetQueryJSON', action, queryEnvelope(account, references))
  if (answer.kind === 'unknown') return answer
  const text = childText(answer.body, 'GetQueryJSONResult')
  const parcels = readParcels({ text, references, trackingPage })
  return parcels ? { kind: 'ok', parcels } : { kind: 'unknown', reason: `not a query result: ${text.slice(0, 120)}` }
}

/** A fault is `unknown` like a timeout: sending the same order again is an update, and asking again changes nothing. */
async function soapCall(
  call: ProviderCall,
  operation: string,
  action: string,
  body: string,
): Promise<{ kind: 'ok'; body: unknown } | Unknown> {
  const reply = await call({
    method: 'POST',
    path: '',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${action}"` },
    body,
  })
  if (reply.kind === 'unknown') return reply
  const soap = readSoapBody(reply.body)
  const fault = childElement(soap, 'Fault')
  if (fault) return { kind: 'unknown', reason: `fault: ${(childText(fault, 'faultstring') || 'no words').slice(0, 200)}` }
  const response = soap?.[`${operation}Response`]
  if (reply.status !== 200 || response === undefined) return unreadable(`not an answer to ${operation}`, reply)
  return { kind: 'ok', body: response }
}
