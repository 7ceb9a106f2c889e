import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { isObject } from '../provider-call.ts'

/** Text with its markup characters escaped, and without what XML 1.0 cannot carry at all (control characters, lone surrogates). */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Elements with escaped text in the given order; the services read by position and take an absent element for an error. */
export function xmlElements(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`)
    .join('')
}

/** A SOAP 1.1 envelope around a body that is XML already. */
export function soapEnvelope(body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${body}</soap:Body></soap:Envelope>`
}

const parser = new XMLParser({
  // "0" and leading zeros are text here: result codes, phones, tracking numbers.
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  // Numeric references come only with this; a document type, where entities are made, never gets this far.
  htmlEntities: true,
  isArray: (name) => ['Order', 'OrderResultInfo', 'PieceDetail', 'BarcodeModel'].includes(name),
})

/** Elements as objects, text as strings; null for what is not well-formed, or declares a document type of its own. */
export function parseXml(text: string): Record<string, unknown> | null {
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return null
  try {
    const parsed: unknown = parser.parse(text)
    return isObject(parsed) ? parsed : null
  } catch {
    // Nested too deep, or a name that would be dangerous as that of a property.
    return null
  }
}

/** What is in the body of a SOAP envelope, of either version; null when there is none. */
export function readSoapBody(text: string): Record<string, unknown> | null {
  const envelope = parseXml(text)?.Envelope
  const body = isObject(envelope) ? envelope.Body : null
  return isObject(body) ? body : null
}

/** The text of a child element; empty when the element is absent or holds elements. */
export function childText(parent: unknown, name: string): string {
  const value = isObject(parent) ? parent[name] : undefined
  return typeof value === 'string' ? value.trim() : ''
}

export function childElement(parent: unknown, name: string): Record<string, unknown> | null {
  const value = isObject(parent) ? parent[name] : undefined
  return isObject(value) ? value : null
}
