/**
 * A path of ours to go on to after signing in; anything that could leave the site becomes the home page. What is given back
 * is read as the browser will read it: dots resolved, backslashes turned, tabs and line ends dropped. Two slashes at its
 * beginning would then name another host.
 */
export function safePath(candidate: unknown): string {
  if (typeof candidate !== 'string' || !candidate.startsWith('/') || !URL.canParse(candidate, HOME)) return '/'
  const { origin, pathname, search, hash } = new URL(candidate, HOME)
  return origin === HOME && !pathname.startsWith('//') ? pathname + search + hash : '/'
}

/** A page of signing in that leads on to `onward` afterwards. */
export function withNext(page: '/login' | '/register' | '/forgot', onward: string): string {
  return onward === '/' ? page : `${page}?next=${encodeURIComponent(onward)}`
}

const HOME = 'http://emanet.invalid'
