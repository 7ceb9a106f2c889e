import { isObject } from '../provider-call.ts'
import type { Parcels, SimParcel } from './aras.simulator-parcels.ts'
import { childElement, childText, xmlElements, xmlText } from './aras.xml.ts'

export type CodeTable = 'published' | 'newer'
export type OrderServiceOptions = { parcels: Parcels; username: string; password: string; codeTable: CodeTable; labelDelayMs: number }

type Problem = keyof typeof CODES
/** [published, newer]: two tables of Aras use the same numbers for different things. */
const CODES = {
  login: ['1000', '1000', 'Kullanıcı adı veya şifre hatalı.'],
  empty: ['60021', '60021', 'En az bir sipariş gönderilmelidir.'],
  reference: ['937', '935', 'Müşteri özel kodu 2 ile 32 karakter arasında olmalıdır.'],
  address: ['938', '936', 'Alıcı adresi boş olamaz.'],
  name: ['939', '936', 'Alıcı adı boş olamaz.'],
  nameLength: ['936', '934', 'Alıcı adı 100 karakteri geçemez.'],
  city: ['940', '936', 'Alıcı il adı boş olamaz.'],
  town: ['941', '936', 'Alıcı ilçe adı boş olamaz veya 16 karakteri geçemez.'],
  phone: ['935', '935', 'Alıcı telefonu 10 haneli rakam olmalıdır.'],
  waybill: ['936', '70121', 'İrsaliye numarası boş olamaz veya 16 karakteri geçemez.'],
  addressLength: ['70018', '70018', 'Alıcı adresi 250 karakteri geçemez.'],
  invoice: ['70019', '70019', 'Fatura numarası 20 karakteri geçemez.'],
  payor: ['70032', '936', 'PayorTypeCode 1 veya 2 olmalıdır.'],
  isCod: ['70034', '936', 'IsCod 0 veya 1 olmalıdır.'],
  codType: ['70033', '936', 'CodCollectionType 0 veya 1 olmalıdır.'],
  codPayor: ['942', '936', 'Alıcı ödemeli kargoda tahsilat yapılamaz.'],
  volume: ['70026', '70026', 'Desi ondalık sayı olmalıdır.'],
  weight: ['70028', '70026', 'Kg ondalık sayı olmalıdır.'],
  pieceCount: ['70021', '70021', 'Parça adedi gereklidir.'],
  pieceMismatch: ['70020', '70020', 'Parça adedi ile parça detayları uyuşmuyor.'],
  barcodeMissing: ['70022', '70022', 'Parça barkodu boş olamaz.'],
  barcodeTwice: ['70030', '70028', 'Parçalar aynı barkodu taşıyamaz.'],
  barcodeUsed: ['70027', '70026', 'Barkod numarası daha önce gönderilmiş.'],
  cut: ['60020', '60022', 'İrsaliye kesilmiş, güncellenemez.'],
  tooOften: ['70035', '935', 'Aynı sipariş en fazla 20 kez gönderilebilir.'],
} as const satisfies Record<string, readonly [string, string, string]>

const SENDS_MAX = 20

/** One operation of the order service; null when it has none of that name. @returns the inside of the SOAP body. */
export function runOrderOperation(name: string, body: unknown, options: OrderServiceOptions): string | null {
  if (name === 'SetOrder') return setOrder(body, options)
  if (name === 'CancelDispatch') return cancelDispatch(body, options)
  if (name === 'GetOrder' || name === 'GetOrderWithIntegrationCode') return getOrders(name, body, options)
  if (name === 'GetArasBarcode' || name === 'GetBarcode') return getBarcode(name, body, options)
  return null
}

function setOrder(body: unknown, options: OrderServiceOptions): string {
  const login = isLogin(options, childText(body, 'userName'), childText(body, 'password'))
  const orders = ordersIn(body)
  const results = !login
    ? [resultOf('login', {}, options)]
    : orders.length === 0
      ? [resultOf('empty', {}, options)]
      : orders.map((order) => takeOrder(order, options))
  const list = results.map((result) => `<OrderResultInfo>${xmlElements(result)}</OrderResultInfo>`).join('')
  return wrap('SetOrder', list)
}

function ordersIn(body: unknown): Record<string, unknown>[] {
  const list = childElement(body, 'orderInfo')?.Order
  return Array.isArray(list) ? list.filter(isObject) : []
}

function takeOrder(element: Record<string, unknown>, options: OrderServiceOptions): Record<string, string> {
  const order = textsOf(element)
  const pieces = piecesOf(element)
  const inner = [order.UserName ?? '', order.Password ?? ''] as const
  delete order.UserName
  delete order.Password
  const problem = inner.some((part) => part !== '') && !isLogin(options, ...inner) ? 'login' : findProblem(order, pieces, options.parcels)
  if (problem) return resultOf(problem, order, options)
  options.parcels.upsert({ reference: order.IntegrationCode as string, order, pieces })
  return { ResultCode: '0', ResultMessage: 'Başarılı', ...keysOf(order) }
}

function findProblem(order: Record<string, string>, pieces: Record<string, string>[], parcels: Parcels): Problem | null {
  return problemOfFields(order) ?? problemOfPieces(order, pieces, parcels) ?? problemOfHistory(order, parcels)
}

function problemOfFields(order: Record<string, string>): Problem | null {
  const get = (name: string) => order[name] ?? ''
  const decimal = /^\d{1,6}(\.\d{1,3})?$/
  const checks: [boolean, Problem][] = [
    [get('IntegrationCode').length < 2 || get('IntegrationCode').length > 32, 'reference'],
    [get('ReceiverAddress') === '', 'address'],
    [get('ReceiverName') === '', 'name'],
    [get('ReceiverCityName') === '' || get('ReceiverCityName').length > 40, 'city'],
    [get('ReceiverTownName') === '' || get('ReceiverTownName').length > 16, 'town'],
    [!/^\d{10}$/.test(get('ReceiverPhone1')), 'phone'],
    [get('TradingWaybillNumber') === '' || get('TradingWaybillNumber').length > 16, 'waybill'],
    [get('ReceiverName').length > 100, 'nameLength'],
    [get('ReceiverAddress').length > 250, 'addressLength'],
    [get('InvoiceNumber').length > 20, 'invoice'],
    [!['', '1', '2'].includes(get('PayorTypeCode')), 'payor'],
    [!['', '0', '1'].includes(get('IsCod')), 'isCod'],
    [get('IsCod') === '1' && !['0', '1'].includes(get('CodCollectionType')), 'codType'],
    [get('IsCod') === '1' && get('PayorTypeCode') === '2', 'codPayor'],
    [get('VolumetricWeight') !== '' && !decimal.test(get('VolumetricWeight')), 'volume'],
    [get('Weight') !== '' && !decimal.test(get('Weight')), 'weight'],
  ]
  return checks.find(([wrong]) => wrong)?.[1] ?? null
}

function problemOfPieces(order: Record<string, string>, pieces: Record<string, string>[], parcels: Parcels): Problem | null {
  const count = order.PieceCount ?? ''
  if (pieces.length > 0 && count === '') return 'pieceCount'
  if (count !== '' && Number(count) !== pieces.length) return 'pieceMismatch'
  const barcodes = pieces.map((piece) => piece.BarcodeNumber ?? '')
  if (barcodes.some((barcode) => barcode === '' || barcode.length > 64)) return 'barcodeMissing'
  if (new Set(barcodes).size !== barcodes.length) return 'barcodeTwice'
  const foreign = (owner: string | undefined) => owner !== undefined && owner !== order.IntegrationCode
  return barcodes.some((barcode) => foreign(parcels.ownerOfBarcode(barcode))) ? 'barcodeUsed' : null
}

function problemOfHistory(order: Record<string, string>, parcels: Parcels): Problem | null {
  const known = parcels.find(order.IntegrationCode as string)
  if (!known || known.status === 'cancelled') return null
  if (known.status !== 'registered') return 'cut'
  return known.sends >= SENDS_MAX ? 'tooOften' : null
}

function cancelDispatch(body: unknown, options: OrderServiceOptions): string {
  const reference = childText(body, 'integrationCode')
  const answer = (code: string, message: string) =>
    wrap('CancelDispatch', xmlElements({ ResultCode: code, ResultMessage: message, CargoKey: reference }))
  if (!isLogin(options, childText(body, 'userName'), childText(body, 'password'))) return answer('-2', 'Kullanıcı adı veya şifre hatalı.')
  const parcel = options.parcels.find(reference)
  if (!parcel || parcel.status === 'cancelled') return answer('-1', 'Kayıt bulunamadı.')
  if (parcel.status !== 'registered') return answer('999', 'İrsaliye kesilmiş, iptal edilemez.')
  options.parcels.cancel(parcel)
  return answer('1', `${reference} silindi.`)
}

function getOrders(name: string, body: unknown, options: OrderServiceOptions): string {
  if (!isLogin(options, childText(body, 'userName'), childText(body, 'password'))) return `<${name}Response xmlns="http://tempuri.org/"/>`
  const wanted = name === 'GetOrder' ? dayOf(childText(body, 'Date')) : null
  const reference = childText(body, 'integrationCode')
  const found = options.parcels
    .list()
    .filter(
      (parcel) =>
        parcel.status !== 'cancelled' &&
        (name === 'GetOrder' ? istanbulDay(parcel.registeredAt) === wanted : parcel.reference === reference),
    )
  return found.length === 0 ? `<${name}Response xmlns="http://tempuri.org/"/>` : wrap(name, found.map(echo).join(''))
}

function echo({ order, pieces }: SimParcel): string {
  const details = pieces.map((piece) => `<PieceDetail>${xmlElements(piece)}</PieceDetail>`).join('')
  return `<Order>${xmlElements(order)}<PieceDetails>${details}</PieceDetails></Order>`
}

/** The credentials of this operation are cased differently; a service that reads by name takes the other casing for none. */
function getBarcode(name: string, body: unknown, options: OrderServiceOptions): string {
  const refuse = (code: string, message: string) => wrap(name, xmlElements({ Message: message, ResultCode: code }))
  if (!isLogin(options, childText(body, 'Username'), childText(body, 'Password'))) return refuse('1000', 'Kullanıcı adı veya şifre hatalı.')
  const parcel = options.parcels.find(childText(body, 'integrationCode'))
  if (!parcel || parcel.status === 'cancelled') return refuse('999', 'Kayıt bulunamadı.')
  if (Date.now() - Date.parse(parcel.registeredAt) < options.labelDelayMs) return refuse('1004', 'Barkod henüz hazır değil.')
  const trackingNumber = options.parcels.numberFor(parcel)
  const labels = parcel.pieces.map((piece) => `<string>${xmlText(zpl(parcel, piece))}</string>`).join('')
  const models = parcel.pieces.map((piece, index) => `<BarcodeModel>${xmlElements(model(parcel, piece, index))}</BarcodeModel>`).join('')
  const top: Record<string, string> = name === 'GetArasBarcode' ? { TrackingNumber: trackingNumber } : {}
  return wrap(
    name,
    `<ZebraZpl>${labels}</ZebraZpl><BarcodeModelLst>${models}</BarcodeModelLst>${xmlElements({ Message: 'Başarılı', ResultCode: '0', ...top })}`,
  )
}

function zpl(parcel: SimParcel, piece: Record<string, string>): string {
  const { ReceiverName = '', ReceiverTownName = '', ReceiverCityName = '' } = parcel.order
  const line = (y: number, text: string) => `^FO40,${y}^A0N,32,32^FD${text.replace(/[\^~]/g, ' ')}^FS`
  return `^XA^CI28^FO40,40^BCN,120,Y^FD${piece.BarcodeNumber ?? ''}^FS${line(220, ReceiverName)}${line(270, `${ReceiverTownName} / ${ReceiverCityName}`)}^XZ`
}

function model(parcel: SimParcel, piece: Record<string, string>, index: number): Record<string, string> {
  const { order } = parcel
  return {
    TrackingNumber: parcel.trackingNumber ?? '',
    IntegrationCode: parcel.reference,
    ReceiverAccountName: order.ReceiverName ?? '',
    ReceiverAddress: order.ReceiverAddress ?? '',
    ReceiverCity: order.ReceiverCityName ?? '',
    ReceiverTown: order.ReceiverTownName ?? '',
    DeliveryUnitName: order.ReceiverTownName ?? '',
    SourceUnitName: 'KADIKÖY',
    Barcode: piece.BarcodeNumber ?? '',
    PieceNumber: String(index + 1),
    PieceCount: String(parcel.pieces.length),
  }
}

function resultOf(problem: Problem, order: Record<string, string>, { codeTable }: OrderServiceOptions): Record<string, string> {
  const [published, newer, message] = CODES[problem]
  return { ResultCode: codeTable === 'published' ? published : newer, ResultMessage: message, ...keysOf(order) }
}

function keysOf(order: Record<string, string>): Record<string, string> {
  return { InvoiceKey: order.TradingWaybillNumber ?? '', OrgReceiverCustId: order.IntegrationCode ?? '' }
}

function isLogin({ username, password }: OrderServiceOptions, givenName: string, givenPassword: string): boolean {
  return givenName === username && givenPassword === password
}

function textsOf(element: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(element).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])))
}

function piecesOf(element: Record<string, unknown>): Record<string, string>[] {
  const list = childElement(element, 'PieceDetails')?.PieceDetail
  return Array.isArray(list) ? list.filter(isObject).map(textsOf) : []
}

function wrap(name: string, result: string): string {
  return `<${name}Response xmlns="http://tempuri.org/"><${name}Result>${result}</${name}Result></${name}Response>`
}

function dayOf(date: string): string {
  const [, day, month, year] = /^(\d{2})[./](\d{2})[./](\d{4})$/.exec(date) ?? []
  return `${day}.${month}.${year}`
}

/** `dd.MM.yyyy` of the moment in Istanbul. */
export function istanbulDay(at: string): string {
  return new Date(Date.parse(at) + 3 * 3600_000).toISOString().slice(0, 10).split('-').reverse().join('.')
}

/** `HH:mm:ss` of the moment in Istanbul. */
export function istanbulTime(at: string): string {
  return new Date(Date.parse(at) + 3 * 3600_000).toISOString().slice(11, 19)
}
