import { createHash, createHmac, hkdfSync } from 'node:crypto'

/** A key for one purpose, from DATA_KEY: what one purpose leaks says nothing about another. 32 bytes. */
export function deriveKey(dataKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `emanet ${purpose}`, 32))
}

/** The secret that goes with a row's id: it can be given out again without ever being stored. 256 bits, base64url. */
export function deriveToken(dataKey: Buffer, purpose: string, id: string): string {
  return createHmac('sha256', deriveKey(dataKey, purpose)).update(id).digest('base64url')
}

/** What the database keeps of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
