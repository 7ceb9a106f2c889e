/** The version of the legal drafts that a buyer agrees to; stored on the order. Changes whenever their text does. */
export const TERMS_VERSION = '2026-11-taslak-1'
