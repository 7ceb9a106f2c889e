/**
 * Content-Security-Policy of a page. Scripts run by nonce alone. Style attributes are allowed because React writes them
 * for widths that are computed; style elements are not.
 */
export function contentSecurityPolicy(options: { nonce: string; apiOrigin: string; secure: boolean; development: boolean }): string {
  const { nonce, apiOrigin, secure, development } = options
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' blob: data: ${apiOrigin}`,
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "worker-src 'self'",
    "manifest-src 'self'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
