import type { SimReply } from '../../simulator-kit.ts'
import { plainDecimal, responseSignature, type Units, unitsOf, unitsText } from '../iyzico.wire.ts'
import { type SimError, simError } from './errors.ts'
import type { Sim } from './state.ts'

export type Body = Record<string, unknown>

/** What a handler answers: the fields of a success, or what is wrong. */
export type Answer = { fields: Body; signedOver?: readonly string[] } | { error: SimError; fields?: Body }

/** The envelope of every answer; business failures are HTTP 200 as iyzico's are. */
export function envelope(sim: Sim, request: Body, answer: Answer): SimReply {
  const base: Body = { locale: localeOf(request), systemTime: sim.nowMs() }
  if (typeof request.conversationId === 'string') base.conversationId = request.conversationId
  if ('error' in answer) {
    const { code, message, group } = answer.error
    return {
      json: {
        status: 'failure',
        errorCode: code,
        errorMessage: message,
        ...(group === undefined ? {} : { errorGroup: group }),
        ...base,
        ...answer.fields,
      },
    }
  }
  const body: Body = { status: 'success', ...base, ...answer.fields }
  if (answer.signedOver !== undefined) body.signature = responseSignature(sim.keys.secretKey, answer.signedOver, signable(body))
  return { json: body }
}

export function fail(request: Body, code: string, field?: string): { error: SimError } {
  return { error: simError(code, localeOf(request), field) }
}

export function localeOf(request: Body): string {
  return request.locale === 'en' ? 'en' : 'tr'
}

/** `150` as the number `150.00000000` in JSON, and zero as `0E-8`: what retrieve prints and a careless parser stumbles over. */
export function longNumber(amount: Units | string): unknown {
  const units = typeof amount === 'string' ? (unitsOf(amount) ?? 0n) : amount
  return rawNumber(units === 0n ? '0E-8' : unitsText(units))
}

/** Without trailing zeros. */
export function shortNumber(amount: Units | string): unknown {
  const text = typeof amount === 'string' ? amount : unitsText(amount)
  return rawNumber(plainDecimal(text) ?? '0')
}

function rawNumber(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text)
}

/** Raw numbers hold their digits under `rawJSON`; the signature is over those digits. */
function signable(body: Body): Body {
  const plain: Body = {}
  for (const [field, value] of Object.entries(body)) {
    const raw = typeof value === 'object' && value !== null && 'rawJSON' in value ? value.rawJSON : value
    plain[field] = raw
  }
  return plain
}
