/** Written by the proxy for the pages behind it; what a browser sends under these names is thrown away there. */
export const PATH_HEADER = 'x-emanet-path'
export const LANGUAGE_HEADER = 'x-emanet-language'
export const NONCE_HEADER = 'x-nonce'
