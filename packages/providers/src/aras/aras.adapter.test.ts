import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ParcelRequest } from '../ports.ts'
import type { Simulator } from '../simulator-kit.ts'
import { createAras } from './aras.adapter.ts'
import { ARAS_ORDER_PATH, ARAS_QUERY_PATH, startArasSimulator } from './aras.simulator.ts'
import type { SimParcel } from './aras.simulator-parcels.ts'

const LOGIN = { username: 'u&<"', password: 'p&amp;1', customerCode: '1234567890123' }
let simulator: Simulator
let newer: Simulator

beforeAll(async () => {
  simulator = await startArasSimulator({ port: 0, ...LOGIN })
  newer = await startArasSimulator({ port: 0, ...LOGIN, codeTable: 'newer' })
})
afterEach(() => control('POST', '/__sim/reset'))
afterAll(() => Promise.all([simulator.close(), newer.close()]))

const control = (method: string, path: string, body?: unknown) =>
  fetch(simulator.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
const fault = (body: object) => control('POST', '/__sim/faults', body)
const move = (reference: string, to: string) => control('POST', '/__sim/move', { reference, to })
const shipments = async () => ((await (await control('GET', '/__sim/shipments')).json()) as { items: SimParcel[] }).items
const carrier = (options: { password?: string; timeoutMs?: number; at?: Simulator } = {}) => {
  const { at = simulator, ...rest } = options
  return createAras({ orderUrl: at.url + ARAS_ORDER_PATH, queryUrl: at.url + ARAS_QUERY_PATH, ...LOGIN, timeoutMs: 2000, ...rest })
}
const parcel = (changes: Partial<ParcelRequest> = {}, receiver: Partial<ParcelRequest['receiver']> = {}): ParcelRequest => {
  const number = `EM${randomUUID().slice(0, 8).toUpperCase()}`
  return {
    reference: `${number}-1`,
    waybillNumber: number,
    barcodes: [`${number}-1-01`],
    receiver: {
      fullName: 'Şükrü Öz',
      phone: '+90 (532) 123 45 67',
      city: 'İstanbul',
      district: 'Kadıköy',
      line: 'Moda Cad. 1/2',
      ...receiver,
    },
    description: 'Bisiklet',
    payor: 'sender',
    ...changes,
  }
}

/** An Aras that answers every operation with `body`. */
async function answering(type: string, body: string | ((operation: string) => string)) {
  const server = createServer((request, response) => {
    const operation = /(\w+)"?$/.exec(String(request.headers.soapaction))?.[1] ?? ''
    response.writeHead(200, { 'content-type': type }).end(typeof body === 'string' ? body : body(operation))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const aras = createAras({ orderUrl: url, queryUrl: url, ...LOGIN, timeoutMs: 2000 })
  return { aras, close: () => server.close().closeAllConnections() }
}

describe('registering', () => {
  it('arrives as the carrier wants it: Turkish capitals, a short town, ten digits, every character', async () => {
    const asked = parcel(
      { description: ']]> & <!ENTITY x "y"> \u0007' },
      { city: 'ığdır', district: 'mustafakemalpaşa ilçesi', line: 'A & B < C "d" \'e\'' },
    )
    expect(await carrier().register(asked)).toEqual({ kind: 'ok', reference: asked.reference })
    expect(await shipments()).toMatchObject([
      {
        reference: asked.reference,
        status: 'registered',
        trackingNumber: null,
        waybillNumber: asked.waybillNumber,
        barcodes: asked.barcodes,
        description: ']]> & <!ENTITY x "y">',
        receiver: { name: 'Şükrü Öz', city: 'IĞDIR', town: 'MUSTAFAKEMALPAŞA', phone: '5321234567', address: 'A & B < C "d" \'e\'' },
        order: { PayorTypeCode: '1', PieceCount: '1', IsCod: '0', IsWorldWide: '0' },
      },
    ])
  })

  it('the same parcel again is the same parcel', async () => {
    const asked = parcel()
    await carrier().register(asked)
    expect(await carrier().register(asked)).toMatchObject({ kind: 'ok' })
    expect(await shipments()).toMatchObject([{ reference: asked.reference, sends: 2 }])
  })

  it('a parcel that is on its way already is registered', async () => {
    for (const at of [simulator, newer]) {
      const asked = parcel()
      await carrier({ at }).register(asked)
      await fetch(`${at.url}/__sim/move`, { method: 'POST', body: JSON.stringify({ reference: asked.reference, to: 'accepted' }) })
      expect(await carrier({ at }).register(asked)).toEqual({ kind: 'ok', reference: asked.reference })
    }
  })

  it.each([
    ['a phone that is none', {}, { phone: '12' }, '935'],
    ['an address over 250 characters', {}, { line: 'x'.repeat(251) }, '70018'],
    ['no town', {}, { district: ' ' }, '941'],
    ['a reference over 32 characters', { reference: 'X'.repeat(33) }, {}, '937'],
    ['a barcode twice', { barcodes: ['B1', 'B1'] }, {}, '70030'],
    ['a waybill number over 16 characters', { waybillNumber: 'W'.repeat(17) }, {}, '936'],
  ])('%s is refused for good', async (_, changes, receiver, code) => {
    expect(await carrier().register(parcel(changes, receiver))).toMatchObject({ kind: 'refused', code })
    expect(await shipments()).toEqual([])
  })

  it('the barcode of another parcel is refused, once tracking has said that ours is not on its way', async () => {
    const first = parcel()
    await carrier().register(first)
    expect(await carrier().register(parcel({ barcodes: first.barcodes }))).toMatchObject({ kind: 'refused', code: '70027' })
    await fault({ kind: 'status', status: 503, route: ARAS_QUERY_PATH })
    expect(await carrier().register(parcel({ barcodes: first.barcodes }))).toMatchObject({ kind: 'unknown' })
  })

  it('a parcel that was sent more often than Aras takes it is registered', async () => {
    const asked = parcel()
    for (let sends = 0; sends <= 20; sends++) expect(await carrier().register(asked)).toMatchObject({ kind: 'ok' })
    expect(await shipments()).toMatchObject([{ reference: asked.reference, sends: 20 }])
  })

  it('a barcode that was sent before with the very same parcel is registered', async () => {
    const asked = parcel()
    const result = (operation: string, inside: string) =>
      `<s:Envelope xmlns:s="x"><s:Body><${operation}Response><${operation}Result>${inside}</${operation}Result></${operation}Response></s:Body></s:Envelope>`
    const { aras, close } = await answering('text/xml', (operation) =>
      operation === 'SetOrder'
        ? result(operation, '<OrderResultInfo><ResultCode>70027</ResultCode><ResultMessage>sent before</ResultMessage></OrderResultInfo>')
        : result(operation, `<Order><IntegrationCode>${asked.reference}</IntegrationCode></Order>`),
    )
    expect(await aras.register(asked)).toEqual({ kind: 'ok', reference: asked.reference })
    expect(await aras.register(parcel())).toMatchObject({ kind: 'refused', code: '70027' })
    close()
  })

  it('takes a wrong password for configuration: the parcel waits', async () => {
    const wrong = carrier({ password: 'wrong' })
    expect(await wrong.register(parcel())).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('configuration: 1000') })
    expect(await wrong.cancel('EM1-1')).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('configuration: -2') })
    expect(await wrong.track(['EM1-1'])).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('not a query result') })
  })
})

describe('two accounts', () => {
  it('each service is asked with its own', async () => {
    const other = await startArasSimulator({ port: 0, ...LOGIN, username: 'reader', password: 'other' })
    const aras = createAras({
      orderUrl: simulator.url + ARAS_ORDER_PATH,
      queryUrl: other.url + ARAS_QUERY_PATH,
      ...LOGIN,
      queryUsername: 'reader',
      queryPassword: 'other',
    })
    expect(await aras.register(parcel())).toMatchObject({ kind: 'ok' })
    expect(await aras.track(['EM1-1'])).toEqual({ kind: 'ok', parcels: [] })
    await other.close()
  })
})

describe('cancelling', () => {
  it('succeeds, succeeds again, and frees the reference', async () => {
    const asked = parcel()
    await carrier().register(asked)
    expect(await carrier().cancel(asked.reference)).toEqual({ kind: 'ok' })
    expect(await carrier().cancel(asked.reference)).toEqual({ kind: 'ok' })
    expect(await shipments()).toMatchObject([{ status: 'cancelled' }])
    expect(await carrier().register(asked)).toMatchObject({ kind: 'ok' })
  })

  it('is refused once the branch has cut the waybill', async () => {
    const asked = parcel()
    await carrier().register(asked)
    await move(asked.reference, 'accepted')
    expect(await carrier().cancel(asked.reference)).toMatchObject({ kind: 'refused', code: '999' })
  })
})

describe('tracking', () => {
  it('follows a parcel from the branch to the door', async () => {
    const asked = parcel()
    await carrier().register(asked)
    expect(await carrier().track([asked.reference])).toEqual({ kind: 'ok', parcels: [] })
    for (const status of ['accepted', 'in_transit', 'out_for_delivery', 'delivered']) {
      await move(asked.reference, status)
      const tracked = await carrier().track([asked.reference])
      const number = (await shipments())[0]?.trackingNumber
      expect(tracked).toMatchObject({
        kind: 'ok',
        parcels: [
          {
            reference: asked.reference,
            status,
            trackingNumber: number,
            trackingUrl: `https://kargotakip.araskargo.com.tr/mainpage.aspx?code=${number}`,
          },
        ],
      })
    }
    const tracked = await carrier().track([asked.reference])
    const movements = (await shipments())[0]?.movements ?? []
    const toSecond = (at: string | undefined) => at?.replace(/\.\d+Z/, '.000Z')
    expect(tracked.kind === 'ok' && tracked.parcels[0]?.events).toEqual([
      { at: toSecond(movements[0]?.at), code: '1', description: 'ÇIKIŞ ŞUBESİNDE', unit: 'KADIKÖY' },
      { at: toSecond(movements.at(-1)?.at), code: '6', description: 'TESLİM EDİLDİ', unit: 'KADIKÖY' },
    ])
    expect(await carrier().track([asked.reference])).toEqual(tracked)
  })

  it('calls a parcel that went back returned, although its last scan says delivered', async () => {
    const asked = parcel()
    await carrier().register(asked)
    await move(asked.reference, 'returned')
    expect(await carrier().track([asked.reference])).toMatchObject({
      parcels: [{ status: 'returned', events: [{ code: '1' }, { code: 'TIP3' }] }],
    })
  })

  it('calls a problem parcel lost when the carrier says so in words', async () => {
    const asked = parcel()
    await carrier().register(asked)
    await move(asked.reference, 'in_transit')
    await move(asked.reference, 'lost')
    expect(await carrier().track([asked.reference])).toMatchObject({ parcels: [{ status: 'lost' }] })
  })

  it('asks for several at once and answers those the carrier lists', async () => {
    const parcels = [parcel(), parcel(), parcel()]
    for (const one of parcels) await carrier().register(one)
    await move(parcels[0]?.reference as string, 'accepted')
    await move(parcels[2]?.reference as string, 'delivered')
    const tracked = await carrier().track(parcels.map((one) => one.reference))
    expect(tracked.kind === 'ok' && tracked.parcels.map((one) => one.status)).toEqual(['accepted', 'delivered'])
    await expect(carrier().track(Array.from({ length: 51 }, () => 'x'))).rejects.toThrow(RangeError)
  })
})

describe('faults', () => {
  it.each([
    ['a SOAP fault', { kind: 'status', status: 500 }],
    ['an HTML 503', { kind: 'status', status: 503 }],
    ['an HTML 404', { kind: 'status', status: 404 }],
    ['garbage', { kind: 'garbage' }],
    ['half an envelope', { kind: 'garbage', work: true }],
    ['a reset', { kind: 'reset' }],
    ['silence', { kind: 'hang' }],
  ])('%s is unknown', async (_, body) => {
    await fault(body)
    const aras = carrier({ timeoutMs: 500 })
    expect(await aras.register(parcel())).toMatchObject({ kind: 'unknown' })
    expect(await aras.cancel('EM1-1')).toMatchObject({ kind: 'unknown' })
    expect(await aras.track(['EM1-1'])).toMatchObject({ kind: 'unknown' })
  })

  it.each([
    ['an answer that came too late', { kind: 'late', delayMs: 3000, times: 1 }],
    ['a reset after the deed', { kind: 'reset', work: true, times: 1 }],
  ])('%s leaves one parcel after the second sending', async (_, body) => {
    await fault(body)
    const asked = parcel()
    expect(await carrier({ timeoutMs: 500 }).register(asked)).toMatchObject({ kind: 'unknown' })
    expect(await carrier().register(asked)).toMatchObject({ kind: 'ok' })
    expect(await shipments()).toMatchObject([{ reference: asked.reference, sends: 2 }])
  })
})

const queryResult = (json: unknown) =>
  `<s:Envelope xmlns:s="x"><s:Body><GetQueryJSONResponse><GetQueryJSONResult>${JSON.stringify(json).replace(/&/g, '&amp;')}</GetQueryJSONResult></GetQueryJSONResponse></s:Body></s:Envelope>`

describe('a hostile or surprising answer', () => {
  it('a document type, with or without a billion laughs in it, is not read', async () => {
    const { aras, close } = await answering(
      'text/xml',
      `<!DOCTYPE x [<!ENTITY a "0">]><Envelope><Body><SetOrderResponse><SetOrderResult><OrderResultInfo><ResultCode>&a;</ResultCode></OrderResultInfo></SetOrderResult></SetOrderResponse></Body></Envelope>`,
    )
    expect(await aras.register(parcel())).toMatchObject({ kind: 'unknown' })
    close()
  })

  it('more than a megabyte is not read', async () => {
    const { aras, close } = await answering('text/xml', 'x'.repeat(1024 * 1024 + 1))
    expect(await aras.track(['EM1-1'])).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('bytes') })
    close()
  })

  it('a status code nobody knows advances nothing', async () => {
    const { aras, close } = await answering(
      'text/xml',
      queryResult({ QueryResult: { Cargo: { MUSTERI_OZEL_KODU: 'EM1-1', KARGO_TAKIP_NO: '1234567890123', DURUM_KODU: '9' } } }),
    )
    expect(await aras.track(['EM1-1'])).toMatchObject({ parcels: [{ status: 'registered' }] })
    close()
  })

  it('a tracking number that is none makes no address, and a foreign parcel is not ours', async () => {
    const rows = [
      { MUSTERI_OZEL_KODU: 'EM1-1', KARGO_TAKIP_NO: 'javascript:alert(1)', DURUM_KODU: '2' },
      { MUSTERI_OZEL_KODU: 'OTHER', KARGO_TAKIP_NO: '1234567890123', DURUM_KODU: '6' },
    ]
    const { aras, close } = await answering('text/xml', queryResult({ QueryResult: { Collection: rows } }))
    expect(await aras.track(['EM1-1', 'EM2-1'])).toEqual({
      kind: 'ok',
      parcels: [{ reference: 'EM1-1', status: 'in_transit', trackingNumber: null, trackingUrl: null, events: [] }],
    })
    close()
  })
})

describe('around midnight in Istanbul', () => {
  afterEach(() => vi.useRealTimers())

  it.each([
    ['23.11.2026 23:59:30', '2026-11-23T20:59:30.000Z'],
    ['24.11.2026 00:00:00', '2026-11-23T21:00:00.000Z'],
    ['24/11/2026 00:01', '2026-11-23T21:01:00.000Z'],
    ['01.01.2027 00:01:00', '2026-12-31T21:01:00.000Z'],
    ['29.02.2028 00:01:00', '2028-02-28T21:01:00.000Z'],
    // Other countries change their clocks that night; Istanbul has not since 2016.
    ['29.03.2026 03:30:00', '2026-03-29T00:30:00.000Z'],
    ['25.10.2026 03:30:00', '2026-10-25T00:30:00.000Z'],
  ])('a movement at %s is one of %s', async (said, at) => {
    const row = { MUSTERI_OZEL_KODU: 'EM1-1', DURUM_KODU: '2', ISLEM_TARIHI: said }
    const { aras, close } = await answering('text/xml', queryResult({ QueryResult: { Cargo: row } }))
    expect(await aras.track(['EM1-1'])).toMatchObject({ parcels: [{ events: [{ at }] }] })
    close()
  })

  it.each(['2026-11-23T20:59:00.000Z', '2026-11-23T21:01:00.000Z', '2026-12-31T20:59:00.000Z', '2026-12-31T21:01:00.000Z'])(
    'what the courier does at %s is told so by the carrier',
    async (at) => {
      const asked = parcel()
      await carrier().register(asked)
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(at) })
      await move(asked.reference, 'delivered')
      const tracked = await carrier().track([asked.reference])
      expect(tracked.kind === 'ok' ? tracked.parcels[0]?.events.at(-1)?.at : tracked).toBe(at)
    },
  )
})
