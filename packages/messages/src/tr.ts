import { accounts } from './tr/accounts.ts'
import { errors } from './tr/errors.ts'
import { letters } from './tr/letters.ts'
import { mobile } from './tr/mobile.ts'
import { operations } from './tr/operations.ts'
import { orders } from './tr/orders.ts'
import { selling } from './tr/selling.ts'
import { shopping } from './tr/shopping.ts'

/** Turkish, the first language: its shape is the shape of the catalogue. Sentences are ICU messages. */
export const tr = { ...shopping, ...accounts, ...orders, ...selling, ...operations, ...letters, ...mobile, errors }
