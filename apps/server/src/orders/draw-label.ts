import { readFileSync } from 'node:fs'
import fontkit from '@pdf-lib/fontkit'
import bwipjs from 'bwip-js/node'
import { PDFDocument, type PDFFont, rgb } from 'pdf-lib'
import type { Label } from './print-label.ts'

/** Millimetres to PDF points. */
const MM = 72 / 25.4
const WIDTH = 100 * MM
const HEIGHT = 100 * MM
const MARGIN = 6 * MM

/** One page with the barcode the branch scans, the receiver, and what is in the parcel. */
export async function drawLabel(label: Label): Promise<Buffer> {
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
