import { z } from 'zod'
import { fullName, id, idParam, instant, kurusField, listOf, multilineText, pageQuery, phone, text, words } from './fields.ts'
import { route } from './route.ts'
import { PRODUCT_STATUSES } from './states.ts'

export const totals = z.object({ itemKurus: z.number(), shippingKurus: z.number(), feeKurus: z.number(), totalKurus: z.number() })
export const image = z.object({ id, url: z.string(), width: z.number(), height: z.number() })
export const CONDITIONS = ['new', 'like_new', 'good', 'fair', 'worn'] as const

/** `stock`: units free to buy now; `stockTotal`: with those that live orders hold, told to the seller alone. `totals`: what one unit costs a buyer, to the kuruş. */
export const product = z.object({
  id,
  title: z.string(),
  description: z.string(),
  condition: z.enum(CONDITIONS),
  priceKurus: z.number(),
  shippingKurus: z.number(),
  currency: z.literal('TRY'),
  status: z.enum(PRODUCT_STATUSES),
  stock: z.number(),
  stockTotal: z.number().optional(),
  seller: z.object({ id, name: z.string() }),
  images: z.array(image),
  totals,
  createdAt: instant,
})

const price = kurusField.min(100, 'at least 1 lira').max(100_000_000, 'at most 1 000 000 lira')
const shipping = kurusField.max(1_000_000)
const stock = z.int().min(1).max(1000)
const images = z.array(id).max(10)
const title = text(3, 120)
const description = multilineText(1, 5000)

export const listProducts = route({
  method: 'GET',
  path: '/products',
  auth: 'optional',
  summary: 'Look around: newest first, reserved and sold shown as such; `seller=me` (with a token) lists mine, paused ones too',
  query: z.strictObject({ q: words(200).optional(), seller: z.union([z.literal('me'), id]).optional(), ...pageQuery }),
  responses: { 200: listOf(product) },
})

export const getProduct = route({
  method: 'GET',
  path: '/products/:id',
  auth: 'optional',
  summary: 'One product',
  params: idParam,
  notFound: 'product.not_found',
  responses: { 200: product },
})

export const addProduct = route({
  method: 'POST',
  path: '/products',
  auth: 'user',
  summary: 'List a product; `shippingKurus` 0: the seller bears the shipping cost',
  body: z.strictObject({
    title,
    description,
    priceKurus: price,
    shippingKurus: shipping.default(0),
    stock: stock.default(1),
    condition: z.enum(CONDITIONS).default('good'),
    images: images.default([]),
  }),
  responses: { 201: product },
})

export const changeProduct = route({
  method: 'PATCH',
  path: '/products/:id',
  auth: 'user',
  summary: 'Edit, pause or resume; live orders keep what they were placed with',
  params: idParam,
  notFound: 'product.not_found',
  body: z.strictObject({
    title: title.optional(),
    description: description.optional(),
    priceKurus: price.optional(),
    shippingKurus: shipping.optional(),
    stock: stock.optional(),
    condition: z.enum(CONDITIONS).optional(),
    images: images.optional(),
    status: z.enum(['paused', 'active']).optional(),
  }),
  responses: { 200: product },
})

export const removeProduct = route({
  method: 'DELETE',
  path: '/products/:id',
  auth: 'user',
  summary: 'Withdraw a product',
  params: idParam,
  notFound: 'product.not_found',
  responses: { 204: null },
})

export const addImage = route({
  method: 'POST',
  path: '/images',
  auth: 'user',
  summary: 'Upload a picture: JPEG, PNG or WebP, at most 8 MB; it is resized and its EXIF data removed',
  file: 'file',
  responses: { 201: image },
  errors: ['request.too_large', 'request.media_type', 'request.invalid'],
})

/** The bytes of a picture; the controller writes them. Open to everybody, cached for good. */
export const getImage = route({
  method: 'GET',
  path: '/images/:id',
  auth: 'public',
  summary: 'A picture',
  params: idParam,
  notFound: 'image.not_found',
  responses: { 200: null },
})

export const address = z.object({
  id,
  fullName: z.string(),
  phone: z.string(),
  city: z.string(),
  district: z.string(),
  neighbourhood: z.string().nullable(),
  line: z.string(),
  postalCode: z.string().nullable(),
})

const addressFields = {
  fullName,
  phone,
  city: text(2, 40),
  district: text(2, 40),
  neighbourhood: text(2, 60).optional(),
  // The carrier takes 250 characters for neighbourhood and line together; what it would refuse is refused before money is taken.
  line: text(5, 180),
  postalCode: z
    .string()
    .regex(/^\d{5}$/, 'five digits')
    .optional(),
}

/** Nobody has so many; without a limit a page is all of them. */
export const ADDRESSES_MAX = 50

export const listAddresses = route({
  method: 'GET',
  path: '/addresses',
  auth: 'user',
  summary: 'My addresses, newest first',
  query: z.strictObject({ ...pageQuery, limit: pageQuery.limit.default(ADDRESSES_MAX) }),
  responses: { 200: listOf(address) },
})

export const addAddress = route({
  method: 'POST',
  path: '/addresses',
  auth: 'user',
  summary: 'Add an address; city and district are those of `GET /places`, in any casing',
  body: z.strictObject(addressFields),
  responses: { 201: address },
  errors: ['address.limit'],
})

export const changeAddress = route({
  method: 'PATCH',
  path: '/addresses/:id',
  auth: 'user',
  summary: 'Change an address; orders keep the one they were placed with',
  params: idParam,
  notFound: 'address.not_found',
  /** Null empties a field that may be empty. */
  body: z
    .strictObject({
      ...addressFields,
      neighbourhood: addressFields.neighbourhood.nullable(),
      postalCode: addressFields.postalCode.nullable(),
    })
    .partial(),
  responses: { 200: address },
})

export const removeAddress = route({
  method: 'DELETE',
  path: '/addresses/:id',
  auth: 'user',
  summary: 'Remove an address',
  params: idParam,
  notFound: 'address.not_found',
  responses: { 204: null },
})

export const listPlaces = route({
  method: 'GET',
  path: '/places',
  auth: 'public',
  summary: 'The provinces (il) of Turkey with their districts (ilçe); all of them unless a limit is given',
  query: z.strictObject({ ...pageQuery, limit: pageQuery.limit.default(100) }),
  responses: { 200: listOf(z.object({ city: z.string(), districts: z.array(z.string()) })) },
})
