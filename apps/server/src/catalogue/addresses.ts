import {
  ADDRESSES_MAX,
  type addAddress as addAddressRoute,
  type address,
  type changeAddress as changeAddressRoute,
} from '@emanet/contracts/catalogue'
import { AppError } from '@emanet/contracts/errors'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { type Db, only, withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { newId } from '../platform/ids.ts'
import { type Sql, sql } from '../platform/sql.ts'
import { findPlace } from './places.ts'
import { cursorOf } from './product.queries.ts'

type Address = z.output<typeof address>
type Row = {
  id: string
  full_name: string
  phone: string
  city: string
  district: string
  neighbourhood: string | null
  line: string
  postal_code: string | null
}

const COLUMNS: Sql = sql`id, full_name, phone, city, district, neighbourhood, line, postal_code`

/** Newest first. @throws AppError `request.invalid` for a cursor that is not one. */
export async function listAddresses(
  db: Db,
  viewer: Viewer,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: Address[]; nextCursor: string | null }> {
  const rows = await db.query<Row>(sql`
    select ${COLUMNS}
    from addresses
    where user_id = ${viewer.userId} and removed_at is null${query.cursor === undefined ? sql`` : sql` and id < ${cursorOf(query.cursor)}`}
    order by id desc
    limit ${query.limit + 1}`)
  const items = rows.slice(0, query.limit).map(addressOf)
  return { items, nextCursor: rows.length > query.limit ? (items.at(-1) as Address).id : null }
}

/** @throws AppError `request.invalid` on `city` or `district` for a place that there is not, `address.limit`. */
export async function addAddress(deps: Deps, viewer: Viewer, address: z.output<typeof addAddressRoute.body>): Promise<Address> {
  const place = placeOf(address)
  return withTx(deps.db, async (tx) => {
    // Whoever adds two at once adds one after the other, so that both are counted.
    await tx.query(sql`select id from users where id = ${viewer.userId} for no key update`)
    const [row] = await tx.query<Row>(sql`
      insert into addresses (id, user_id, full_name, phone, city, district, neighbourhood, line, postal_code)
      select ${newId()}, ${viewer.userId}, ${address.fullName}, ${address.phone}, ${place.city}, ${place.district}, ${address.neighbourhood ?? null},
        ${address.line}, ${address.postalCode ?? null}
      where (select count(*) from addresses where user_id = ${viewer.userId} and removed_at is null) < ${ADDRESSES_MAX}
      returning ${COLUMNS}`)
    if (!row) throw new AppError('address.limit')
    return addressOf(row)
  })
}

/**
 * Changes what is given and leaves the rest; orders keep the address they were placed with.
 * @throws AppError `address.not_found` (also for somebody else's), `request.invalid` when city and district do not go together.
 */
export async function changeAddress(
  deps: Deps,
  viewer: Viewer,
  addressId: string,
  change: z.output<typeof changeAddressRoute.body>,
): Promise<Address> {
  return withTx(deps.db, async (tx) => {
    const own = sql`id = ${addressId} and user_id = ${viewer.userId} and removed_at is null`
    const known = only(await tx.query<Row>(sql`select ${COLUMNS} from addresses where ${own} for update`), 'address.not_found')
    const place = placeOf({ city: change.city ?? known.city, district: change.district ?? known.district })
    const [row] = await tx.query<Row>(sql`
      update addresses
      set full_name = ${change.fullName ?? known.full_name},
        phone = ${change.phone ?? known.phone},
        city = ${place.city},
        district = ${place.district},
        neighbourhood = ${change.neighbourhood === undefined ? known.neighbourhood : change.neighbourhood},
        line = ${change.line ?? known.line},
        postal_code = ${change.postalCode === undefined ? known.postal_code : change.postalCode}
      where ${own}
      returning ${COLUMNS}`)
    return addressOf(row as Row)
  })
}

/** @throws AppError `address.not_found`, also the second time. */
export async function removeAddress(deps: Deps, viewer: Viewer, addressId: string): Promise<void> {
  const removed = await withTx(deps.db, (tx) =>
    tx.query(
      sql`update addresses set removed_at = now() where id = ${addressId} and user_id = ${viewer.userId} and removed_at is null returning id`,
    ),
  )
  only(removed, 'address.not_found')
}

function placeOf(named: { city: string; district: string }): { city: string; district: string } {
  const place = findPlace(named)
  if (place.kind === 'found') return place
  const message = place.kind === 'city' ? 'not a province (il) of Turkey' : `not a district (ilçe) of ${place.city}`
  throw new AppError('request.invalid', { errors: [{ path: place.kind, message }] })
}

function addressOf(row: Row): Address {
  return {
    id: row.id,
    fullName: row.full_name,
    phone: row.phone,
    city: row.city,
    district: row.district,
    neighbourhood: row.neighbourhood,
    line: row.line,
    postalCode: row.postal_code,
  }
}
