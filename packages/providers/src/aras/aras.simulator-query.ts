import { istanbulDay, istanbulTime } from './aras.simulator-order.ts'
import type { Parcels, SimParcel } from './aras.simulator-parcels.ts'
import { childText, parseXml, xmlElements, xmlText } from './aras.xml.ts'

export type QueryServiceOptions = { parcels: Parcels; username: string; password: string; customerCode: string }

type Row = Record<string, string>
/** `text` is what the service says in plain words instead of a result. */
type Found = { kind: 'rows'; name: string; rows: Row[] } | { kind: 'text'; text: string }

/** One operation of the query service; null when it has none of that name. @returns the inside of the SOAP body. */
export function runQueryOperation(name: string, body: unknown, options: QueryServiceOptions): string | null {
  if (name === 'SetDataXML') return wrapText(name, '')
  if (name !== 'GetQueryJSON' && name !== 'GetQueryXML' && name !== 'GetQueryDS') return null
  const found = find(body, options)
  if (found.kind === 'text') return wrapText(name, found.text)
  if (name === 'GetQueryJSON') return wrapText(name, asJson(found))
  if (name === 'GetQueryXML') return wrapText(name, asXml(found))
  return `<GetQueryDSResponse xmlns="http://tempuri.org/"><GetQueryDSResult>${asDataSet(found)}</GetQueryDSResult></GetQueryDSResponse>`
}

function find(body: unknown, { parcels, username, password, customerCode }: QueryServiceOptions): Found {
  // The real service reads its two arguments in order and loses the one that comes too early.
  const names = Object.keys((body ?? {}) as object)
  const ordered = names.indexOf('loginInfo') < names.indexOf('queryInfo')
  const login = parseXml(childText(body, 'loginInfo'))?.LoginInfo
  const known =
    childText(login, 'UserName') === username &&
    childText(login, 'Password') === password &&
    childText(login, 'CustomerCode') === customerCode
  if (!ordered || !known) return { kind: 'text', text: 'Kullanıcı adı, şifre veya müşteri kodu hatalı.' }
  const query = parseXml(childText(body, 'queryInfo'))?.QueryInfo
  const type = childText(query, 'QueryType')
  const numbers = listed(childText(query, 'TrackingNumber'))
  const byCode = scanned(listed(childText(query, 'IntegrationCode')).flatMap((code) => parcels.find(code) ?? []))
  const byNumber =
    numbers.length === 0 ? [] : scanned(parcels.list().filter(({ trackingNumber }) => numbers.includes(trackingNumber ?? '')))
  const rows = byCode.length > 0 ? byCode : byNumber
  if (type === '1') return { kind: 'rows', name: 'Cargo', rows: rows.slice(0, 1).map(row) }
  if (type === '9') return { kind: 'rows', name: 'CargoTransaction', rows: rows.slice(0, 1).flatMap(movementRows) }
  if (type === '14') return { kind: 'rows', name: 'Cargo', rows: byNumber.map(row) }
  if (type === '11' || type === '39') return { kind: 'rows', name: 'Collection', rows: byCode.map(row) }
  return { kind: 'text', text: `QueryType ${type} için yetkiniz bulunmamaktadır.` }
}

function listed(text: string): string[] {
  const parts = text.split(',').map((one) => one.trim())
  return [...new Set(parts.filter(Boolean))]
}

/** Only a parcel that a branch has scanned is in the reports. */
function scanned(parcels: SimParcel[]): SimParcel[] {
  return parcels.filter(({ movements, status }) => movements.length > 0 && status !== 'cancelled')
}

function row(parcel: SimParcel): Row {
  const { order, status } = parcel
  const first = parcel.movements[0] as SimParcel['movements'][number]
  const last = parcel.movements.at(-1) as SimParcel['movements'][number]
  const arrived = status === 'delivered' || status === 'returned'
  const lost = status === 'lost'
  return {
    MUSTERI_OZEL_KODU: parcel.reference,
    IRSALIYE_NUMARA: order.TradingWaybillNumber ?? '',
    GONDERICI: 'EMANET',
    ALICI: order.ReceiverName ?? '',
    KARGO_LINK_NO: parcel.trackingNumber ?? '',
    KARGO_TAKIP_NO: parcel.trackingNumber ?? '',
    CIKIS_SUBE: 'KADIKÖY',
    VARIS_SUBE: order.ReceiverTownName ?? '',
    CIKIS_TARIH: istanbulDay(first.at),
    CIKIS_SAATI: istanbulTime(first.at),
    ADET: String(parcel.pieces.length),
    KG_DESI: order.VolumetricWeight ?? '',
    ODEME_TIPI: order.PayorTypeCode === '2' ? 'ÜA' : 'ÜG',
    TUTAR: '89,90',
    REFERANS: '',
    TESLIM_ALAN: arrived ? (order.ReceiverName ?? '') : '',
    TESLIM_TARIHI: arrived ? istanbulDay(last.at) : '',
    TESLIM_SAATI: arrived ? istanbulTime(last.at) : '',
    VARIS_KODU: '',
    TIP_KODU: status === 'returned' ? '3' : '1',
    DURUM_KODU: parcel.code,
    DURUMU: last.operation,
    WORLDWIDE: '0',
    KARGO_KODU: '',
    DURUM_EN: status.toUpperCase(),
    IADE_NEDENI: status === 'returned' ? 'ALICI KABUL ETMEDİ' : '',
    DEVIR_NEDENI: lost ? 'PROBLEMLİ PARÇA' : '',
    DEVIR_KODU: lost ? '47' : '',
    DEVIR_ACIKLAMA: lost ? 'KAYIP KARGO' : '',
    ISLEM_TARIHI: `${istanbulDay(last.at)} ${istanbulTime(last.at)}`,
  }
}

function movementRows(parcel: SimParcel): Row[] {
  return parcel.movements.map(({ at, unit, operation, description }) => ({
    ISLEM_TARIHI: `${istanbulDay(at)} ${istanbulTime(at)}`,
    BIRIM: unit,
    ISLEM: operation,
    ACIKLAMA: description,
  }))
}

/** One row comes as an object, several as a list. */
function asJson({ name, rows }: { name: string; rows: Row[] }): string {
  return JSON.stringify({ QueryResult: rows.length === 0 ? null : { [name]: rows.length === 1 ? rows[0] : rows } })
}

function asXml({ name, rows }: { name: string; rows: Row[] }): string {
  return `<QueryResult>${rows.map((one) => `<${name}>${xmlElements(one)}</${name}>`).join('')}</QueryResult>`
}

function asDataSet({ rows }: { rows: Row[] }): string {
  const tables = rows.map((one, index) => `<Table diffgr:id="Table${index + 1}">${xmlElements(one)}</Table>`).join('')
  const schema = '<xs:schema id="NewDataSet" xmlns="" xmlns:xs="http://www.w3.org/2001/XMLSchema"></xs:schema>'
  return `${schema}<diffgr:diffgram xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1"><NewDataSet xmlns="">${tables}</NewDataSet></diffgr:diffgram>`
}

function wrapText(name: string, text: string): string {
  return `<${name}Response xmlns="http://tempuri.org/"><${name}Result>${xmlText(text)}</${name}Result></${name}Response>`
}

/** The tracking page people open, by tracking number. */
export function trackingPage(parcel: SimParcel | undefined): string {
  const rows = (parcel?.movements ?? []).map(
    ({ at, unit, operation }) =>
      `<tr><td>${istanbulDay(at)} ${istanbulTime(at)}</td><td>${xmlText(unit)}</td><td>${xmlText(operation)}</td></tr>`,
  )
  const body = parcel
    ? `<h1>${parcel.trackingNumber}</h1><p>${xmlText(parcel.movements.at(-1)?.operation ?? 'Şubede bekleniyor')}</p><table>${rows.join('')}</table>`
    : '<h1>Kargo bulunamadı</h1>'
  return `<!doctype html><html lang="tr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kargo takip (simülatör)</title><style>body{font:16px/1.5 system-ui;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}td{padding:.4rem 1rem .4rem 0}</style><p>Aras Kargo simülatörü</p>${body}</html>`
}
