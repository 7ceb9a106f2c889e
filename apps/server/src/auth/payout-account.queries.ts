import type { payoutAccount } from '@emanet/contracts/accounts'
import type { z } from 'zod'
import { type Db, only } from '../platform/db.ts'
import { sql } from '../platform/sql.ts'

export type PayoutAccount = z.output<typeof payoutAccount>

export type PayoutAccountRow = {
  user_id: string
  type: PayoutAccount['type']
  status: PayoutAccount['status']
  seller_key: string | null
  iban_masked: string
  secrets_sealed: Buffer
  phone: string
  address: string
  contact_name: string | null
  contact_surname: string | null
  legal_company_title: string | null
  tax_office: string | null
  tax_number: string | null
  reason: string | null
  revision: number
}

/** @throws AppError `payout_account.not_found`. */
export async function findPayoutAccount(db: Db, userId: string): Promise<PayoutAccount> {
  return payoutAccountOf(
    only(await db.query<PayoutAccountRow>(sql`select * from payout_accounts where user_id = ${userId}`), 'payout_account.not_found'),
  )
}

export function payoutAccountOf(row: PayoutAccountRow): PayoutAccount {
  return {
    status: row.status,
    type: row.type,
    iban: row.iban_masked,
    phone: row.phone,
    address: row.address,
    contactName: row.contact_name,
    contactSurname: row.contact_surname,
    legalCompanyTitle: row.legal_company_title,
    taxOffice: row.tax_office,
    taxNumber: row.tax_number,
    reason: row.reason,
  }
}
