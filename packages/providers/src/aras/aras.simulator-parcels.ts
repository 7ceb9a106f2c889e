import { randomInt } from 'node:crypto'
import type { ParcelStatus } from '../ports.ts'
import type { Collection, Store } from '../simulator-store.ts'

/** What an order service was told and what became of it. */
export type SimParcel = {
  reference: string
  /** The elements of the order as they came, less the credentials. */
  order: Record<string, string>
  pieces: Record<string, string>[]
  sends: number
  status: ParcelStatus
  /** DURUM_KODU, which stays behind when a parcel is lost. */
  code: string
  trackingNumber: string | null
  movements: { at: string; code: string; unit: string; operation: string; description: string }[]
  registeredAt: string
  updatedAt: string
}

export type Move = 'accepted' | 'in_transit' | 'out_for_delivery' | 'delivered' | 'returned' | 'lost'

/** How long a parcel stays in a state before the courier comes by himself. */
export type AutoSteps = { registeredMs: number; acceptedMs: number; inTransitMs: number; outForDeliveryMs: number }

export const AUTO_STEPS: AutoSteps = { registeredMs: 20_000, acceptedMs: 15_000, inTransitMs: 15_000, outForDeliveryMs: 15_000 }

/** The oldest that came to an end make room; one that is still on its way never does. */
const PARCELS_MAX = 20_000
const ENDED: readonly ParcelStatus[] = ['delivered', 'returned', 'lost', 'cancelled']

export const MOVES: Record<Move, { code: string | null; operation: string }> = {
  accepted: { code: '1', operation: 'ÇIKIŞ ŞUBESİNDE' },
  in_transit: { code: '2', operation: 'YOLDA' },
  out_for_delivery: { code: '4', operation: 'DAĞITIMDA' },
  delivered: { code: '6', operation: 'TESLİM EDİLDİ' },
  returned: { code: '6', operation: 'GÖNDERİCİYE İADE EDİLDİ' },
  lost: { code: null, operation: 'PROBLEMLİ KARGO' },
}

export type Parcels = ReturnType<typeof createParcels>

type Yard = {
  parcels: Collection<SimParcel>
  /** Piece barcode to the reference that carries it. */
  barcodes: Collection<string>
  timers: Map<string, NodeJS.Timeout>
  auto: AutoSteps | null
  moved: (parcel: SimParcel) => void
}

/**
 * The parcels of one customer, each under its integration code.
 * @param auto parcels move on by themselves; null: only when told.
 * @param moved called after each move, told or not.
 */
export function createParcels({ store, auto, moved }: { store: Store; auto: AutoSteps | null; moved: (parcel: SimParcel) => void }) {
  const yard: Yard = { parcels: store.collection('parcels'), barcodes: store.collection('barcodes'), timers: new Map(), auto, moved }
  for (const parcel of yard.parcels.values()) schedule(yard, parcel)
  return {
    list: () => yard.parcels.values(),
    find: (reference: string) => yard.parcels.get(reference),
    ownerOfBarcode: (barcode: string) => yard.barcodes.get(barcode),
    /** Null when there is no such parcel, or no longer. */
    move: (reference: string, to: Move) => move(yard, reference, to),
    /** Creates the parcel, or replaces what was said of it while nobody has scanned it. */
    upsert: (announced: Announced) => upsert(yard, announced),
    cancel(parcel: SimParcel): void {
      parcel.status = 'cancelled'
      save(yard, parcel, new Date().toISOString())
      moved(parcel)
    },
    /** An account that may print labels gets the number before the branch has seen the parcel. */
    numberFor(parcel: SimParcel): string {
      parcel.trackingNumber ??= newTrackingNumber()
      yard.parcels.put(parcel.reference, parcel)
      return parcel.trackingNumber
    },
    clear(): void {
      stop(yard)
      yard.parcels.clear()
      yard.barcodes.clear()
    },
    stop: () => stop(yard),
  }
}

type Announced = Pick<SimParcel, 'reference' | 'order' | 'pieces'>

function upsert(yard: Yard, { reference, order, pieces }: Announced): void {
  const at = new Date().toISOString()
  const known = yard.parcels.get(reference)
  const live = known && known.status !== 'cancelled' ? known : null
  for (const barcode of barcodesOf(known?.pieces ?? [])) yard.barcodes.delete(barcode)
  for (const barcode of barcodesOf(pieces)) yard.barcodes.put(barcode, reference)
  const parcel: SimParcel = {
    reference,
    order,
    pieces,
    sends: (live?.sends ?? 0) + 1,
    status: 'registered',
    code: '0',
    trackingNumber: live?.trackingNumber ?? null,
    movements: [],
    registeredAt: live?.registeredAt ?? at,
    updatedAt: at,
  }
  save(yard, parcel, at)
}

function move(yard: Yard, reference: string, to: Move): SimParcel | null {
  const parcel = yard.parcels.get(reference)
  if (!parcel || parcel.status === 'cancelled') return null
  const at = new Date().toISOString()
  const { code, operation } = MOVES[to]
  parcel.status = to
  // A lost parcel keeps the code of where it was last seen.
  parcel.code = code ?? (parcel.code === '0' ? '2' : parcel.code)
  parcel.trackingNumber ??= newTrackingNumber()
  const description = to === 'lost' ? 'KAYIP KARGO' : operation
  parcel.movements.push({ at, code: parcel.code, unit: unitOf(parcel, to), operation, description })
  save(yard, parcel, at)
  yard.moved(parcel)
  return parcel
}

function save(yard: Yard, parcel: SimParcel, at: string): void {
  parcel.updatedAt = at
  yard.parcels.put(parcel.reference, parcel)
  const gone = yard.parcels.trim(PARCELS_MAX, ({ status }) => ENDED.includes(status))
  for (const barcode of gone.flatMap(({ pieces }) => barcodesOf(pieces))) yard.barcodes.delete(barcode)
  schedule(yard, parcel)
}

function schedule(yard: Yard, parcel: SimParcel): void {
  unschedule(yard, parcel.reference)
  const next = yard.auto && nextStep(parcel.status, yard.auto)
  if (!next) return
  const waitMs = Math.max(0, Date.parse(parcel.updatedAt) + next.afterMs - Date.now())
  yard.timers.set(parcel.reference, setTimeout(() => move(yard, parcel.reference, next.to), waitMs).unref())
}

function unschedule(yard: Yard, reference: string): void {
  clearTimeout(yard.timers.get(reference))
  yard.timers.delete(reference)
}

function stop(yard: Yard): void {
  for (const reference of [...yard.timers.keys()]) unschedule(yard, reference)
}

function barcodesOf(pieces: SimParcel['pieces']): string[] {
  return pieces.flatMap((piece) => piece.BarcodeNumber || [])
}

function nextStep(status: ParcelStatus, auto: AutoSteps): { to: Move; afterMs: number } | null {
  if (status === 'registered') return { to: 'accepted', afterMs: auto.registeredMs }
  if (status === 'accepted') return { to: 'in_transit', afterMs: auto.acceptedMs }
  if (status === 'in_transit') return { to: 'out_for_delivery', afterMs: auto.inTransitMs }
  return status === 'out_for_delivery' ? { to: 'delivered', afterMs: auto.outForDeliveryMs } : null
}

function unitOf(parcel: SimParcel, to: Move): string {
  if (to === 'accepted' || to === 'returned') return 'KADIKÖY'
  return to === 'in_transit' || to === 'lost' ? 'TRANSFER MERKEZİ' : (parcel.order.ReceiverTownName ?? '')
}

function newTrackingNumber(): string {
  return `3${String(randomInt(0, 10 ** 12)).padStart(12, '0')}`
}
