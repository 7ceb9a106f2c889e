import type { ParcelEvent, ParcelRequest, ParcelStatus, ParcelTrack, PostalAddress } from '../ports.ts'
import { isObject, jsonObject } from '../provider-call.ts'
import { soapEnvelope, xmlElements, xmlText } from './aras.xml.ts'

export type ArasAccount = { username: string; password: string; customerCode: string }

const NAME_MAX = 100
const TOWN_MAX = 16
const CITY_MAX = 32
const DESCRIPTION_MAX = 255
/** Type 39 takes a list of integration codes and answers the richest row. */
const QUERY_TYPE = '39'

/** Every element the service knows, in its order, empty where unused: older builds of it fail on an absent one. */
export function setOrderEnvelope(account: ArasAccount, parcel: ParcelRequest): string {
  const pieces = parcel.barcodes.map((barcode) => ({
    VolumetricWeight: '1',
    Weight: '1',
    BarcodeNumber: barcode,
    ProductNumber: '',
    Description: '',
  }))
  const order = orderElements(account, parcel)
  const details = pieces.map((piece) => `<PieceDetail>${xmlElements(piece)}</PieceDetail>`).join('')
  return soapEnvelope(
    `<SetOrder xmlns="http://tempuri.org/"><orderInfo><Order>${xmlElements(order)}<PieceDetails>${details}</PieceDetails><SenderAccountAddressId></SenderAccountAddressId></Order></orderInfo>${outerLogin(account)}</SetOrder>`,
  )
}

export function cancelEnvelope(account: ArasAccount, reference: string): string {
  return byReference('CancelDispatch', account, reference)
}

/** Asks for an order as we sent it: the answer holds our credentials, so it goes into no log. */
export function echoEnvelope(account: ArasAccount, reference: string): string {
  return byReference('GetOrderWithIntegrationCode', account, reference)
}

/** The two arguments are XML as text: escaped once inside, once more in the envelope. */
export function queryEnvelope(account: ArasAccount, references: string[]): string {
  const { username, password, customerCode } = account
  const login = `<LoginInfo>${xmlElements({ UserName: username, Password: password, CustomerCode: customerCode })}</LoginInfo>`
  const query = `<QueryInfo>${xmlElements({ QueryType: QUERY_TYPE, IntegrationCode: references.join(',') })}</QueryInfo>`
  return soapEnvelope(`<GetQueryJSON xmlns="http://tempuri.org/">${xmlElements({ loginInfo: login, queryInfo: query })}</GetQueryJSON>`)
}

/**
 * The parcels in the text a query answered, one for each asked reference it lists; null when the text is no result (a wrong
 * password is answered in plain words). @param trackingPage a parcel's page, less its tracking number at the end.
 */
export function readParcels({
  text,
  references,
  trackingPage,
}: {
  text: string
  references: string[]
  trackingPage: string
}): ParcelTrack[] | null {
  if (text === '') return []
  const result = jsonObject(text)
  if (!result || !('QueryResult' in result)) return null
  const parcels = new Map<string, ParcelTrack>()
  for (const row of rowsIn(result.QueryResult)) {
    const named = field(row, 'MUSTERI_OZEL_KODU')
    const reference = named === '' && references.length === 1 ? references[0] : references.find((asked) => asked === named)
    if (reference === undefined) continue
    const parcel = readRow(row, reference, trackingPage)
    const other = parcels.get(reference)
    parcels.set(reference, other ? furtherOf(other, parcel) : parcel)
  }
  return [...parcels.values()]
}

/** Capitals as Turkish has them, i to İ and ı to I. */
export function turkishCapitals(text: string): string {
  return text.trim().toLocaleUpperCase('tr')
}

/** The ten digits of a Turkish number, `5321234567`; a number that is none stays as its digits, for the carrier to refuse. */
export function phoneDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return /^(?:00)?(?:90)?0?([1-9]\d{9})$/.exec(digits)?.[1] ?? digits
}

function orderElements(account: ArasAccount, parcel: ParcelRequest): Record<string, string> {
  const { receiver } = parcel
  const pieces = String(parcel.barcodes.length)
  return {
    UserName: account.username,
    Password: account.password,
    TradingWaybillNumber: parcel.waybillNumber,
    InvoiceNumber: '',
    ReceiverName: cut(receiver.fullName, NAME_MAX),
    ReceiverAddress: addressLine(receiver),
    ReceiverPhone1: phoneDigits(receiver.phone),
    ReceiverPhone2: '',
    ReceiverPhone3: '',
    ReceiverCityName: cut(turkishCapitals(receiver.city), CITY_MAX),
    ReceiverTownName: cut(turkishCapitals(receiver.district), TOWN_MAX),
    VolumetricWeight: pieces,
    Weight: pieces,
    PieceCount: pieces,
    SpecialField1: '',
    SpecialField2: '',
    SpecialField3: '',
    CodAmount: '',
    CodCollectionType: '',
    CodBillingType: '0',
    IntegrationCode: parcel.reference,
    Description: cut(parcel.description, DESCRIPTION_MAX),
    TaxNumber: '',
    TtDocumentId: '',
    TaxOffice: '',
    PrivilegeOrder: '',
    Country: '',
    CountryCode: '',
    CityCode: '',
    TownCode: '',
    ReceiverDistrictName: '',
    ReceiverQuarterName: '',
    ReceiverAvenueName: '',
    ReceiverStreetName: '',
    PayorTypeCode: parcel.payor === 'sender' ? '1' : '2',
    IsWorldWide: '0',
    IsCod: '0',
    UnitID: '',
  }
}

/** One free line. It is never cut: half an address is a parcel at the wrong door, so a line too long is the carrier's to refuse. */
function addressLine({ neighbourhood, line, postalCode }: PostalAddress): string {
  return [neighbourhood, line, postalCode].filter(Boolean).join(' ').replace(/\s+/g, ' ').trim()
}

/** By characters, not code units, so that none is cut in half. */
function cut(text: string, max: number): string {
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, max).join('').trimEnd()
}

function byReference(operation: string, account: ArasAccount, reference: string): string {
  const code = `<integrationCode>${xmlText(reference)}</integrationCode>`
  return soapEnvelope(`<${operation} xmlns="http://tempuri.org/">${outerLogin(account)}${code}</${operation}>`)
}

function outerLogin({ username, password }: ArasAccount): string {
  return xmlElements({ userName: username, password })
}

type Row = Record<string, unknown>

/** `Cargo`, `Collection`, an object or a list of them: whatever holds a tracking number or a status is a row. */
function rowsIn(value: unknown): Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsIn)
  if (!isObject(value)) return []
  return 'KARGO_TAKIP_NO' in value || 'DURUM_KODU' in value ? [value] : Object.values(value).flatMap(rowsIn)
}

function field(row: Row, name: string): string {
  const value = row[name]
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

function readRow(row: Row, reference: string, trackingPage: string): ParcelTrack {
  const number = field(row, 'KARGO_TAKIP_NO')
  const trackingNumber = /^\d{8,20}$/.test(number) ? number : null
  return {
    reference,
    status: statusOf(row),
    trackingNumber,
    trackingUrl: trackingNumber && trackingPage + trackingNumber,
    events: eventsOf(row),
  }
}

const STATUS_BY_CODE: Record<string, ParcelStatus> = {
  '1': 'accepted',
  '2': 'in_transit',
  '3': 'in_transit',
  '4': 'out_for_delivery',
  '5': 'in_transit',
  '6': 'delivered',
  '7': 'in_transit',
}

/** A code nobody told us about leaves the parcel `registered`, which advances nothing. */
function statusOf(row: Row): ParcelStatus {
  // A return that reached the sender is "delivered" too.
  if (field(row, 'TIP_KODU') === '3') return 'returned'
  const status = STATUS_BY_CODE[field(row, 'DURUM_KODU')] ?? 'registered'
  return status !== 'delivered' && isLost(row) ? 'lost' : status
}

/** Aras has no code for a lost parcel: it is a problem parcel (22, 47) whose words say KAYIP. README.md, "Lost". */
function isLost(row: Row): boolean {
  const words = [field(row, 'DEVIR_ACIKLAMA'), field(row, 'DEVIR_NEDENI'), field(row, 'DURUMU')].join(' ')
  return ['22', '47', 'HT', 'PS'].includes(field(row, 'DEVIR_KODU')) && /(^|\s)KAYIP(\s|$)/.test(turkishCapitals(words))
}

/** A row tells of up to three moments: leaving the sender's branch, the last movement, the delivery. The same row gives the same events. */
function eventsOf(row: Row): ParcelEvent[] {
  const code = field(row, 'DURUM_KODU')
  const delivered = code === '6'
  const why = [field(row, 'DURUMU'), field(row, 'DEVIR_ACIKLAMA'), field(row, 'IADE_NEDENI')].filter(Boolean).join(' – ')
  const moments = [
    {
      at: istanbul(field(row, 'CIKIS_TARIH'), field(row, 'CIKIS_SAATI')),
      code: '1',
      description: 'ÇIKIŞ ŞUBESİNDE',
      unit: field(row, 'CIKIS_SUBE'),
    },
    { at: delivered ? null : istanbul(field(row, 'ISLEM_TARIHI'), ''), code, description: why, unit: field(row, 'VARIS_SUBE') },
    {
      at: delivered ? istanbul(field(row, 'TESLIM_TARIHI'), field(row, 'TESLIM_SAATI')) : null,
      code: field(row, 'TIP_KODU') === '3' ? 'TIP3' : code,
      description: why,
      unit: field(row, 'VARIS_SUBE'),
    },
  ]
  const known = moments.flatMap(({ at, ...rest }) => (at === null ? [] : [{ at, ...rest }]))
  return known.filter((event, index) => index === 0 || event.code !== '1')
}

/** `23.11.2026` or `23/11/2026`, the time within it or beside it; Istanbul is three hours ahead of UTC all year. */
function istanbul(date: string, time: string): string | null {
  const [, day, month, year] = /(\d{2})[./](\d{2})[./](\d{4})/.exec(date) ?? []
  if (day === undefined || month === undefined || year === undefined) return null
  const [, hour = '0', minute = '0', second = '0'] = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(time || date) ?? []
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour) - 3, Number(minute), Number(second)))
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

const PROGRESS: ParcelStatus[] = ['registered', 'accepted', 'in_transit', 'out_for_delivery', 'lost', 'delivered', 'returned']

/** A parcel sent back gets a second row; the one further along tells where it is. */
function furtherOf(a: ParcelTrack, b: ParcelTrack): ParcelTrack {
  const [first, last] = PROGRESS.indexOf(a.status) <= PROGRESS.indexOf(b.status) ? [a, b] : [b, a]
  return { ...last, events: [...first.events, ...last.events] }
}
