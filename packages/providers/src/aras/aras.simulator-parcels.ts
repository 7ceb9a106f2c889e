import { randomInt } from 'node:crypto'
import type { ParcelStatus } from '../ports.ts'
import type { Store } from '../simulator-store.ts'

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

const PARCELS_MAX = 5000

export const MOVES: Record<Move, { code: string | null; operation: string }> = {
  accepted: { code: '1', operation: 'ÇIKIŞ ŞUBESİNDE' },
  in_transit: { code: '2', operation: 'YOLDA' },
  out_for_delivery: { code: '4', operation: 'DAĞITIMDA' },
  delivered: { code: '6', operation: 'TESLİM EDİLDİ' },
  returned: { code: '6', operation: 'GÖNDERİCİYE İADE EDİLDİ' },
  lost: { code: null, operation: 'PROBLEMLİ KARGO' },
}

export type Parcels = ReturnType<typeof createParcels>

/**
 * The parcels of one customer, each under its integration code.
 * @param auto parcels move on by themselves; null: only when told.
 * @param moved called after each move, told or not.
 */
export function createParcels({ store, auto, moved }: { store: Store; auto: AutoSteps | null; moved: (parcel: SimParcel) => void }) {
  const parcels = store.collection<SimParcel>('parcels')
  const barcodes = store.collection<string>('barcodes')
  const timers = new Map<string, NodeJS.Timeout>()

  function move(reference: string, to: Move): SimParcel | null {
    const parcel = parcels.get(reference)
    if (!parcel || parcel.status === 'cancelled') return null
    const at = new Date().toISOString()
    const { code, operation } = MOVES[to]
    parcel.status = to
    parcel.code = code ?? (parcel.code === '0' ? '2' : parcel.code)
    parcel.trackingNumber ??= newTrackingNumber()
    parcel.movements.push({
      at,
      code: parcel.code,
      unit: unitOf(parcel, to),
      operation,
      description: to === 'lost' ? 'KAYIP KARGO' : operation,
    })
    save(parcel, at)
    moved(parcel)
    return parcel
  }

  function save(parcel: SimParcel, at: string): void {
    parcel.updatedAt = at
    parcels.put(parcel.reference, parcel)
    const oldest = parcels.size > PARCELS_MAX ? parcels.values()[0] : undefined
    if (oldest) forget(oldest)
    schedule(parcel)
  }

  function forget(parcel: SimParcel): void {
    clearTimeout(timers.get(parcel.reference))
    timers.delete(parcel.reference)
    for (const piece of parcel.pieces) if (piece.BarcodeNumber) barcodes.delete(piece.BarcodeNumber)
    parcels.delete(parcel.reference)
  }

  function schedule(parcel: SimParcel): void {
    clearTimeout(timers.get(parcel.reference))
    timers.delete(parcel.reference)
    const next = auto && nextStep(parcel.status, auto)
    if (!next) return
    const waitMs = Math.max(0, Date.parse(parcel.updatedAt) + next.afterMs - Date.now())
    timers.set(parcel.reference, setTimeout(() => move(parcel.reference, next.to), waitMs).unref())
  }

  for (const parcel of parcels.values()) schedule(parcel)

  return {
    move,
    list: () => parcels.values(),
    find: (reference: string) => parcels.get(reference),
    ownerOfBarcode: (barcode: string) => barcodes.get(barcode),
    /** Creates the parcel, or replaces what was said of it while nobody has scanned it. */
    upsert({ reference, order, pieces }: Pick<SimParcel, 'reference' | 'order' | 'pieces'>): SimParcel {
      const at = new Date().toISOString()
      const known = parcels.get(reference)
      const live = known && known.status !== 'cancelled' ? known : null
      for (const piece of known?.pieces ?? []) if (piece.BarcodeNumber) barcodes.delete(piece.BarcodeNumber)
      for (const piece of pieces) if (piece.BarcodeNumber) barcodes.put(piece.BarcodeNumber, reference)
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
      save(parcel, at)
      return parcel
    },
    cancel(parcel: SimParcel): void {
      parcel.status = 'cancelled'
      save(parcel, new Date().toISOString())
      moved(parcel)
    },
    /** An account that may print labels gets the number before the branch has seen the parcel. */
    numberFor(parcel: SimParcel): string {
      parcel.trackingNumber ??= newTrackingNumber()
      parcels.put(parcel.reference, parcel)
      return parcel.trackingNumber
    },
    clear(): void {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      parcels.clear()
      barcodes.clear()
    },
    stop(): void {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
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
