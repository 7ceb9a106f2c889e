/** What a checkout token of iyzico may look like (a UUID so far): nothing that could change an address or a query. */
export function isIyzicoToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,200}$/.test(value)
}
