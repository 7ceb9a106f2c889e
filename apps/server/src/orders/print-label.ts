import { AppError } from '@emanet/contracts/errors'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'
import type { AddressSnapshot } from './order.queries.ts'

/**
 * The label the seller puts on the parcel: a page of 100 × 100 mm with the barcode the branch scans, and the receiver.
 * @throws AppError `order.not_found` for anybody but the seller, `label.not_found` until the carrier knows the parcel.
 */
export async function printLabel(deps: Deps, viewer: Viewer, orderId: string, reply: FastifyReply): Promise<Buffer> {
  const rows = await deps.db.query<Label>(sql`
    select o.number, o.product_title, o.address, o.seller_id, sh.barcode, sh.status
    from orders o
    left join shipments sh on sh.order_id = o.id
    where o.id = ${orderId} and o.seller_id = ${viewer.userId}`)
  const label = rows[0]
  if (!label) throw new AppError('order.not_found')
  if (label.barcode === null || label.status === 'pending' || label.status === 'cancelled') throw new AppError('label.not_found')
  reply.header('content-type', 'application/pdf').header('content-disposition', `inline; filename="${label.number}.pdf"`)
  // Loaded at the first label: fonts and PDF would be a fifth of the gateway's memory.
  const { drawLabel } = await import('./draw-label.ts')
  return drawLabel(label)
}

export type Label = { number: string; product_title: string; address: AddressSnapshot; barcode: string; status: string }
