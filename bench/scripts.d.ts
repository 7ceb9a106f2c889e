/** What the benchmark takes from `scripts/`, which is plain JavaScript. */
declare module '*/scripts/ports.mjs' {
  export function freePort(host?: string): Promise<number>
  export function freePortBlock(count: number, host?: string): Promise<number>
}
declare module '*/scripts/services.mjs' {
  export const LEAN: string[]
}
