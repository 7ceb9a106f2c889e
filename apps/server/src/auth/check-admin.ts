import { createHash } from 'node:crypto'
import { email as emailField } from '@emanet/contracts/fields'
import type { Config } from '../config.ts'
import type { Db } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'
import { isPassword } from './passwords.ts'

/** How long a right password is remembered: the job board asks again with every picture and every refresh. */
const REMEMBERED_MS = 60_000
const remembered = new Map<string, number>()

/** Whether this is an admin's e-mail and password. Takes as long for an unknown e-mail. */
export async function checkAdmin(
  deps: { db: Db; config: Config },
  { email, password }: { email: string; password: string },
): Promise<boolean> {
  const key = createHash('sha256').update(`${email}\n${password}`).digest('base64url')
  if ((remembered.get(key) ?? 0) > Date.now()) return true
  const known = emailField.safeParse(email)
  const rows = await deps.db.query<{ password_hash: string }>(sql`
    select password_hash from users where email = ${known.data ?? null} and 'admin' = any(roles) and suspended_at is null`)
  const isRight = await isPassword(deps.config, rows[0]?.password_hash ?? null, password)
  if (!isRight || rows.length === 0) return false
  remembered.clear()
  remembered.set(key, Date.now() + REMEMBERED_MS)
  return true
}
