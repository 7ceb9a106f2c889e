import { type Db, only } from '../platform/db.ts'
import { type Sql, sql } from '../platform/sql.ts'
import type { Me } from './open-session.ts'

export type UserRow = {
  id: string
  email: string
  full_name: string
  phone: string | null
  language: 'tr' | 'en'
  roles: string[]
  has_identity_number: boolean
  created_at: Date
}

/** The columns of `users` that `meOf` shows. */
export const ME_COLUMNS: Sql = sql`id, email, full_name, phone, language, roles, identity_number_sealed is not null as has_identity_number, created_at`

export async function findMe(db: Db, userId: string): Promise<Me> {
  return meOf(only(await db.query<UserRow>(sql`select ${ME_COLUMNS} from users where id = ${userId}`), 'auth.required'))
}

export function meOf(row: UserRow): Me {
  return {
    id: row.id,
    email: row.email,
    fullName: row.full_name,
    phone: row.phone,
    language: row.language,
    roles: row.roles,
    hasIdentityNumber: row.has_identity_number,
    createdAt: row.created_at.toISOString(),
  }
}
