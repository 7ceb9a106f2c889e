/** The look of the payment pages: no file of their own, so that a page is one answer. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f3f5f8;--card:#fff;--ink:#152033;--soft:#5a6478;--line:#cfd6e2;--accent:#1452cc;--accent-ink:#fff;--bad:#b3261e;--bad-bg:#fdecea;--good-bg:#eaf1ff}
@media (prefers-color-scheme:dark){:root{--bg:#0e131c;--card:#182030;--ink:#eef2f8;--soft:#a6b0c3;--line:#364258;--accent:#7aa7ff;--accent-ink:#0b1426;--bad:#ffb4ab;--bad-bg:#3a1a18;--good-bg:#1b2a47}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;display:flex;flex-direction:column;align-items:center;min-height:100vh;padding:24px 12px}
main{background:var(--card);border-radius:16px;box-shadow:0 1px 2px rgb(10 20 40/.08),0 12px 32px rgb(10 20 40/.08);padding:24px;width:100%;max-width:440px}
header{display:flex;justify-content:space-between;align-items:center;gap:12px;flex-wrap:wrap}
p{margin:0}h1{font-size:1.25rem;margin:20px 0 12px}
.merchant{font-weight:700;font-size:1.125rem;letter-spacing:-.01em;margin:0}
.badge{font-size:.75rem;color:var(--soft);background:var(--good-bg);border-radius:999px;padding:3px 10px}
.amount{margin:20px 0;padding:16px;border:1px solid var(--line);border-radius:12px}
.label{font-size:.875rem;color:var(--soft)}.sum{font-size:2rem;font-weight:700;font-variant-numeric:tabular-nums;letter-spacing:-.02em}
.alert{background:var(--bad-bg);color:var(--bad);border-radius:10px;padding:12px 14px;margin-bottom:16px;font-weight:600}
.field{margin-bottom:14px}.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}
label{display:block;font-size:.875rem;font-weight:600;margin-bottom:4px}
input,select{width:100%;min-height:46px;padding:10px 12px;border:1px solid var(--line);border-radius:10px;background:var(--card);color:var(--ink);font:inherit;font-variant-numeric:tabular-nums}
::placeholder{color:var(--soft);opacity:.8}
input[type=hidden]{display:none}
input:focus-visible,select:focus-visible,button:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
[aria-invalid=true]{border-color:var(--bad);border-width:2px}
.error{color:var(--bad);font-size:.875rem;margin-top:4px}.hint{color:var(--soft);font-size:.875rem;margin-top:4px}
details{margin-bottom:16px;font-size:.875rem;color:var(--soft)}summary{cursor:pointer;padding:4px 0}
button{width:100%;min-height:50px;border:0;border-radius:12px;background:var(--accent);color:var(--accent-ink);font:inherit;font-weight:700;cursor:pointer}
button:hover{filter:brightness(1.07)}button[disabled]{opacity:.6;cursor:progress}
button.link{background:none;color:var(--soft);font-weight:600;text-decoration:underline;min-height:44px;margin-top:8px}
.secure{font-size:.8125rem;color:var(--soft);margin-top:12px;text-align:center}
dl{margin:0 0 16px;border:1px solid var(--line);border-radius:12px;padding:4px 14px}dl div{display:flex;justify-content:space-between;gap:12px;padding:8px 0}dl div+div{border-top:1px solid var(--line)}
dt{color:var(--soft)}dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
.sms{background:var(--good-bg);border-radius:10px;padding:12px 14px;margin-bottom:16px}.sms strong{font-size:1.125rem;letter-spacing:.08em}
footer{color:var(--soft);font-size:.75rem;margin-top:16px}
@media (max-width:380px){main{padding:16px}.pair{grid-template-columns:1fr;gap:0}}
`

/** Sends the bank's form once, however often its buttons are pressed. Disabled, a button would not say which one it was. */
export const BANK_SCRIPT = `
(() => {
  const form = document.getElementById('iyzico-3ds-form')
  let isSent = false
  form.addEventListener('submit', (event) => { if (isSent) event.preventDefault(); isSent = true })
  window.addEventListener('pageshow', () => { isSent = false })
})()
`

/** Fills in a chosen test card, checks before sending, counts the time down. The server checks again. */
export const SCRIPT = `
(() => {
  const $ = (id) => document.getElementById(id)
  const form = $('card-form'), number = $('cardNumber'), expiry = $('expiry'), cvc = $('cvc'), holder = $('cardHolder'), chosen = $('testCard')
  const digits = (input) => input.value.replace(/\\D/g, '')
  chosen.addEventListener('change', () => {
    if (!chosen.value) return
    number.value = chosen.value.replace(/(.{4})(?=.)/g, '$1 ')
    if (!holder.value) holder.value = 'Test Kart'
    expiry.value = '12/' + String((new Date().getFullYear() + 4) % 100)
    cvc.value = chosen.value.length === 15 ? '1234' : '123'
  })
  number.addEventListener('input', () => { number.value = digits(number).slice(0, 19).replace(/(.{4})(?=.)/g, '$1 '); chosen.value = '' })
  expiry.addEventListener('input', (event) => {
    const typed = digits(expiry).slice(0, 4)
    if (event.inputType !== 'deleteContentBackward') expiry.value = typed.length > 2 ? typed.slice(0, 2) + '/' + typed.slice(2) : typed
  })
  const luhn = (text) => [...text].reverse().reduce((sum, digit, index) => { const d = index % 2 ? digit * 2 : +digit; return sum + (d > 9 ? d - 9 : d) }, 0) % 10 === 0
  const mark = (input, ok) => {
    input.toggleAttribute('aria-invalid', false)
    if (!ok) input.setAttribute('aria-invalid', 'true')
    $(input.id + '-error').hidden = ok
    return ok
  }
  form.addEventListener('submit', (event) => {
    const checks = [
      [holder, holder.value.trim().length > 1],
      [number, digits(number).length >= 15 && luhn(digits(number))],
      [expiry, /^(0?[1-9]|1[0-2])\\/(\\d\\d|20\\d\\d)$/.test(expiry.value.trim())],
      [cvc, /^\\d{3,4}$/.test(cvc.value)],
    ]
    const wrong = checks.filter(([input, ok]) => !mark(input, ok))
    if (wrong.length > 0) { event.preventDefault(); wrong[0][0].focus(); return }
    $('pay').disabled = true
  })
  window.addEventListener('pageshow', () => { $('pay').disabled = false })
  const wrongAtFirst = form.querySelector('[aria-invalid=true]')
  if (wrongAtFirst) wrongAtFirst.focus()
  const left = $('left')
  const endsAt = Date.now() + Number(left.dataset.seconds) * 1000
  setInterval(() => {
    const seconds = Math.max(0, Math.round((endsAt - Date.now()) / 1000))
    left.textContent = Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0')
  }, 1000)
})()
`
