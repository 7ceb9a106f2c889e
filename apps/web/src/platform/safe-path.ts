/** A path of ours to go on to after signing in; anything that could leave the site becomes the home page. */
export function safePath(candidate: unknown): string {
  if (typeof candidate !== 'string' || !/^\/(?![/\\])[^\p{Cc}\\]*$/u.test(candidate)) return '/'
  const base = 'http://emanet.invalid'
  try {
    const url = new URL(candidate, base)
    if (url.origin !== base) return '/'
    return url.pathname + url.search + url.hash
  } catch {
    return '/'
  }
}
