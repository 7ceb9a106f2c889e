import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../../test/ask.ts'
import { createWorld, type Person, type World } from '../../test/world.ts'
import { sql } from '../platform/sql.ts'
import { forgetLooseImages } from './forget-loose-images.ts'

let world: World
let seller: Person

beforeAll(async () => {
  world = await createWorld()
  seller = await world.person()
})
afterAll(() => world.close())

function form(bytes: Buffer | string, { name = 'foto.jpg', type = 'image/jpeg', field = 'file' } = {}): FormData {
  const body = new FormData()
  body.append(field, new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], { type }), name)
  return body
}

function upload(body: FormData, person = seller): Promise<Answer> {
  return ask(world, 'POST', '/images', { token: person.accessToken, body })
}

function photo(width = 800, height = 600): ReturnType<typeof sharp> {
  return sharp({ create: { width, height, channels: 3, background: '#8a5' } })
}

async function download(url: string): Promise<{ response: Response; bytes: Buffer }> {
  const response = await fetch(url)
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

test.each(['jpeg', 'png', 'webp'] as const)('a %s is stored and served as WebP, to be kept for good', async (format) => {
  const { status, body } = await upload(form(await photo().toFormat(format).toBuffer()))
  expect(status).toBe(201)
  expect(body).toEqual({ id: expect.any(String), url: `${world.url}/images/${body.id}`, width: 800, height: 600 })
  const { response, bytes } = await download(body.url)
  expect(response.headers.get('content-type')).toBe('image/webp')
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 800, height: 600 })
})

test('a large photo is turned upright, made smaller, and loses where and when it was taken', async () => {
  const taken = await photo(4000, 3000)
    .jpeg()
    .withExif({ IFD0: { Make: 'Fotoğrafçı', Copyright: 'Ayşe' }, IFD3: { GPSLatitude: '41/1 0/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const { body } = await upload(form(taken))
  expect(body).toMatchObject({ width: 1200, height: 1600 })
  const { bytes } = await download(body.url)
  const metadata = await sharp(bytes).metadata()
  expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.orientation]).toEqual([undefined, undefined, undefined, undefined])
  expect(bytes.toString('latin1')).not.toContain('Ay')
})

test('the kind of a file is what its bytes say', async () => {
  expect((await upload(form(await photo().png().toBuffer(), { name: 'x.exe', type: 'application/octet-stream' }))).status).toBe(201)
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
  for (const bytes of [svg, await photo(9, 9).gif().toBuffer(), '<html>', 'BM', '']) {
    const { status, body } = await upload(form(bytes))
    expect([status, body.code]).toEqual([415, 'request.media_type'])
  }
})

test('a body that is no form is refused', async () => {
  expect((await ask(world, 'POST', '/images', { token: seller.accessToken, body: { file: 'x' } })).status).toBe(415)
  expect(
    (await ask(world, 'POST', '/images', { token: seller.accessToken, body: 'x', headers: { 'content-type': 'image/png' } })).status,
  ).toBe(415)
  expect((await ask(world, 'POST', '/images', { token: seller.accessToken, body: new FormData() })).status).toBe(422)
})

test.each([
  ['without a boundary', 'multipart/form-data', 'x'],
  [
    'that ends in the middle',
    'multipart/form-data; boundary=b',
    '--b\r\ncontent-disposition: form-data; name="file"; filename="x.jpg"\r\n\r\n\xff\xd8\xff',
  ],
  ['without a file', 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n'],
  ['of nothing', 'multipart/form-data; boundary=b', ''],
])('a form %s is the sender’s mistake, not ours', async (_, type, body) => {
  const { status, body: problem } = await ask(world, 'POST', '/images', {
    token: seller.accessToken,
    body,
    headers: { 'content-type': type },
  })
  expect([400, 413, 415, 422]).toContain(status)
  expect(problem.code).toMatch(/^request\./)
})

test('two files in one form are one too many', async () => {
  const body = form(await photo(90, 60).jpeg().toBuffer())
  body.append('file', new Blob([new Uint8Array(await photo(90, 60).jpeg().toBuffer())]), 'ikinci.jpg')
  const { status, body: problem } = await upload(body)
  expect([status, problem.code]).toEqual([413, 'request.too_large'])
})

test('a truncated photo and one that would unpack to gigapixels are refused by the name of the field', async () => {
  const whole = await photo(1500, 1500).jpeg({ quality: 100 }).toBuffer()
  const bomb = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: '#000' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer()
  for (const bytes of [whole.subarray(0, whole.length / 3), bomb]) {
    const { status, body } = await upload(form(bytes))
    expect([status, body.code, body.errors?.[0].path]).toEqual([422, 'request.invalid', 'file'])
  }
})

test('more than 8 MB are refused', async () => {
  const { status, body } = await upload(form(Buffer.concat([await photo().jpeg().toBuffer(), Buffer.alloc(8 * 1024 * 1024)])))
  expect([status, body.code]).toEqual([413, 'request.too_large'])
})

test('a picture needs an owner and a picture that is not there has none', async () => {
  const { status } = await ask(world, 'POST', '/images', { body: form(await photo().jpeg().toBuffer()) })
  expect(status).toBe(401)
  for (const id of ['01890000-0000-7000-8000-000000000000', 'abc', '..%2f..%2fetc']) {
    expect((await ask(world, 'GET', `/images/${id}`)).body.code).toBe('image.not_found')
  }
})

test('a product shows its pictures in the order given, and lets go of those it no longer has', async () => {
  const [first, second, third] = await Promise.all(
    [1, 2, 3].map(async () => (await upload(form(await photo(90, 60).jpeg().toBuffer()))).body),
  )
  const body = { title: 'Fotoğraflı ürün', description: 'x', priceKurus: 10_000, images: [second.id, first.id] }
  const product = (await ask(world, 'POST', '/products', { token: seller.accessToken, body })).body
  expect(product.images).toEqual([second, first])
  const changed = await ask(world, 'PATCH', `/products/${product.id}`, {
    token: seller.accessToken,
    body: { images: [third.id, second.id] },
  })
  expect(changed.body.images).toEqual([third, second])
  expect((await download(first.url)).response.status).toBe(200)
  const other = await ask(world, 'POST', '/products', { token: seller.accessToken, body: { ...body, images: [first.id] } })
  expect(other.body.images).toEqual([first])
})

test('pictures of somebody else, of another product, named twice or not there cannot be used', async () => {
  const [own, taken] = [
    (await upload(form(await photo(90, 60).jpeg().toBuffer()))).body,
    (await upload(form(await photo(90, 60).jpeg().toBuffer()))).body,
  ]
  const strangers = (await upload(form(await photo(90, 60).jpeg().toBuffer()), await world.person())).body
  const list = (images: string[]) =>
    ask(world, 'POST', '/products', { token: seller.accessToken, body: { title: 'Ürün', description: 'x', priceKurus: 10_000, images } })
  expect((await list([taken.id])).status).toBe(201)
  for (const images of [[strangers.id], [taken.id], [own.id, own.id], ['01890000-0000-7000-8000-000000000000']]) {
    const { status, body } = await list(images)
    expect([status, body.errors?.[0].path]).toEqual([422, 'images'])
  }
})

test('a picture that no product has is forgotten after a day, unless an order shows it', async () => {
  const picture = async () => (await upload(form(await photo(90, 60).jpeg().toBuffer()))).body
  const [loose, used, ordered, fresh] = [await picture(), await picture(), await picture(), await picture()]
  const payable = await world.seller()
  const list = (token: string, images: string[]) =>
    ask(world, 'POST', '/products', { token, body: { title: 'Ürün', description: 'x', priceKurus: 50_000, images } })
  await list(seller.accessToken, [used.id])
  await world.query(sql`update product_images set owner_id = ${payable.id} where id = ${ordered.id}`)
  const product = (await list(payable.accessToken, [ordered.id])).body
  const buyer = await world.person()
  const { orderId } = await world.buy(buyer, product.id)
  await ask(world, 'PATCH', `/products/${product.id}`, { token: payable.accessToken, body: { images: [] } })
  await world.query(sql`update product_images set created_at = now() - interval '25 hours' where id <> ${fresh.id}`)
  await forgetLooseImages(world.deps)
  const statuses = await Promise.all([loose, used, ordered, fresh].map(async ({ url }) => (await fetch(url)).status))
  expect(statuses).toEqual([404, 200, 200, 200])
  expect((await world.order(buyer, orderId)).product.imageUrl).toBe(ordered.url)
})
