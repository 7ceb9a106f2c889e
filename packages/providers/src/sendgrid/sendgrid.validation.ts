import { isObject } from '../provider-call.ts'

export type SendgridError = { message: string; field: string | null; help: string | null }

type Json = Record<string, unknown>
type Report = (field: string, message: string, anchor?: string) => void

const PERSONALIZATIONS_MAX = 1000
const RECIPIENTS_MAX = 1000
const CUSTOM_ARGS_MAX_BYTES = 10_000
const SCHEDULE_MAX_S = 72 * 3600
const RESERVED_HEADERS = new Set(
  'x-sg-id x-sg-eid received dkim-signature content-type content-transfer-encoding to from subject reply-to cc bcc'.split(' '),
)

/**
 * What SendGrid finds wrong with a mail: all of it at once, each with the dotted path of its field. Empty: it would be accepted.
 * @param nowS unix seconds, for `send_at`. Source: SendGrid's catalogue of mail/send errors; wording of most messages is ours.
 */
export function validateMail(mail: Json, nowS: number): SendgridError[] {
  const errors: SendgridError[] = []
  const report: Report = (field, message, anchor = `message.${field.replace(/\.\d+/g, '')}`) => {
    errors.push({ message, field, help: `http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#${anchor}` })
  }
  checkPersonalizations(mail, report)
  checkSender(mail, report)
  checkSubject(mail, report)
  checkContent(mail, report)
  checkTemplate(mail, report)
  checkCustomArgs(mail, report)
  checkHeaders(mail.headers, 'headers', report)
  checkCategories(mail.categories, report)
  checkSendAt(mail, nowS, report)
  checkAsm(mail.asm, report)
  checkAttachments(mail.attachments, report)
  checkSettings(mail, report)
  return errors
}

/** The personalizations of a mail that was found valid. */
export function personalizationsOf(mail: Json): Json[] {
  return Array.isArray(mail.personalizations) ? mail.personalizations.filter(isObject) : []
}

function checkPersonalizations(mail: Json, report: Report): void {
  const list = personalizationsOf(mail)
  if (list.length === 0) {
    report(
      'personalizations',
      'The personalizations field is required and must have at least one personalization.',
      '-Personalizations-Errors',
    )
    return
  }
  if (list.length > PERSONALIZATIONS_MAX) report('personalizations', `At most ${PERSONALIZATIONS_MAX} personalizations are allowed.`)
  const recipients = list.reduce(
    (sum, one) => sum + [one.to, one.cc, one.bcc].reduce<number>((n, to) => n + (Array.isArray(to) ? to.length : 0), 0),
    0,
  )
  if (recipients > RECIPIENTS_MAX) report('personalizations', `At most ${RECIPIENTS_MAX} recipients are allowed.`)
  for (const [index, one] of list.entries()) checkRecipients(one, `personalizations.${index}`, report)
}

function checkRecipients(one: Json, path: string, report: Report): void {
  if (!Array.isArray(one.to) || one.to.length === 0) {
    report(
      `${path}.to`,
      'The to array is required for all personalization objects, and must have at least one email object with a valid email address.',
    )
  }
  const seen = new Set<string>()
  for (const kind of ['to', 'cc', 'bcc']) {
    const list = Array.isArray(one[kind]) ? one[kind] : []
    for (const [index, recipient] of list.entries()) {
      const field = `${path}.${kind}.${index}.email`
      const email = isObject(recipient) ? recipient.email : undefined
      if (typeof email !== 'string' || email === '') {
        report(field, `The ${kind} email parameter is required.`)
        continue
      }
      if (!isAddress(email)) report(field, 'Does not contain a valid address.')
      if (isObject(recipient) && typeof recipient.name === 'string' && /[;,]/.test(recipient.name)) {
        report(`${path}.${kind}.${index}.name`, 'The name may not contain ; or , characters.')
      }
      if (seen.has(email.toLowerCase())) {
        report(
          path,
          `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${email.toLowerCase()}] in the personalizations.${kind} field.`,
          'message.recipient-errors',
        )
        return
      }
      seen.add(email.toLowerCase())
    }
  }
}

function checkSender(mail: Json, report: Report): void {
  const from = mail.from
  if (!isObject(from) || typeof from.email !== 'string' || from.email === '') {
    report(
      'from.email',
      'The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.  e.g. {"email" : "example@example.com"}  or {"email" : "example@example.com", "name" : "Example Recipient"}.',
      'message.from',
    )
  } else if (!isAddress(from.email) || !isAscii(from.email)) {
    report('from.email', 'The from email does not contain a valid address.')
  }
  if (mail.reply_to !== undefined && mail.reply_to_list !== undefined) report('reply_to', 'Use reply_to or reply_to_list, not both.')
  if (isObject(mail.reply_to) && !(typeof mail.reply_to.email === 'string' && isAddress(mail.reply_to.email))) {
    report('reply_to.email', 'Does not contain a valid address.')
  }
}

function checkSubject(mail: Json, report: Report): void {
  const everywhere = personalizationsOf(mail).every((one) => typeof one.subject === 'string' && one.subject !== '')
  const own = typeof mail.subject === 'string' && mail.subject !== ''
  if (!own && !everywhere && mail.template_id === undefined) {
    report(
      'subject',
      'The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.',
    )
  }
  if (typeof mail.subject === 'string' && /[\r\n]/.test(mail.subject)) report('subject', 'The subject may not contain CRLF characters.')
}

function checkContent(mail: Json, report: Report): void {
  if (mail.content === undefined) {
    if (mail.template_id === undefined) {
      report(
        'content',
        'Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.',
      )
    }
    return
  }
  if (!Array.isArray(mail.content)) {
    report('content', `Invalid type. Expected: array, given: ${typeof mail.content}.`)
    return
  }
  const order = (type: unknown) => (type === 'text/plain' ? 0 : type === 'text/html' ? 1 : 2)
  let last = 0
  for (const [index, block] of mail.content.entries()) {
    const type = isObject(block) ? block.type : undefined
    if (typeof type !== 'string' || type === '' || /[;\r\n]/.test(type))
      report(`content.${index}.type`, 'The content type must be a string of at least one character, without ; or CRLF.')
    if (!isObject(block) || typeof block.value !== 'string' || block.value === '')
      report(`content.${index}.value`, 'The content value must be a string at least one character in length.')
    if (order(type) < last)
      report(`content.${index}.type`, 'The content types must be in the order text/plain, text/html, then all others.')
    last = Math.max(last, order(type))
  }
}

function checkTemplate(mail: Json, report: Report): void {
  const id = mail.template_id
  if (id !== undefined && !(typeof id === 'string' && /^(d-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(id))) {
    report('template_id', `The template_id must be a valid GUID, you provided '${String(id)}'.`)
  }
  if (id === undefined && personalizationsOf(mail).some((one) => one.dynamic_template_data !== undefined)) {
    report('template_id', 'The template_id is required when using dynamic templates')
  }
}

function checkCustomArgs(mail: Json, report: Report): void {
  checkStrings(mail.custom_args, 'custom_args', report)
  for (const [index, one] of personalizationsOf(mail).entries()) {
    const path = `personalizations.${index}`
    checkStrings(one.custom_args, `${path}.custom_args`, report)
    checkHeaders(one.headers, `${path}.headers`, report)
    const merged = { ...(isObject(mail.custom_args) ? mail.custom_args : {}), ...(isObject(one.custom_args) ? one.custom_args : {}) }
    if (Buffer.byteLength(JSON.stringify(merged)) > CUSTOM_ARGS_MAX_BYTES)
      report(`${path}.custom_args`, `The custom arguments may not be over ${CUSTOM_ARGS_MAX_BYTES} bytes.`)
  }
}

function checkStrings(value: unknown, field: string, report: Report): void {
  if (value === undefined) return
  if (!isObject(value) || Object.keys(value).length === 0) {
    report(field, 'Must be an object with at least one key.')
    return
  }
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== 'string') report(field, `Each value must be a string, the value of '${key}' is not.`)
  }
}

function checkHeaders(value: unknown, field: string, report: Report): void {
  checkStrings(value, field, report)
  if (!isObject(value)) return
  for (const name of Object.keys(value)) {
    if (!isAscii(name) || /\s/.test(name) || name === '') report(field, `The header name '${name}' must be ASCII without spaces.`)
    if (RESERVED_HEADERS.has(name.toLowerCase())) report(field, `The header '${name}' is reserved.`)
  }
}

function checkCategories(value: unknown, report: Report): void {
  if (value === undefined) return
  if (!Array.isArray(value)) {
    report('categories', 'Invalid type. Expected: array.')
    return
  }
  if (value.length > 10) report('categories', 'At most 10 categories are allowed.')
  if (new Set(value).size !== value.length) report('categories', 'The categories must be unique.')
  if (value.some((one) => typeof one !== 'string' || one.length > 255 || !isAscii(one)))
    report('categories', 'Each category must be an ASCII string of at most 255 characters.')
}

function checkSendAt(mail: Json, nowS: number, report: Report): void {
  const all = [
    [mail.send_at, 'send_at'],
    ...personalizationsOf(mail).map((one, index) => [one.send_at, `personalizations.${index}.send_at`]),
  ] as [unknown, string][]
  for (const [value, field] of all) {
    if (value === undefined) continue
    if (!Number.isInteger(value)) report(field, 'The send_at must be an integer, in unix seconds.')
    else if ((value as number) > nowS + SCHEDULE_MAX_S) report(field, 'Scheduling more than 72 hours in advance is forbidden.')
  }
}

function checkAsm(asm: unknown, report: Report): void {
  if (asm === undefined) return
  if (!isObject(asm) || !Number.isInteger(asm.group_id)) report('asm.group_id', 'The asm.group_id must be an integer.')
  if (isObject(asm) && Array.isArray(asm.groups_to_display) && asm.groups_to_display.length > 25)
    report('asm.groups_to_display', 'At most 25 groups are allowed.')
}

function checkAttachments(value: unknown, report: Report): void {
  if (!Array.isArray(value)) return
  for (const [index, file] of value.entries()) {
    const { content, filename, disposition } = isObject(file) ? file : ({} as Json)
    if (typeof content !== 'string' || content === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(content))
      report(`attachments.${index}.content`, 'The attachment content must be base64 encoded.')
    if (typeof filename !== 'string' || filename === '' || /[\r\n]/.test(filename))
      report(`attachments.${index}.filename`, 'The attachment filename is required and may not contain CRLF characters.')
    if (disposition !== undefined && disposition !== 'inline' && disposition !== 'attachment')
      report(`attachments.${index}.disposition`, 'The disposition must be inline or attachment.')
  }
}

function checkSettings(mail: Json, report: Report): void {
  const sandbox =
    isObject(mail.mail_settings) && isObject(mail.mail_settings.sandbox_mode) ? mail.mail_settings.sandbox_mode.enable : undefined
  if (sandbox !== undefined && typeof sandbox !== 'boolean')
    report('mail_settings.sandbox_mode.enable', 'The sandbox mode enable param should be a boolean value.')
  if (!isObject(mail.tracking_settings)) return
  for (const [name, setting] of Object.entries(mail.tracking_settings)) {
    for (const flag of ['enable', 'enable_text']) {
      const value = isObject(setting) ? setting[flag] : undefined
      if (value !== undefined && typeof value !== 'boolean')
        report(`tracking_settings.${name}.${flag}`, `The ${flag} param should be a boolean value.`)
    }
  }
}

function isAddress(email: string): boolean {
  return email.length <= 320 && /^[^\s@<>(),;:\\"[\]]+@[^\s@.<>(),;:\\"[\]]+(\.[^\s@.<>(),;:\\"[\]]+)+$/.test(email)
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is what is meant.
  return /^[\x00-\x7f]*$/.test(text)
}
