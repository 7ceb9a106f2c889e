const PLACES = /^(orders|products)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/**
 * The screen that a link from outside may open: an order or a product by its id, else the start. Any app can send a link
 * under our scheme, so nothing else of it is read.
 */
export function pathOfLink(link: string): string {
  const withoutScheme = link.replace(/^[a-z][a-z0-9+.-]*:\/\/\/?/i, '')
  // An https link has our own host first, Expo Go's has a computer's address.
  const path = withoutScheme.replace(/^[^/]*[.:][^/]*\//, '').replace(/^(--\/)?\/*/, '')
  const found = PLACES.exec(path.split(/[?#]/)[0]!.replace(/\/$/, ''))
  return found ? `/${found[1]!.toLowerCase()}/${found[2]!.toLowerCase()}` : '/'
}
