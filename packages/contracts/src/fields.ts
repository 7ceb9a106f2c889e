import { z } from 'zod'

/** User text: NFC, trimmed, without control characters (so no header, log or SOAP injection), `min`…`max` characters. */
export function text(min: number, max: number) {
  return z
    .string()
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(min)
        .max(max)
        .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'has control characters'),
    )
}

/** The same over several lines. */
export function multilineText(min: number, max: number) {
  return z
    .string()
    .transform((value) => value.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(min)
        .max(max)
        .regex(/^(?:[^\p{Cc}\p{Cs}]|\n|\t)*$/u, 'has control characters'),
    )
}

/** Up to `max` characters as they were sent, but none that a database or a log cannot hold. */
export function words(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'has control characters')
}

/** Letters that are sent in upper case name the same thing. */
export const id = z.uuid().toLowerCase()
export const idParam = z.strictObject({ id })
export const instant = z.iso.datetime()
export const kurusField = z.int().min(0).max(1_000_000_000)
export const email = z
  .string()
  .transform((value) => value.normalize('NFC').trim().toLowerCase())
  .pipe(z.email({ pattern: z.regexes.html5Email }).max(254))
export const password = words(200).min(8)
export const language = z.enum(['tr', 'en'])

/** At least two words; the last one is the surname. */
export const fullName = text(3, 100).refine((name) => name.split(/\s+/).length >= 2, 'needs a first name and a surname')

/** A Turkish mobile or land line in any usual spelling → `+905XXXXXXXXX`. */
export const phone = z
  .string()
  .max(30)
  .transform((value, context) => {
    const normalised = normalisePhone(value)
    if (normalised === null) context.addIssue({ code: 'custom', message: 'not a Turkish phone number' })
    return normalised ?? z.NEVER
  })

/** `0532 123 45 67`, `(532) 123-4567`, `+90 532…`, `0090 532…` → `+905321234567`; anything else → null. */
export function normalisePhone(value: string): string | null {
  const stripped = value.replace(/[\s().\-/]/g, '')
  const match = /^(?:\+90|0090|90|0)?([2-5]\d{9})$/.exec(stripped)
  return match ? `+90${match[1]}` : null
}

/** TC kimlik numarası: eleven digits, two of them checks. `11111111111` and its like fail the check. */
export const identityNumber = z.string().refine(isIdentityNumber, 'not a valid identity number')

export function isIdentityNumber(value: string): boolean {
  if (!/^[1-9]\d{10}$/.test(value)) return false
  const digits = [...value].map(Number) as [number, number, number, number, number, number, number, number, number, number, number]
  const odd = digits[0] + digits[2] + digits[4] + digits[6] + digits[8]
  const even = digits[1] + digits[3] + digits[5] + digits[7]
  const tenth = (((odd * 7 - even) % 10) + 10) % 10
  const eleventh = (odd + even + digits[9]) % 10
  return digits[9] === tenth && digits[10] === eleventh
}

/** A Turkish IBAN, spaces allowed, mod-97 checked → `TR` + 24 digits. */
export const iban = z
  .string()
  .max(50)
  .transform((value) => value.replace(/\s/g, '').toUpperCase())
  .refine(isTurkishIban, 'not a valid Turkish IBAN')

export function isTurkishIban(value: string): boolean {
  if (!/^TR\d{24}$/.test(value)) return false
  const rearranged = `${value.slice(4)}2927${value.slice(2, 4)}`
  let remainder = 0
  for (const digit of rearranged) remainder = (remainder * 10 + Number(digit)) % 97
  return remainder === 1
}

export const pageQuery = {
  cursor: words(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
}

/** Lists are `{items, nextCursor}`; `nextCursor` null on the last page. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
