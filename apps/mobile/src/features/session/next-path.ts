/** Where the sign-in page leads afterwards; only places of this app, so that a link cannot lead anywhere else. */
export function nextPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?!\/)[\w\-/]*$/.test(next) && !/^\/(login|register|forgot)\b/.test(next) ? next : '/'
}
