/** What strangers learn of a name: first names and the initial of the surname, `Ayşe Y.` */
export function shownName(fullName: string): string {
  const words = fullName.trim().split(/\s+/)
  const surname = words.pop() ?? ''
  return words.length === 0 ? surname : `${words.join(' ')} ${[...surname].slice(0, 1).join('').toLocaleUpperCase('tr')}.`
}
