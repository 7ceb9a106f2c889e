/**
 * Every error the API can answer with: its HTTP status and its English title.
 * Controllers never choose a status; they throw an `AppError` with one of these codes (docs/errors.md is generated from here).
 */
export const ERRORS = {
  'request.malformed': { status: 400, title: 'The request is not well-formed' },
  'auth.required': { status: 401, title: 'Sign in first' },
  'auth.bad_credentials': { status: 401, title: 'E-mail or password is wrong' },
  'auth.expired': { status: 401, title: 'The access token has expired' },
  'auth.refresh_reused': { status: 401, title: 'This refresh token was used before; the session has ended' },
  'webhook.bad_signature': { status: 401, title: 'The signature does not match' },
  'product.own': { status: 403, title: 'You cannot buy your own product' },
  'auth.forbidden': { status: 403, title: 'A role is missing' },
  'route.not_found': { status: 404, title: 'There is nothing here' },
  'product.not_found': { status: 404, title: 'No such product' },
  'address.not_found': { status: 404, title: 'No such address' },
  'order.not_found': { status: 404, title: 'No such order' },
  'image.not_found': { status: 404, title: 'No such image' },
  'effect.not_found': { status: 404, title: 'No such effect' },
  'payout_account.not_found': { status: 404, title: 'No payout account yet' },
  'label.not_found': { status: 404, title: 'There is no label for this order yet' },
  'request.method_not_allowed': { status: 405, title: 'Method not allowed' },
  'request.timeout': { status: 408, title: 'The request took too long to arrive' },
  'product.unavailable': { status: 409, title: 'The product cannot be bought now' },
  'product.price_changed': { status: 409, title: 'The price has changed' },
  'seller.not_payable': { status: 409, title: 'The seller cannot be paid yet' },
  'order.below_minimum': { status: 409, title: 'The amount is too small to be paid safely' },
  'order.wrong_state': { status: 409, title: 'The order is not in a state that allows this' },
  'address.limit': { status: 409, title: 'Too many addresses; remove one first' },
  'account.email_taken': { status: 409, title: 'There is an account with this e-mail already' },
  'effect.wrong_state': { status: 409, title: 'Only a dead effect can be sent again' },
  'request.too_large': { status: 413, title: 'The request is too large' },
  'request.media_type': { status: 415, title: 'The media type is not supported' },
  'request.invalid': { status: 422, title: 'Some fields are wrong' },
  'idempotency.mismatch': { status: 422, title: 'This Idempotency-Key was used for another purchase' },
  'payment.refused': { status: 422, title: 'The payment provider refused the order; it was cancelled' },
  'auth.bad_reset_token': { status: 422, title: 'The reset link is no longer valid' },
  'rate.limited': { status: 429, title: 'Too many requests' },
  'reservations.limit': { status: 429, title: 'Too many open unpaid orders' },
  'request.headers_too_large': { status: 431, title: 'The headers are too large' },
  'server.error': { status: 500, title: 'Something went wrong on our side' },
  'payment.unreachable': { status: 503, title: 'The payment provider cannot be reached; the order stands' },
  'webhook.not_stored': { status: 503, title: 'The notification could not be stored' },
  'server.busy': { status: 503, title: 'The service is busy; try again' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof ERRORS

/** One entry per bad field; `path` is dotted, `''` for the body as a whole. */
export type FieldError = { path: string; message: string }

/**
 * A problem the client may do something about. Becomes `application/problem+json` (RFC 9457) at the edge.
 * `detail` and further members (`productStatus`, `priceKurus`, `orderId`, `retryAfterS`) travel in the body as they are.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly members: Record<string, unknown>

  constructor(code: ErrorCode, members: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.members = members
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}

/** The body of every error answer. */
export type Problem = {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  errors?: FieldError[]
  traceId: string
  [member: string]: unknown
}
