import { createTranslator } from 'use-intl/core'
import { type Language, localeFor, type Messages, messagesFor } from './catalogue.ts'

/** Sentences outside React: mails, pushes, command lines. `sentences('tr')('mail.order_paid.subject', { number })`. */
export function sentences(language: Language) {
  return createTranslator<Messages>({ locale: localeFor(language), messages: messagesFor(language), timeZone: 'Europe/Istanbul' })
}
