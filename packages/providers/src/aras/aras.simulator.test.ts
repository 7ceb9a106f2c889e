import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClientAsync } from 'soap'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../simulator-kit.ts'
import { ARAS_ORDER_PATH, ARAS_QUERY_PATH, startArasSimulator } from './aras.simulator.ts'
import type { SimParcel } from './aras.simulator-parcels.ts'

const LOGIN = { username: 'u', password: 'p&1', customerCode: '1234567890123' }
let simulator: Simulator
let orders: Client
let queries: Client

beforeAll(async () => {
  simulator = await startArasSimulator({ port: 0, ...LOGIN })
  // The addresses come from the WSDLs themselves.
  orders = await createClientAsync(`${simulator.url}${ARAS_ORDER_PATH}?wsdl`)
  queries = await createClientAsync(`${simulator.url}${ARAS_QUERY_PATH}?singleWsdl`)
})
afterAll(() => simulator.close())

const OUTER = { userName: 'u', password: 'p&1' }
const order = (code: string, changes: object = {}) => ({
  UserName: 'u',
  Password: 'p&1',
  TradingWaybillNumber: code,
  InvoiceNumber: '',
  ReceiverName: 'Şükrü Öz',
  ReceiverAddress: 'A & B < C "d"',
  ReceiverPhone1: '5321234567',
  ReceiverCityName: 'İSTANBUL',
  ReceiverTownName: 'KADIKÖY',
  PieceCount: '1',
  IntegrationCode: code,
  PayorTypeCode: '1',
  IsWorldWide: '0',
  IsCod: '0',
  PieceDetails: { PieceDetail: [{ BarcodeNumber: `${code}-01` }] },
  ...changes,
})
const call = async (client: Client, operation: string, args: object) => (await client[`${operation}Async`](args))[0]
const setOrder = async (list: object[], login = OUTER) =>
  (await call(orders, 'SetOrder', { orderInfo: { Order: list }, ...login })).SetOrderResult.OrderResultInfo
const move = (reference: string, to: string, at = simulator) =>
  fetch(`${at.url}/__sim/move`, { method: 'POST', body: JSON.stringify({ reference, to }) })
const shipments = async (at = simulator) => ((await (await fetch(`${at.url}/__sim/shipments`)).json()) as { items: SimParcel[] }).items
const query = (
  operation: string,
  type: number,
  codes: string,
  loginInfo = '<LoginInfo><UserName>u</UserName><Password>p&amp;1</Password><CustomerCode>1234567890123</CustomerCode></LoginInfo>',
) =>
  call(queries, operation, {
    loginInfo,
    queryInfo: `<QueryInfo><QueryType>${type}</QueryType><IntegrationCode>${codes}</IntegrationCode></QueryInfo>`,
  })

describe('the order service by the soap client over its own WSDL', () => {
  it('takes several orders, each with its own answer', async () => {
    const results = await setOrder([order('ORD-1'), order('ORD-2', { ReceiverPhone1: '+90' })])
    expect(results).toEqual([
      { ResultCode: '0', ResultMessage: 'Başarılı', InvoiceKey: 'ORD-1', OrgReceiverCustId: 'ORD-1' },
      { ResultCode: '935', ResultMessage: expect.any(String), InvoiceKey: 'ORD-2', OrgReceiverCustId: 'ORD-2' },
    ])
    expect((await shipments()).at(-1)).toMatchObject({ reference: 'ORD-1', receiver: { address: 'A & B < C "d"' } })
  })

  it.each([
    ['no order', [], '60021'],
    ['two pieces announced, one given', [order('BAD-1', { PieceCount: '2' })], '70020'],
    ['a piece without a barcode', [order('BAD-2', { PieceDetails: { PieceDetail: [{ BarcodeNumber: '' }] } })], '70022'],
    ['a payor of 3', [order('BAD-3', { PayorTypeCode: '3' })], '70032'],
    ['cash on delivery at the receiver’s cost', [order('BAD-4', { IsCod: '1', CodCollectionType: '0', PayorTypeCode: '2' })], '942'],
    ['a wrong inner password', [order('BAD-5', { Password: 'x' })], '1000'],
  ])('refuses %s', async (_, list, code) => {
    expect(await setOrder(list)).toMatchObject([{ ResultCode: code }])
  })

  it('refuses the 21st sending of an order', async () => {
    for (let sent = 0; sent < 20; sent += 1) await setOrder([order('OFTEN')])
    expect(await setOrder([order('OFTEN')])).toMatchObject([{ ResultCode: '70035' }])
  })

  it('echoes an order, less its credentials', async () => {
    const echoed = await call(orders, 'GetOrderWithIntegrationCode', { ...OUTER, integrationCode: 'ORD-1' })
    expect(echoed.GetOrderWithIntegrationCodeResult.Order).toMatchObject([{ IntegrationCode: 'ORD-1', ReceiverName: 'Şükrü Öz' }])
    expect(JSON.stringify(echoed)).not.toContain('p&1')
    expect(
      (await call(orders, 'GetOrderWithIntegrationCode', { ...OUTER, integrationCode: 'NONE' }))?.GetOrderWithIntegrationCodeResult,
    ).toBeFalsy()
    const today = new Date(Date.now() + 3 * 3600_000).toISOString().slice(0, 10).split('-').reverse().join('.')
    const ofDay = await call(orders, 'GetOrder', { ...OUTER, Date: today })
    expect(ofDay.GetOrderResult.Order.length).toBeGreaterThan(0)
  })

  it('gives a label and its number, under credentials cased its own way', async () => {
    const label = await call(orders, 'GetArasBarcode', { Username: 'u', Password: 'p&1', integrationCode: 'ORD-1' })
    expect(label.GetArasBarcodeResult).toMatchObject({
      ResultCode: 0,
      TrackingNumber: expect.stringMatching(/^\d{13}$/),
      ZebraZpl: { string: [expect.stringContaining('ORD-1-01')] },
    })
    const miscased = await call(orders, 'GetArasBarcode', { ...OUTER, integrationCode: 'ORD-1' })
    expect(miscased.GetArasBarcodeResult).toMatchObject({ ResultCode: 1000 })
    const other = await call(orders, 'GetBarcode', { Username: 'u', Password: 'p&1', integrationCode: 'ORD-1' })
    expect(other.GetBarcodeResult.BarcodeModelLst.BarcodeModel[0].TrackingNumber).toBe(label.GetArasBarcodeResult.TrackingNumber)
  })

  it('cancels until the waybill is cut', async () => {
    await setOrder([order('GONE'), order('CUT')])
    await move('CUT', 'accepted')
    const cancel = async (integrationCode: string) =>
      (await call(orders, 'CancelDispatch', { ...OUTER, integrationCode })).CancelDispatchResult.ResultCode
    expect([await cancel('GONE'), await cancel('GONE'), await cancel('CUT')]).toEqual(['1', '-1', '999'])
  })

  it('speaks SOAP 1.2 too', async () => {
    const client = await createClientAsync(`${simulator.url}${ARAS_ORDER_PATH}?wsdl`, { forceSoap12Headers: true })
    const answer = await call(client, 'CancelDispatch', { ...OUTER, integrationCode: 'NONE' })
    expect(answer.CancelDispatchResult.ResultCode).toBe('-1')
  })

  it('answers a wrong action, or no XML, with a fault', async () => {
    const post = (body: string, soapaction: string) =>
      fetch(simulator.url + ARAS_ORDER_PATH, { method: 'POST', body, headers: { 'content-type': 'text/xml', soapaction } })
    const envelope = '<Envelope><Body><SetOrder/></Body></Envelope>'
    const wrong = await post(envelope, '"http://tempuri.org/Other"')
    expect([wrong.status, await wrong.text()]).toEqual([500, expect.stringContaining('SOAPAction')])
    for (const body of ['A & B', '<__proto__/>', `${'<a>'.repeat(2000)}${'</a>'.repeat(2000)}`]) {
      const answer = await post(`<Envelope><Body>${body}</Body></Envelope>`, '"http://tempuri.org/SetOrder"')
      expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('soap:Fault')])
    }
  })
})

it('a fault can name one operation, although all have one path', async () => {
  const faults = (method: string, body?: object) =>
    fetch(`${simulator.url}/__sim/faults`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  await faults('POST', { kind: 'status', status: 500, route: 'SetOrder' })
  await expect(setOrder([order('BROKEN')])).rejects.toThrow(/Simulated fault/)
  expect(await call(orders, 'CancelDispatch', { ...OUTER, integrationCode: 'BROKEN' })).toMatchObject({
    CancelDispatchResult: { ResultCode: '-1' },
  })
  await faults('DELETE')
})

describe('the query service by the soap client over its own WSDL', () => {
  it('knows nothing of a parcel no branch has scanned', async () => {
    await setOrder([order('Q-1'), order('Q-2')])
    expect(await query('GetQueryJSON', 1, 'Q-1')).toEqual({ GetQueryJSONResult: '{"QueryResult":null}' })
  })

  it('answers one row as an object and several as a list', async () => {
    await move('Q-1', 'in_transit')
    expect(JSON.parse((await query('GetQueryJSON', 39, 'Q-1,Q-2')).GetQueryJSONResult).QueryResult.Collection).toMatchObject({
      MUSTERI_OZEL_KODU: 'Q-1',
      DURUM_KODU: '2',
    })
    await move('Q-2', 'delivered')
    expect(JSON.parse((await query('GetQueryJSON', 11, 'Q-1,Q-2')).GetQueryJSONResult).QueryResult.Collection).toHaveLength(2)
  })

  it('tells the movements, and the same as XML and as a data set', async () => {
    expect(JSON.parse((await query('GetQueryJSON', 9, 'Q-1')).GetQueryJSONResult).QueryResult.CargoTransaction).toMatchObject({
      ISLEM: 'YOLDA',
    })
    expect((await query('GetQueryXML', 1, 'Q-2')).GetQueryXMLResult).toContain('<DURUM_KODU>6</DURUM_KODU>')
    const set = await query('GetQueryDS', 39, 'Q-1,Q-2')
    expect(set.GetQueryDSResult.diffgram.NewDataSet.Table).toMatchObject([{ MUSTERI_OZEL_KODU: 'Q-1' }, { MUSTERI_OZEL_KODU: 'Q-2' }])
  })

  it('answers a wrong password in plain words', async () => {
    const answer = await query('GetQueryJSON', 39, 'Q-1', '<LoginInfo><UserName>u</UserName><Password>no</Password></LoginInfo>')
    expect(answer.GetQueryJSONResult).toMatch(/hatalı/)
  })
})

describe('the courier', () => {
  it('refuses a parcel or a place he does not know', async () => {
    expect((await move('NOBODY', 'delivered')).status).toBe(404)
    expect((await move('Q-1', 'mars')).status).toBe(422)
  })

  it('comes by himself when told to, and after a kill', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'aras-'))
    const quick = { registeredMs: 30, acceptedMs: 30, inTransitMs: 30, outForDeliveryMs: 30 }
    const first = await startArasSimulator({ port: 0, ...LOGIN, stateDir, auto: true, autoSteps: { ...quick, acceptedMs: 60_000 } })
    const client = await createClientAsync(`${first.url}${ARAS_ORDER_PATH}?wsdl`)
    await call(client, 'SetOrder', { orderInfo: { Order: [order('AUTO')] }, ...OUTER })
    await expect.poll(async () => (await shipments(first))[0]?.status).toBe('accepted')
    // The first is not closed: the second starts from what is on the disk.
    const second = await startArasSimulator({ port: 0, ...LOGIN, stateDir, auto: true, autoSteps: quick })
    await expect.poll(async () => (await shipments(second))[0]?.status).toBe('delivered')
    expect((await shipments(second))[0]?.movements).toHaveLength(4)
    await Promise.all([first.close(), second.close()])
  })
})
