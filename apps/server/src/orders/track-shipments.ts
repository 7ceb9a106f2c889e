import type { ParcelTrack } from '@emanet/providers/ports'
import type { Deps } from '../deps.ts'
import { emit } from '../events.ts'
import { type Tx, withTx } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { transition } from '../platform/transition.ts'
import { SHIPMENT } from '../shipping/shipments.states.ts'
import { ORDER } from './orders.states.ts'

/** What the carrier takes in one question. */
const BATCH = 50

/**
 * Asks the carrier about every parcel under way that is due, and moves shipment and order as its scans say. One that it called
 * lost may be found: it is asked about for three months, more seldom.
 */
export async function trackShipments(deps: Deps): Promise<void> {
  const due = await deps.db.query<Parcel>(sql`
    update shipments set next_track_at = now() + make_interval(secs => ${deps.config.trackingPeriodS}) * case when status = 'lost' then 4 else 1 end
    where id in (
      select id from shipments
      where next_track_at <= now() and (
        status in ('registered', 'accepted', 'in_transit', 'out_for_delivery')
        or (status = 'lost' and created_at > now() - interval '90 days')
      )
      order by next_track_at
      limit ${BATCH}
      for update skip locked
    )
    returning id, order_id, reference`)
  if (due.length === 0) return
  const outcome = await deps.carrier.track(due.map((parcel) => parcel.reference))
  if (outcome.kind !== 'ok') {
    deps.log.warn({ reason: outcome.reason, parcels: due.length }, 'the carrier could not be asked')
    return
  }
  for (const track of outcome.parcels) {
    const parcel = due.find((one) => one.reference === track.reference)
    if (!parcel) continue
    await withTx(deps.db, (tx) => applyTrack(tx, parcel, track)).catch((error: unknown) => {
      deps.log.error({ err: error, reference: parcel.reference }, 'what the carrier says of a parcel could not be written down')
    })
  }
  deps.poke()
}

type Parcel = { id: string; order_id: string; reference: string }

async function applyTrack(tx: Tx, parcel: Parcel, track: ParcelTrack): Promise<void> {
  await tx.query(sql`select id from orders where id = ${parcel.order_id} for update`)
  for (const event of track.events) {
    await tx.query(sql`
      insert into shipment_events (shipment_id, at, code, description, unit)
      values (${parcel.id}, ${event.at}, ${event.code}, ${event.description}, ${event.unit})
      on conflict do nothing`)
  }
  if (track.status === 'registered') return
  const set = sql`tracking_number = coalesce(${track.trackingNumber}, row.tracking_number), tracking_url = coalesce(${track.trackingUrl}, row.tracking_url)`
  const moved = await transition(tx, SHIPMENT, parcel.id, track.status, { cause: 'carrier', set })
  if (moved !== 'moved') return
  if (track.status === 'cancelled' || track.status === 'lost') return
  // The first scan of any kind proves that the carrier has the parcel.
  if ((await transition(tx, ORDER, parcel.order_id, 'ship', { cause: 'carrier' })) === 'moved')
    await emit(tx, 'order.shipped', { orderId: parcel.order_id })
  if (track.status !== 'delivered') return
  if ((await transition(tx, ORDER, parcel.order_id, 'deliver', { cause: 'carrier' })) === 'moved')
    await emit(tx, 'order.delivered', { orderId: parcel.order_id })
}
