/** The version of the legal drafts that a buyer agrees to, as the web shows them; stored on the order. */
export const TERMS_VERSION = '2026-11-taslak-1'
