import type { Letter } from './letters.ts'

/** A letter as subject, plain text and HTML. Everything in it is text to HTML: nothing a person typed can become markup. */
export function renderLetter(letter: Letter): { subject: string; text: string; html: string } {
  return { subject: letter.subject, text: asText(letter), html: asHtml(letter) }
}

function asText(letter: Letter): string {
  const lines = letter.lines.map(([label, amount]) => `${label}: ${amount}`)
  return [
    letter.greeting,
    letter.body,
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    `${letter.button.label}: ${letter.button.url}`,
    `— Emanet\n${letter.footer}`,
  ].join('\n\n')
}

function asHtml(letter: Letter): string {
  const e = escapeHtml
  const rows = letter.lines
    .map(([label, amount], index) => {
      const weight = index === letter.lines.length - 1 ? 'font-weight:600;border-top:1px solid #d9e0dc;' : ''
      return `<tr><td style="padding:8px 0;${weight}">${e(label)}</td><td style="padding:8px 0;text-align:right;${weight}">${e(amount)}</td></tr>`
    })
    .join('')
  return `<!doctype html>
<html lang="${letter.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${e(letter.subject)}</title></head>
<body style="margin:0;background:#f3f5f2;color:#17231d;font:16px/1.6 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:32px 20px">
<p style="margin:0 0 20px;font-size:20px;font-weight:700;color:#0f5c46">emanet</p>
<div style="background:#ffffff;border-radius:14px;padding:28px">
<p style="margin:0 0 12px">${e(letter.greeting)}</p>
<p style="margin:0 0 20px">${e(letter.body)}</p>
${rows === '' ? '' : `<table role="presentation" style="width:100%;border-collapse:collapse;margin:0 0 20px">${rows}</table>`}
<a href="${e(letter.button.url)}" style="display:inline-block;background:#0f5c46;color:#ffffff;text-decoration:none;border-radius:10px;padding:12px 20px;font-weight:600">${e(letter.button.label)}</a>
</div>
<p style="margin:20px 0 0;font-size:13px;color:#5b6b63">${e(letter.footer)}</p>
</div>
</body>
</html>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
}
