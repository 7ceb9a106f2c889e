import type { Outcome, ParcelRequest } from '@emanet/providers/ports'
import type { Deps } from '../deps.ts'
import { withTx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { sql } from '../platform/sql.ts'
import { transition } from '../platform/transition.ts'
import { SHIPMENT } from '../shipping/shipments.states.ts'
import type { AddressSnapshot } from './order.queries.ts'

/**
 * Registers the parcel of a paid order with the carrier and stores the shipment. Repeating it is safe at every point: the
 * row comes first, and reference and barcode are derived from the order's number, so that the carrier takes a second
 * request as an update. A parcel that the carrier knows is not sent again; an order that is not to be shipped gets none.
 */
export async function bookShipment(deps: Deps, orderId: string): Promise<Outcome<{ reference: string }>> {
  const parcel = await writeIntent(deps, orderId)
  if (!parcel) return { kind: 'refused', code: 'order.wrong_state', reason: 'the order is not to be shipped' }
  if (parcel.isKnown) return { kind: 'ok', reference: parcel.request.reference }
  const outcome = await deps.carrier.register(parcel.request)
  if (outcome.kind !== 'ok') {
    await deps.db.query(sql`update shipments set last_error = ${outcome.reason} where id = ${parcel.id}`)
    return outcome
  }
  await withTx(deps.db, (tx) =>
    transition(tx, SHIPMENT, parcel.id, 'register', { cause: 'carrier', set: sql`last_error = null, next_track_at = now()` }),
  )
  return outcome
}

type Parcel = { id: string; isKnown: boolean; request: ParcelRequest }

async function writeIntent(deps: Deps, orderId: string): Promise<Parcel | undefined> {
  return withTx(deps.db, async (tx) => {
    const orders = await tx.query<{
      number: string
      status: string
      product_title: string
      address: AddressSnapshot
      is_known: boolean
    }>(sql`
      select number, status, product_title, address,
        exists (select from shipments where order_id = orders.id and status <> 'pending') as is_known
      from orders
      where id = ${orderId}
      for update`)
    const order = orders[0]
    if (!order || (order.status !== 'paid' && !order.is_known)) return undefined
    const reference = `${order.number}-1`
    const barcode = `${reference}-01`
    const id = newId()
    const rows = await tx.query<{ id: string }>(sql`
      with fresh as (
        insert into shipments (id, order_id, carrier, reference, barcode)
        values (${id}, ${orderId}, ${deps.carrier.name}, ${reference}, ${barcode})
        on conflict (order_id) do nothing
        returning id
      ),
      noted as (
        insert into state_changes (noun, subject_id, order_id, to_status, cause) select 'shipment', id, ${orderId}, 'pending', 'order.paid' from fresh
      )
      select id from fresh union all select id from shipments where order_id = ${orderId}`)
    const { neighbourhood, postalCode, ...address } = order.address
    return {
      id: rows[0]?.id as string,
      isKnown: order.is_known,
      request: {
        reference,
        waybillNumber: order.number,
        barcodes: [barcode],
        receiver: { ...address, ...(neighbourhood ? { neighbourhood } : {}), ...(postalCode ? { postalCode } : {}) },
        description: order.product_title,
        payor: 'sender',
      },
    }
  })
}
