const PLAIN: Record<string, string> = { ç: 'c', ğ: 'g', ö: 'o', ş: 's', ü: 'u', â: 'a', î: 'i', û: 'u' }

/** Text as it is compared in a search: `İZMİR`, `Izmir` and `izmir` are one, `sanliurfa` finds `Şanlıurfa`. */
export function fold(text: string): string {
  return text
    .replace(/[İIı]/g, 'i')
    .toLowerCase()
    .replace(/[çğöşüâîû]/g, (letter) => PLAIN[letter] ?? letter)
}
