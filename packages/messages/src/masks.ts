/** `5321234567`, `+90532…` → `0532 123 45 67`, as far as typed. */
export function typePhone(value: string): string {
  let digits = value.replace(/\D/g, '')
  if (value.trim().startsWith('+90')) digits = digits.slice(2)
  else if (digits.startsWith('0090')) digits = digits.slice(4)
  if (digits !== '' && !digits.startsWith('0')) digits = `0${digits}`
  digits = digits.slice(0, 11)
  return [digits.slice(0, 4), digits.slice(4, 7), digits.slice(7, 9), digits.slice(9, 11)].filter(Boolean).join(' ')
}

/** `tr120006…` → `TR12 0006 …`, as far as typed. */
export function typeIban(value: string): string {
  const characters = value
    .replace(/[^0-9a-z]/gi, '')
    .toUpperCase()
    .slice(0, 26)
  return characters.match(/.{1,4}/g)?.join(' ') ?? ''
}
