import type { Config } from '../apps/server/src/config.ts'
import type { Part } from './parts.ts'

/** How much of everything; `npm run bench -- --orders 500` changes one. */
export type Sizes = {
  /** POST /orders per round. */
  orders: number
  concurrency: number
  rounds: number
  /** pgbench's purchases per client and round. */
  transactions: number
  /** Buyers of the hot product. */
  rivals: number
  webhooks: number
  /** Purchases that are paid to see their jobs picked up, one after another. */
  purchases: number
  /** Purchases that are paid and of which nobody is told. */
  silent: number
}

/** What every figure has at hand: a database of its own, settings that fit it, and the load generator. */
export type Bench = {
  sizes: Sizes
  databaseUrl: string
  redisUrl: string | undefined
  dir: string
  log: string
  env: Record<string, string>
  config: Config
  generator: Part
  say: (text: string) => void
}

/** One line of the table. `isGood` null: shown, not judged. */
export type Figure = { name: string; target: string; measured: string; isGood: boolean | null; details?: Record<string, unknown> }
