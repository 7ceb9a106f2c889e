/** What the tests take from `scripts/`, which is plain JavaScript. */
declare module '*/scripts/ports.mjs' {
  export function freePort(): Promise<number>
}
declare module '*/scripts/redis.mjs' {
  export function findRedisServer(): string | null
  export function startRedis(options: {
    program: string
    dir: string
    port?: number
  }): Promise<{ url: string; port: number; kill: () => Promise<void>; stop: () => Promise<void> }>
}
declare module '*/scripts/postgres.mjs' {
  export function startPostgres(options: { dataDir: string; port?: number; settings?: Record<string, string | number> }): Promise<{
    adminUrl: string
    port: number
    pid: number
    exited: Promise<string>
    stop: () => Promise<void>
  }>
}
