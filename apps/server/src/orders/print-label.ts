import { readFileSync } from 'node:fs'
import { AppError } from '@emanet/contracts/errors'
import fontkit from '@pdf-lib/fontkit'
import bwipjs from 'bwip-js/node'
import type { FastifyReply } from 'fastify'
import { PDFDocument, type PDFFont, rgb } from 'pdf-lib'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../platform/http.ts'
import { sql } from '../platform/sql.ts'
import type { AddressSnapshot } from './order.queries.ts'

/** Millimetres to PDF points. */
const MM = 72 / 25.4
const WIDTH = 100 * MM
const HEIGHT = 100 * MM
const MARGIN = 6 * MM

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
  return drawLabel(label)
}

type Label = { number: string; product_title: string; address: AddressSnapshot; barcode: string; status: string }

async function drawLabel(label: Label): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  pdf.registerFontkit(fontkit)
  pdf.setTitle(`Emanet ${label.number}`)
  const font = await pdf.embedFont(readFont('DejaVuSans.ttf'), { subset: true })
  const bold = await pdf.embedFont(readFont('DejaVuSans-Bold.ttf'), { subset: true })
  const page = pdf.addPage([WIDTH, HEIGHT])
  const barcode = await pdf.embedPng(
    await bwipjs.toBuffer({ bcid: 'code128', text: label.barcode, scale: 4, height: 18, includetext: false }),
  )
  let y = HEIGHT - MARGIN - 12
  const line = (text: string, size: number, face: PDFFont) => {
    for (const part of wrap(text, face, size)) {
      page.drawText(part, { x: MARGIN, y, size, font: face, color: rgb(0, 0, 0) })
      y -= size * 1.35
    }
  }
  line(`emanet · ${label.number}`, 12, bold)
  page.drawImage(barcode, { x: MARGIN, y: y - 56, width: WIDTH - 2 * MARGIN, height: 56 })
  y -= 72
  line(label.barcode, 10, bold)
  y -= 8
  line(label.address.fullName, 12, bold)
  line([label.address.neighbourhood, label.address.line].filter(Boolean).join(', '), 10, font)
  line([label.address.postalCode, `${label.address.district} / ${label.address.city}`].filter(Boolean).join(' '), 11, bold)
  line(label.address.phone, 10, font)
  y -= 6
  line(label.product_title, 8, font)
  return Buffer.from(await pdf.save())
}

/** Breaks at spaces so that every part fits between the margins. */
function wrap(text: string, font: PDFFont, size: number): string[] {
  const parts: string[] = []
  for (const word of text.split(/\s+/)) {
    const longer = parts.length === 0 ? word : `${parts.at(-1)} ${word}`
    if (parts.length > 0 && font.widthOfTextAtSize(longer, size) <= WIDTH - 2 * MARGIN) parts[parts.length - 1] = longer
    else parts.push(word)
  }
  return parts
}

/** The standard fonts of PDF have no ş, ğ, İ or ı. */
function readFont(name: string): Buffer {
  return readFileSync(new URL(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}`)))
}
