import { AppError } from '@emanet/contracts/errors'
import { fold } from '@emanet/contracts/fold'
import { DISTRICTS } from './districts.ts'

const TURKISH_ORDER = new Intl.Collator('tr')

export type Place = { city: string; districts: string[] }

/** The 81 provinces (il) with their districts (ilçe), both in Turkish order. */
export const PLACES: Place[] = Object.entries(DISTRICTS)
  .map(([city, districts]) => ({ city, districts: districts.split(', ').sort(TURKISH_ORDER.compare) }))
  .sort((a, b) => TURKISH_ORDER.compare(a.city, b.city))

/** In Turkish order; the cursor is the name of the last province. @throws AppError `request.invalid` for one that there is not. */
export function listPlaces(query: { cursor?: string | undefined; limit: number }): { items: Place[]; nextCursor: string | null } {
  const before = query.cursor === undefined ? -1 : PLACES.findIndex(({ city }) => city === query.cursor)
  if (query.cursor !== undefined && before < 0)
    throw new AppError('request.invalid', { errors: [{ path: 'cursor', message: 'not a cursor of this list' }] })
  const items = PLACES.slice(before + 1, before + 1 + query.limit)
  const last = items.at(-1)
  return { items, nextCursor: last === undefined || last === PLACES.at(-1) ? null : last.city }
}

const byName = new Map(
  PLACES.map((place) => [
    key(place.city),
    { city: place.city, districts: new Map(place.districts.map((district) => [key(district), district])) },
  ]),
)

/**
 * City and district as they are spelled officially, found by any casing and without the dots and hooks: `ISTANBUL`, `uskudar`.
 * @returns which of the two is not known when one is not.
 */
export function findPlace(named: {
  city: string
  district: string
}): { kind: 'found'; city: string; district: string } | { kind: 'city' } | { kind: 'district'; city: string } {
  const city = byName.get(key(named.city))
  if (!city) return { kind: 'city' }
  const district = city.districts.get(key(named.district))
  return district ? { kind: 'found', city: city.city, district } : { kind: 'district', city: city.city }
}

function key(name: string): string {
  return fold(name).replace(/[^a-z0-9]/g, '')
}
