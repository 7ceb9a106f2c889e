import type { image } from '@emanet/contracts/catalogue'
import { AppError } from '@emanet/contracts/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type Sharp from 'sharp'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { type Db, only, withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { newId } from '../platform/ids.ts'
import { createInTurn } from '../platform/in-turn.ts'
import { sql } from '../platform/sql.ts'
import { imageOf } from './product.queries.ts'

type Image = z.output<typeof image>

const EDGE_MAX_PX = 1600
/** A phone's picture has 12 to 50 million; a file of a few kilobytes that claims more is an attack. */
const PIXELS_MAX = 60_000_000
/** Each decodes into some hundred megabytes at worst. */
const inTurn = createInTurn({ atOnce: 2, waitingMax: 50 })

/**
 * Stores an uploaded picture: turned upright, at most 1600 px, as WebP, without EXIF or any other metadata.
 * @throws AppError `request.media_type` for anything but JPEG, PNG and WebP (by its bytes, whatever it is called),
 * `request.too_large` over 8 MB, `request.invalid` on `file` when there is none or it cannot be read.
 */
export async function addImage(deps: Deps, viewer: Viewer, request: FastifyRequest): Promise<Image> {
  return storeImage(deps, viewer.userId, await readUpload(request))
}

/** As `addImage`, for bytes in hand. */
export async function storeImage(deps: Deps, ownerId: string, uploaded: Buffer): Promise<Image> {
  if (!isPicture(uploaded)) throw new AppError('request.media_type')
  const picture = await inTurn(() => normalise(uploaded))
  const id = newId()
  await withTx(deps.db, (tx) =>
    tx.query(sql`
      insert into product_images (id, owner_id, media_type, width, height, bytes)
      values (${id}, ${ownerId}, 'image/webp', ${picture.width}, ${picture.height}, ${picture.bytes})`),
  )
  return imageOf(deps.config, { id, width: picture.width, height: picture.height })
}

/** The bytes of a picture, which never change under their id. @throws AppError `image.not_found`. */
export async function serveImage(db: Db, imageId: string, reply: FastifyReply): Promise<Buffer> {
  const rows = await db.query<{ media_type: string; bytes: Buffer }>(
    sql`select media_type, bytes from product_images where id = ${imageId}`,
  )
  const picture = only(rows, 'image.not_found')
  reply.header('content-type', picture.media_type)
  reply.header('cache-control', 'public, max-age=31536000, immutable')
  reply.header('cross-origin-resource-policy', 'cross-origin')
  return picture.bytes
}

async function readUpload(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw new AppError('request.media_type')
  try {
    const files: Buffer[] = []
    for await (const file of request.files()) files.push(await file.toBuffer())
    if (files[0]) return files[0]
  } catch (error) {
    // Limits come with a status of their own; what has none is a form that cannot be taken apart.
    if (error instanceof Error && 'statusCode' in error) throw error
    throw new AppError('request.malformed', {}, { cause: error })
  }
  throw unreadable('one file is required')
}

/** At the first upload: it takes 25 MB, and most processes never see a picture come in. */
async function loadSharp(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

async function normalise(uploaded: Buffer): Promise<{ bytes: Buffer; width: number; height: number }> {
  const sharp = await loadSharp()
  try {
    const { data, info } = await sharp(uploaded, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
      .rotate()
      .resize({ width: EDGE_MAX_PX, height: EDGE_MAX_PX, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .timeout({ seconds: 10 })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height }
  } catch (error) {
    throw unreadable('not a picture that can be read', error)
  }
}

function unreadable(message: string, cause?: unknown): AppError {
  return new AppError('request.invalid', { errors: [{ path: 'file', message }] }, { cause })
}

function isPicture(bytes: Buffer): boolean {
  const isJpeg = bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
  const isPng = bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
  return isJpeg || isPng || isWebp
}
