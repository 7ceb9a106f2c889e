import { readFileSync } from 'node:fs'
import { isObject } from '../provider-call.ts'
import { listReply, type SimReply, type SimRequest, type SimRoute, type Simulator, startSimulator } from '../simulator-kit.ts'
import { openStore } from '../simulator-store.ts'
import { type CodeTable, runOrderOperation } from './aras.simulator-order.ts'
import { AUTO_STEPS, type AutoSteps, createParcels, MOVES, type Move, type SimParcel } from './aras.simulator-parcels.ts'
import { runQueryOperation, trackingPage } from './aras.simulator-query.ts'
import { readSoapBody, xmlText } from './aras.xml.ts'

export type ArasSimulatorOptions = {
  port: number
  host?: string
  stateDir?: string
  username: string
  password: string
  customerCode: string
  /** Parcels move by themselves; otherwise only by `POST /__sim/move`. */
  auto?: boolean
  autoSteps?: Partial<AutoSteps>
  /** Two tables of result codes are in use; adapters have to live with either. */
  codeTable?: CodeTable
  /** How long `GetArasBarcode` says "not ready" after an order. */
  labelDelayMs?: number
}

export const ARAS_ORDER_PATH = '/arascargoservice.asmx'
export const ARAS_QUERY_PATH = '/ArasCargoIntegrationService.svc'
/** Test and live have the services under different folders. */
const ORDER_PATHS = [ARAS_ORDER_PATH, '/arascargoservice/arascargoservice.asmx']
const QUERY_PATHS = [ARAS_QUERY_PATH, '/ArasCargoCustomerIntegrationService/ArasCargoIntegrationService.svc']

const ORDER_WSDL = readFileSync(new URL('./aras-order.wsdl', import.meta.url), 'utf8')
const QUERY_WSDL = readFileSync(new URL('./aras-query.wsdl', import.meta.url), 'utf8')

/** Both SOAP services of Aras Kargo and its tracking page on the local machine. `POST /__sim/move` is the courier. */
export async function startArasSimulator(options: ArasSimulatorOptions): Promise<Simulator> {
  const { username, password, customerCode, codeTable = 'published', labelDelayMs = 0 } = options
  const store = openStore({ dir: options.stateDir, name: 'aras' })
  let note: Simulator['note'] = () => {}
  const parcels = createParcels({
    store,
    auto: options.auto ? { ...AUTO_STEPS, ...options.autoSteps } : null,
    moved: (parcel) => note('parcel', `${parcel.reference} ${parcel.status}`),
  })
  const orderService: Service = {
    action: (operation) => `http://tempuri.org/${operation}`,
    run: (operation, body) => runOrderOperation(operation, body, { parcels, username, password, codeTable, labelDelayMs }),
  }
  const queryService: Service = {
    action: (operation) => `http://tempuri.org/IArasCargoIntegrationService/${operation}`,
    run: (operation, body) => runQueryOperation(operation, body, { parcels, username, password, customerCode }),
  }

  function move(request: SimRequest): SimReply {
    const body = request.json()
    const { reference, to } = (isObject(body) ? body : {}) as { reference?: string; to?: string }
    if (typeof reference !== 'string' || typeof to !== 'string' || !Object.hasOwn(MOVES, to)) {
      return { status: 422, json: { error: `reference, and to: one of ${Object.keys(MOVES).join(', ')}` } }
    }
    if (!parcels.find(reference)) return { status: 404, json: { error: `no parcel ${reference}` } }
    const parcel = parcels.move(reference, to as Move)
    return parcel ? { json: shown(parcel, request.origin) } : { status: 409, json: { error: `${reference} was cancelled` } }
  }

  const simulator = await startSimulator({
    name: 'Aras Kargo',
    port: options.port,
    host: options.host,
    store,
    operationOf: (request) => actionOf(request).split('/').at(-1) || undefined,
    faultReply: (status) => (status === 500 ? fault('1.1', 'Server', 'Server was unable to process request. ---> Simulated fault.') : null),
    onReset: parcels.clear,
    onClose: parcels.stop,
    routes: [
      ...ORDER_PATHS.flatMap((path) => serviceRoutes(path, ORDER_WSDL, orderService)),
      ...QUERY_PATHS.flatMap((path) => serviceRoutes(path, QUERY_WSDL, queryService)),
      {
        method: 'GET',
        path: '/__sim/shipments',
        handle: ({ origin, query }) =>
          listReply(
            parcels.list().map((parcel) => shown(parcel, origin)),
            query,
          ),
      },
      { method: 'POST', path: '/__sim/move', handle: move },
      {
        method: 'GET',
        path: '/mainpage.aspx',
        spared: true,
        handle: ({ query }) => ({ body: trackingPage(parcels.list().find((parcel) => parcel.trackingNumber === query.get('code'))) }),
      },
      {
        method: '*',
        path: '*',
        handle: () => ({ status: 404, body: '<html><head><title>404 - File or directory not found.</title></head></html>' }),
      },
    ],
  })
  note = simulator.note
  return simulator
}

type Service = { action: (operation: string) => string; run: (operation: string, body: unknown) => string | null }
type SoapVersion = '1.1' | '1.2'

function serviceRoutes(path: string, wsdl: string, service: Service): SimRoute[] {
  return [
    { method: 'GET', path, spared: true, handle: (request) => describe(request, wsdl) },
    { method: 'POST', path, handle: (request) => operate(request, service) },
  ]
}

function describe(request: SimRequest, wsdl: string): SimReply {
  const asked = [...request.query.keys()].some((key) => ['wsdl', 'singlewsdl'].includes(key.toLowerCase()))
  if (!asked) return { status: 200, body: '<html><body>Service</body></html>' }
  return { body: wsdl.replaceAll(/@@(ORDER|QUERY)_URL@@/g, xmlText(request.origin + request.path)), type: 'text/xml; charset=utf-8' }
}

function operate(request: SimRequest, service: Service): SimReply {
  const type = request.headers['content-type'] ?? ''
  const version = versionOf(request)
  if (version === '1.1' && !type.startsWith('text/xml')) return { status: 415, body: '' }
  const body = readSoapBody(request.text())
  const operation = body && Object.keys(body).find((name) => name !== '#text')
  if (!body || operation === null || operation === undefined)
    return fault(version, 'Client', 'Server was unable to read request. ---> There is an error in XML document.')
  const action = actionOf(request)
  if (action !== service.action(operation))
    return fault(version, 'Client', `Server did not recognize the value of HTTP Header SOAPAction: ${action}.`)
  const answer = service.run(operation, body[operation])
  return answer === null ? fault(version, 'Client', `The operation ${operation} is not offered.`) : envelope(version, answer)
}

function versionOf(request: SimRequest): SoapVersion {
  return request.headers['content-type']?.startsWith('application/soap+xml') ? '1.2' : '1.1'
}

/** Where SOAP 1.1 has a header, 1.2 has a parameter of the content type. */
function actionOf(request: SimRequest): string {
  if (versionOf(request) === '1.2') return /action="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1] ?? ''
  return String(request.headers.soapaction ?? '').replaceAll('"', '')
}

function envelope(version: SoapVersion, body: string, status = 200): SimReply {
  const namespace = version === '1.1' ? 'http://schemas.xmlsoap.org/soap/envelope/' : 'http://www.w3.org/2003/05/soap-envelope'
  return {
    status,
    type: `${version === '1.1' ? 'text/xml' : 'application/soap+xml'}; charset=utf-8`,
    body: `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${namespace}"><soap:Body>${body}</soap:Body></soap:Envelope>`,
  }
}

function fault(version: SoapVersion, who: 'Client' | 'Server', words: string): SimReply {
  if (version === '1.1')
    return envelope(
      version,
      `<soap:Fault><faultcode>soap:${who}</faultcode><faultstring>${xmlText(words)}</faultstring><detail/></soap:Fault>`,
      500,
    )
  const code = who === 'Client' ? 'Sender' : 'Receiver'
  return envelope(
    version,
    `<soap:Fault><soap:Code><soap:Value>soap:${code}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">${xmlText(words)}</soap:Text></soap:Reason></soap:Fault>`,
    500,
  )
}

function shown(parcel: SimParcel, origin: string) {
  const { order, pieces, code: _, ...rest } = parcel
  return {
    ...rest,
    trackingUrl: parcel.trackingNumber && `${origin}/mainpage.aspx?code=${parcel.trackingNumber}`,
    waybillNumber: order.TradingWaybillNumber ?? '',
    barcodes: pieces.map((piece) => piece.BarcodeNumber ?? ''),
    description: order.Description ?? '',
    receiver: {
      name: order.ReceiverName ?? '',
      address: order.ReceiverAddress ?? '',
      town: order.ReceiverTownName ?? '',
      city: order.ReceiverCityName ?? '',
      phone: order.ReceiverPhone1 ?? '',
    },
    order,
  }
}
