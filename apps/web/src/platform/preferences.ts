export const LANGUAGE_COOKIE = 'emanet_language'
export const THEME_COOKIE = 'emanet_theme'

/** One year, in seconds: a taste is no secret and need not be asked again. */
export const PREFERENCE_MAX_AGE_S = 31_536_000
