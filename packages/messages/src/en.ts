import { accounts } from './en/accounts.ts'
import { errors } from './en/errors.ts'
import { letters } from './en/letters.ts'
import { mobile } from './en/mobile.ts'
import { operations } from './en/operations.ts'
import { orders } from './en/orders.ts'
import { selling } from './en/selling.ts'
import { shopping } from './en/shopping.ts'
import type { tr } from './tr.ts'

/** English. A sentence that is missing here, or is not in Turkish, is a type error. */
export const en: typeof tr = { ...shopping, ...accounts, ...orders, ...selling, ...operations, ...letters, ...mobile, errors }
