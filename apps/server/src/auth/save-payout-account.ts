import type { putPayoutAccount } from '@emanet/contracts/accounts'
import type { Outcome, SellerAccount } from '@emanet/providers/ports'
import type { z } from 'zod'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { only, type Tx, withTx } from '../platform/db.ts'
import type { Viewer } from '../platform/http.ts'
import { seal, unseal } from '../platform/seal.ts'
import { sql } from '../platform/sql.ts'
import { type PayoutAccount, type PayoutAccountRow, payoutAccountOf } from './payout-account.queries.ts'

type Details = z.output<typeof putPayoutAccount.body>

/**
 * Makes the viewer a seller who can be paid: the details are stored as `pending`, the payment provider is asked, its answer
 * is stored. Putting the same details again asks again unless they are active already.
 * @returns `rejected` with the provider's reason; `pending` when it did not answer, and a timer asks it again.
 */
export async function savePayoutAccount(deps: Deps, viewer: Viewer, details: Details): Promise<PayoutAccount> {
  await withTx(deps.db, (tx) => storeDetails(tx, deps.config, viewer.userId, details))
  return submitPayoutAccount(deps, viewer.userId)
}

/** Asks the provider about the stored details and stores what it says. Safe to repeat; does nothing for an active account. */
export async function submitPayoutAccount(deps: Deps, userId: string): Promise<PayoutAccount> {
  const asked = await findSeller(deps, userId)
  if (asked.status === 'active') return payoutAccountOf(asked)
  const outcome = await deps.payments.saveSeller(sellerAccountOf(deps.config, asked), asked.seller_key)
  if (outcome.kind === 'unknown') return payoutAccountOf(asked)
  const stored = await withTx(deps.db, (tx) => storeOutcome(tx, asked, outcome))
  // The details were changed while the provider was asked: what it holds may be the old ones, so it is told again.
  return stored === null ? submitPayoutAccount(deps, userId) : payoutAccountOf(stored)
}

/** The provider cannot change a seller's type: as a person and as a company she is two sellers to it, each with its key. */
async function storeDetails(tx: Tx, config: Config, userId: string, details: Details): Promise<void> {
  const [known] = await tx.query<PayoutAccountRow>(sql`select * from payout_accounts where user_id = ${userId} for update`)
  if (known && known.status === 'active' && isSame(config, known, details)) return
  const { iban, identityNumber, taxNumber } = details
  // Eleven digits are a person's identity number: the tax number of somebody who is her own company.
  const isPersonal = taxNumber?.length === 11
  const sealed = sealSecrets(config, { iban, identityNumber, taxNumber: isPersonal ? taxNumber : undefined })
  const shownTaxNumber = isPersonal ? maskIdentityNumber(taxNumber) : (taxNumber ?? null)
  await tx.query(sql`
    insert into payout_accounts as known
      (user_id, type, status, iban_masked, secrets_sealed, phone, address, contact_name, contact_surname, legal_company_title, tax_office, tax_number)
    values (
      ${userId}, ${details.type}, 'pending', ${maskIban(iban)}, ${sealed}, ${details.phone}, ${details.address}, ${details.contactName ?? null},
      ${details.contactSurname ?? null}, ${details.legalCompanyTitle ?? null}, ${details.taxOffice ?? null}, ${shownTaxNumber}
    )
    on conflict (user_id) do update
    set (type, status, iban_masked, secrets_sealed, phone, address, contact_name, contact_surname, legal_company_title, tax_office, tax_number,
        seller_key, reason, revision, updated_at) = (
      excluded.type, excluded.status, excluded.iban_masked, excluded.secrets_sealed, excluded.phone, excluded.address, excluded.contact_name,
      excluded.contact_surname, excluded.legal_company_title, excluded.tax_office, excluded.tax_number,
      case when known.type = excluded.type then known.seller_key end, null, known.revision + 1, now()
    )`)
}

function isSame(config: Config, known: PayoutAccountRow, details: Details): boolean {
  const secrets = unsealSecrets(config, known.secrets_sealed)
  const pairs = [
    [known.type, details.type],
    [secrets.iban, details.iban],
    [secrets.identityNumber, details.identityNumber],
    [known.phone, details.phone],
    [known.address, details.address],
    [known.contact_name, details.contactName],
    [known.contact_surname, details.contactSurname],
    [known.legal_company_title, details.legalCompanyTitle],
    [known.tax_office, details.taxOffice],
    [secrets.taxNumber ?? known.tax_number, details.taxNumber],
  ]
  return pairs.every(([stored, given]) => (stored ?? null) === (given ?? null))
}

type Secrets = { iban: string; identityNumber?: string | undefined; taxNumber?: string | undefined }

function sealSecrets(config: Config, secrets: Secrets): Buffer {
  return seal(config.dataKey, JSON.stringify(secrets))
}

function unsealSecrets(config: Config, sealed: Buffer): Secrets {
  return JSON.parse(unseal(config.dataKey, sealed)) as Secrets
}

/** `TR120006200119000006672334` → `TR12 **** **** **** **** **23 34`. */
function maskIban(iban: string): string {
  return `${iban.slice(0, 4)} **** **** **** **** **${iban.slice(22, 24)} ${iban.slice(24)}`
}

/** `10000000146` → `*********46`. */
function maskIdentityNumber(number: string): string {
  return number.slice(-2).padStart(number.length, '*')
}

async function findSeller(deps: Deps, userId: string): Promise<PayoutAccountRow & { email: string }> {
  const rows = await deps.db.query<PayoutAccountRow & { email: string }>(sql`
    select payout_accounts.*, users.email
    from payout_accounts
    join users on users.id = payout_accounts.user_id
    where payout_accounts.user_id = ${userId}`)
  return only(rows, 'payout_account.not_found')
}

function sellerAccountOf(config: Config, row: PayoutAccountRow & { email: string }): SellerAccount {
  const { iban, identityNumber, taxNumber = row.tax_number } = unsealSecrets(config, row.secrets_sealed)
  return {
    sellerId: row.user_id,
    type: row.type,
    email: row.email,
    phone: row.phone,
    address: row.address,
    iban,
    ...(identityNumber ? { identityNumber } : {}),
    ...(taxNumber ? { taxNumber } : {}),
    ...(row.tax_office ? { taxOffice: row.tax_office } : {}),
    ...(row.legal_company_title ? { legalCompanyTitle: row.legal_company_title } : {}),
    ...(row.contact_name ? { contactName: row.contact_name } : {}),
    ...(row.contact_surname ? { contactSurname: row.contact_surname } : {}),
  }
}

/** @returns null when the details are no longer those that were asked about. */
async function storeOutcome(
  tx: Tx,
  asked: PayoutAccountRow,
  outcome: Exclude<Outcome<{ sellerKey: string }>, { kind: 'unknown' }>,
): Promise<PayoutAccountRow | null> {
  const rows = await tx.query<PayoutAccountRow>(sql`
    update payout_accounts
    set status = ${outcome.kind === 'ok' ? 'active' : 'rejected'},
      seller_key = coalesce(${outcome.kind === 'ok' ? outcome.sellerKey : null}, seller_key),
      reason = ${outcome.kind === 'ok' ? null : outcome.reason},
      updated_at = now()
    where user_id = ${asked.user_id} and revision = ${asked.revision}
    returning *`)
  return rows[0] ?? null
}
