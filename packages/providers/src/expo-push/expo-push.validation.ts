import { isObject } from '../provider-call.ts'

export type PushBody = {
  to: string | string[]
  title?: string
  body?: string
  data?: Record<string, unknown>
  channelId?: string
  collapseId?: string
  tag?: string
}

const STRINGS = [
  'title',
  'subtitle',
  'body',
  'channelId',
  'categoryId',
  'icon',
  'tag',
  'collapseId',
  'threadId',
  'targetContentId',
  'filterCriteria',
]
const NUMBERS = ['ttl', 'expiration', 'badge', 'relevanceScore']
const BOOLEANS = ['mutableContent', 'contentAvailable', '_contentAvailable', '_displayInForeground']
const PRIORITIES = ['default', 'normal', 'high']
const INTERRUPTIONS = ['active', 'critical', 'passive', 'time-sensitive']
const KNOWN = new Set(['to', 'data', 'sound', 'priority', 'interruptionLevel', 'richContent', ...STRINGS, ...NUMBERS, ...BOOLEANS])

/** The first thing wrong with a request's messages in Expo's words, `"[2].title" must be a string.`; null when nothing is. */
export function findProblem(messages: unknown[]): string | null {
  if (messages.length === 0) return '"value" must contain at least 1 items.'
  for (const [index, message] of messages.entries()) {
    const problem = isObject(message) ? problemOf(message) : { field: '', says: 'must be an object.' }
    if (problem) return `"[${index}]${problem.field && `.${problem.field}`}" ${problem.says}`
  }
  return null
}

/** UTF-8 bytes of what a phone would get. How exactly Expo measures is not published. */
export function payloadBytes({ title, body, data }: PushBody): number {
  return Buffer.byteLength(JSON.stringify({ title, body, data }))
}

function problemOf(message: Record<string, unknown>): { field: string; says: string } | null {
  const to = message.to
  const list = Array.isArray(to) ? to : [to]
  if (list.length === 0 || !list.every((token) => typeof token === 'string'))
    return { field: 'to', says: 'must be a string or an array of strings.' }
  if (!list.every(isToken)) return { field: 'to', says: 'must be an Expo push token.' }
  const unknown = Object.keys(message).find((key) => !KNOWN.has(key))
  if (unknown !== undefined) return { field: unknown, says: 'is not allowed.' }
  return problemOfTypes(message) ?? problemOfChoices(message)
}

function problemOfTypes(message: Record<string, unknown>): { field: string; says: string } | null {
  for (const [fields, type] of [
    [STRINGS, 'string'],
    [NUMBERS, 'number'],
    [BOOLEANS, 'boolean'],
  ] as const) {
    const wrong = fields.find((field) => message[field] !== undefined && message[field] !== null && typeof message[field] !== type)
    if (wrong !== undefined) return { field: wrong, says: `must be a ${type}.` }
  }
  const { data, sound } = message
  if (data !== undefined && data !== null && !isObject(data)) return { field: 'data', says: 'must be an object.' }
  if (sound !== undefined && sound !== null && typeof sound !== 'string' && !isObject(sound))
    return { field: 'sound', says: 'must be a string, an object or null.' }
  return null
}

function problemOfChoices({ priority, interruptionLevel }: Record<string, unknown>): { field: string; says: string } | null {
  if (priority !== undefined && !PRIORITIES.includes(String(priority)))
    return { field: 'priority', says: `must be one of ${PRIORITIES.join(', ')}.` }
  if (interruptionLevel !== undefined && !INTERRUPTIONS.includes(String(interruptionLevel)))
    return { field: 'interruptionLevel', says: `must be one of ${INTERRUPTIONS.join(', ')}.` }
  return null
}

function isToken(token: string): boolean {
  return /^Expo(nent)?PushToken\[[^\]]+\]$/.test(token) || /^[a-z\d]{8}-[a-z\d]{4}-[a-z\d]{4}-[a-z\d]{4}-[a-z\d]{12}$/i.test(token)
}
